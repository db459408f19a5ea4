// Random histories of a company, as the properties have them (test/property), with what they have none of: corrections and rulings on sources.

import fc from 'fast-check';
import type { LeadId } from '../../functions/leads/ids.ts';
import type { State } from '../../functions/leads/states.ts';
import type { Actor } from '../../functions/ports.ts';
import { readCockpit } from '../../functions/use-cases/reporting/read-cockpit.ts';
import { readReport } from '../../functions/use-cases/reporting/read-report.ts';
import { readWhatIf } from '../../functions/use-cases/reporting/read-what-if.ts';
import { rebuildFigures } from '../../functions/use-cases/reporting/rebuild-figures.ts';
import { MemoryMetrics } from '../../infra/local/memory/memory-metrics.ts';
import { exportInto } from '../../infra/tools/export/export.ts';
import { type Chance, chanceOf, oneAt, wholeAt } from '../../infra/tools/replay/chance.ts';
import type { World } from '../property/acting.ts';
import { aCommand, type Command, type CommandOf } from '../property/commands.ts';
import { happen, openWorld } from '../property/world.ts';
import type { Company } from '../support/company.ts';
import { metricDeps } from '../support/metrics.ts';
import type { AskMore } from './beside.ts';
import type { Ask } from './compare.ts';

const COMMANDS = 120;
/** So many commands from one day of work to the next. */
const OFTEN = 5;
const DIRECTOR: Actor = { kind: 'director', sub: 'director-1' };

/** What marketing told of its spend, and that it was not all so. */
const SPEND = [
  ['2026-09,baidu,Autumn,1000.00,CNY', '2026-09,outdoor,Tower,100,EUR', '2026-10,baidu,,77,CNY'],
  ['2026-09,baidu,AUTUMN,1250.50,CNY'],
];

async function spend({ runtime }: Company, lines: readonly string[]): Promise<void> {
  const body = ['month,channel,campaign,amount,currency', ...lines, ''].join('\n');
  const headers = { 'content-type': 'text/csv; charset=utf-8' };
  const token = runtime.token('ops-1', ['ops']);
  await runtime.request('POST', '/v1/spend', { body, token, headers });
  await runtime.settled();
}

export interface History extends AskMore {
  readonly ask: Ask;
  /** The last day, in the tenant's zone. */
  readonly today: string;
  readonly close: () => Promise<void>;
}

/** Lives through the history of that seed and exports it to the folder. */
export async function historyOf(seed: number, folder: string): Promise<History> {
  const [commands = []] = fc.sample(
    fc.array(aCommand().filter(isBearable), {
      minLength: COMMANDS,
      maxLength: COMMANDS,
      size: 'max',
    }),
    { seed, numRuns: 1 },
  );
  const world = await openWorld();
  for (const [index, command] of commands.entries()) {
    await happen(world, command);
    if (index % OFTEN === 0) await workday(world, chanceOf(`${seed} ${index}`));
  }
  const { company } = world;
  await happen(world, { do: 'erase', lead: 1 });
  for (const file of SPEND) await spend(company, file);
  await exportInto(company.store, { format: 'parquet', out: folder });
  const deps = metricDeps(new MemoryMetrics(), company.store);
  const at = company.now;
  await rebuildFigures(deps, at);
  return {
    ask: (name, query) => readReport(deps, { at, by: DIRECTOR }, name, query),
    cockpit: (query) => readCockpit(deps, { at, by: DIRECTOR }, query),
    whatIf: (query) => readWhatIf(deps, { at, by: DIRECTOR }, query),
    today: new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10),
    close: () => company.close(),
  };
}

/** Erasures are for the end, a year in which nothing happens tells nothing, and a push waits until an offer is over. */
function isBearable(command: Command): boolean {
  const { do: what } = command;
  if (what === 'advance') return !/^P\d{2,}D$/.test(command.by);
  return (
    what !== 'erase' &&
    what !== 'push' &&
    what !== 'capacity' &&
    what !== 'activate' &&
    what !== 'delivery'
  );
}

/** Somebody comes, and with some of the leads that are there their people do something, mostly the good thing. */
async function workday(world: World, chance: Chance): Promise<void> {
  const person = wholeAt(chance('person'), 0, 60);
  const usual = { line: 'core', intent: 'demo', sameWords: false, facts: 'usual' } as const;
  await happen(world, { do: 'submit', person, ...usual });
  // A holiday moves deadlines that run.
  if (chance('holiday') < 0.2) await happen(world, { do: 'holiday', inDays: 1 });
  for (const [lead, leadId] of [...world.leadIds].entries()) {
    if (chance(leadId, 'acts') < IDLE) continue;
    const { state } = await world.company.lead(leadId);
    const acts = next[state] ?? [];
    const act = acts.length > 0 ? oneAt(chance(leadId, 'act'), acts) : undefined;
    if (act) await happen(world, act(lead));
    await restate(world, leadId, chance);
  }
  await world.company.advance(oneAt(chance('time'), ['PT2H', 'PT5H', 'P1D', 'P4D']));
}

/** Leads with which nothing is done that day. */
const IDLE = 0.4;

type Act = (lead: number) => Command;

const push: Act = (lead) => ({ do: 'push', lead });
const call: Act = (lead) => ({ do: 'repCall', lead, right: true });
const accept: Act = (lead) => ({ do: 'accept', lead, right: true });
const reject: Act = (lead) => ({ do: 'reject', lead, reason: 'NO_BUDGET', right: true });
const misroute: Act = (lead) => ({ do: 'reject', lead, reason: 'MISROUTED', right: true });
const giveBack: Act = (lead) => ({ do: 'giveBack', lead, reason: 'BAD_DATA', right: true });
const sell =
  (how: CommandOf<'sell'>['how']): Act =>
  (lead) => ({ do: 'sell', lead, how, right: true });

const next: Readonly<Partial<Record<State, readonly Act[]>>> = {
  MAL: [push],
  MQL: [push],
  SDR_WORKING: [push],
  UNROUTED: [push],
  OFFERED: [call, accept, accept, accept, reject, misroute],
  SAL: [call, sell('qualify'), sell('qualify'), giveBack],
  SQL: [sell('open'), sell('open'), sell('open'), giveBack],
  OPPORTUNITY: [...(['progress', 'win', 'lose', 'cancel', 'cancelWithCause'] as const).map(sell)],
  LOST: [sell('reopen')],
  NURTURE: [
    (lead) => ({ do: 'dispute', lead }),
    (lead) => ({ do: 'ruling', lead, overturned: true }),
    sell('decline'),
    sell('approve'),
  ],
};

/** What ops and directors rule and correct. */
async function restate({ company }: World, leadId: LeadId, chance: Chance): Promise<void> {
  const { state, opportunityId } = await company.lead(leadId);
  const rule = { source: { class: 'PARTNER' }, evidence: 'a mail' };
  if (chance(leadId, 'ruled') < 0.03)
    await company.act('ops-1', 'ops', `/v1/leads/${leadId}/source-ruling`, rule);
  if (state !== 'WON' || chance(leadId, 'restated') > 0.2) return;
  const path = `/v1/opportunities/${opportunityId}`;
  const amount = wholeAt(chance(leadId, 'amount'), 100_000, 900_000) / 100;
  const correction = { amount, currency: oneAt(chance('currency'), ['CNY', 'EUR', 'JPY']) };
  if (chance(leadId, 'reopened') < 0.5)
    await company.act('director-1', 'director', `${path}/reopen`, { reason: 'not signed' });
  else
    await company.act('director-1', 'director', `${path}/correct`, {
      ...correction,
      reason: 'misread',
    });
}
