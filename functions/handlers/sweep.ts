// Every minute: rows that are overdue and events that nobody relayed.

import type { EventBridgeEvent } from 'aws-lambda';
import { SWEEP_SHARDS } from '../adapters/table/rows.ts';
import { Instant } from '../leads/instant.ts';
import { onFirstCall } from '../platform/deps.ts';
import { count } from '../platform/metrics.ts';
import type { Deps } from '../ports.ts';
import { type Swept, sweep } from '../use-cases/sweep.ts';

export const create =
  (deps: Deps) =>
  async ({ time }: Pick<EventBridgeEvent<'Scheduled Event', unknown>, 'time'>): Promise<Swept> =>
    sweep(deps, Instant.parse(time), SWEEP_SHARDS);

const sweepOnce = onFirstCall(create);

/** How much was left for the sweep: nothing, when executions and stream do their work. */
export async function handler(
  event: Pick<EventBridgeEvent<'Scheduled Event', unknown>, 'time'>,
): Promise<Swept> {
  const swept = await sweepOnce(event);
  const { leads, offers, events, unrelayed } = swept;
  const counts = { SweepSettled: leads + offers, SweepRelayed: events, SweepUnrelayed: unrelayed };
  count(counts, Instant.parse(event.time));
  return swept;
}
