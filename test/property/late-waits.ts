// Executions that wait longer than their row does: nobody woke them when it began to wait for less (decision 0035).

import { type Instant, millisOf } from '../../functions/leads/instant.ts';
import { opportunityName } from '../../functions/use-cases/opportunity/settle-opportunity.ts';
import { journeyName, nurtureName } from '../../functions/use-cases/workflow/continue-workflow.ts';
import type { World } from './acting.ts';
import { type LeadRows, snapshotOf } from './snapshot.ts';

/** Step Functions waits in whole seconds. */
const ROUNDED = 1000;

/** What each execution of a lead may wait for at most; while it is offered, its journey waits for the offer's. */
function waitsOf({ lead, offers, opportunities }: LeadRows): ReadonlyMap<string, Instant> {
  const rows: readonly (readonly [string, Instant | undefined])[] = [
    [lead.state === 'OFFERED' ? '' : journeyName(lead), lead.nextInstant],
    [lead.state === 'NURTURE' ? nurtureName(lead) : '', lead.nextInstant],
    ...offers
      .filter(({ status }) => status === 'PENDING')
      .map(({ offerId, nextInstant }) => [offerId, nextInstant] as const),
    ...opportunities
      .filter(({ status }) => status === 'OPEN')
      .map((one) => [opportunityName(one), one.nextInstant] as const),
  ];
  return new Map(rows.flatMap(([name, at]) => (at === undefined ? [] : [[name, at] as const])));
}

export async function lateWaits(world: World): Promise<readonly string[]> {
  const { at, leads } = await snapshotOf(world);
  const executions = await world.company.runtime.executions.list('lead_');
  const waits = new Map(leads.flatMap((rows) => [...waitsOf(rows)]));
  return executions.flatMap(({ name, status, nextTimerAt, currentStates }) => {
    const due = waits.get(name);
    if (status !== 'RUNNING' || due === undefined || nextTimerAt === undefined) return [];
    const latest = Math.max(millisOf(due), millisOf(at)) + ROUNDED;
    const isLate = Date.parse(nextTimerAt) > latest;
    return isLate ? [`${name} waits in ${currentStates} until ${nextTimerAt}, due ${due}`] : [];
  });
}
