// Random histories of a company, as the properties have them (test/property), with what they have none of: corrections and rulings on sources.

import fc from 'fast-check';
import type { Actor } from '../../functions/ports.ts';
import { readReport } from '../../functions/use-cases/reporting/read-report.ts';
import { rebuildFigures } from '../../functions/use-cases/reporting/rebuild-figures.ts';
import { MemoryMetrics } from '../../infra/local/memory/memory-metrics.ts';
import { exportInto } from '../../infra/tools/export/export.ts';
import { nth, type World } from '../property/acting.ts';
import { aCommand } from '../property/commands.ts';
import { happen, openWorld } from '../property/world.ts';
import { metricDeps } from '../support/metrics.ts';
import type { Ask } from './compare.ts';

const COMMANDS = 150;
/** So many commands from one restatement to the next. */
const OFTEN = 5;
const DIRECTOR: Actor = { kind: 'director', sub: 'director-1' };

export interface History {
  readonly ask: Ask;
  /** The last day, in the tenant's zone. */
  readonly today: string;
  readonly close: () => Promise<void>;
}

/** Lives through the history of that seed and exports it to the folder. */
export async function historyOf(seed: number, folder: string): Promise<History> {
  const [commands = []] = fc.sample(
    fc.array(aCommand(), { minLength: COMMANDS, maxLength: COMMANDS, size: 'max' }),
    { seed, numRuns: 1 },
  );
  const world = await openWorld();
  for (const [index, command] of commands.entries()) {
    await happen(world, command);
    if (index % OFTEN === 0) await restate(world, index / OFTEN);
  }
  const { company } = world;
  await exportInto(company.store, { format: 'parquet', out: folder });
  const deps = metricDeps(new MemoryMetrics(), company.store);
  const at = company.now;
  await rebuildFigures(deps, at);
  return {
    ask: (name, query) => readReport(deps, { at, by: DIRECTOR }, name, query),
    today: new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10),
    close: () => company.close(),
  };
}

/** What ops and directors do now and then that commands do not. */
async function restate({ company, leadIds }: World, turn: number): Promise<void> {
  const leadId = nth(leadIds, turn * 7);
  if (leadId === undefined) return;
  const { state, ownerRepId = 'rep-x', opportunityId } = await company.lead(leadId);
  const rule = { source: { class: turn % 2 ? 'PARTNER' : 'EXEC' }, evidence: 'a mail' };
  if (turn % 3 === 0) await company.act('ops-1', 'ops', `/v1/leads/${leadId}/source-ruling`, rule);
  const path = `/v1/opportunities/${opportunityId}`;
  const amount = 5000 + turn * 11.11;
  if (state === 'OPPORTUNITY') await company.act(ownerRepId, 'rep', `${path}/win`, { amount });
  if (state !== 'WON') return;
  const correction = { amount, currency: 'EUR', reason: 'misread' };
  if (turn % 2) await company.act('director-1', 'director', `${path}/correct`, correction);
  else await company.act('director-1', 'director', `${path}/reopen`, { reason: 'not signed' });
}
