// Every minute: rows that are overdue and events that nobody relayed.

import type { EventBridgeEvent } from 'aws-lambda';
import { SWEEP_SHARDS } from '../adapters/table/rows.ts';
import { Instant } from '../leads/instant.ts';
import type { CallContext } from '../platform/call-log.ts';
import { onFirstCall } from '../platform/deps.ts';
import { count } from '../platform/metrics.ts';
import type { Deps } from '../ports.ts';
import { calendarWatch } from '../use-cases/desk/warn-of-calendars.ts';
import { RowsNotSettled, type Swept, sweep } from '../use-cases/workflow/sweep.ts';

type Tick = Pick<EventBridgeEvent<'Scheduled Event', unknown>, 'time'>;

/** Kept for a page of events, which goes out whatever is left of the rows; the next sweep goes on with them. */
const FOR_EVENTS_MILLISECONDS = 15_000;

export const create = (deps: Deps) => {
  const watchCalendars = calendarWatch(deps);
  return ({ time, mayGoOn }: Tick & { readonly mayGoOn?: () => boolean }): Promise<Swept> =>
    sweep(deps, { at: Instant.parse(time), shards: SWEEP_SHARDS, mayGoOn, watchCalendars });
};

const sweepOnce = onFirstCall(create);

/** Counts how much was left for the sweep: nothing, when executions and stream do their work. */
export async function handler({ time }: Tick, context: CallContext): Promise<Swept> {
  const mayGoOn = () => context.getRemainingTimeInMillis() > FOR_EVENTS_MILLISECONDS;
  try {
    const swept = await sweepOnce({ time, mayGoOn }, context);
    tell(swept, time);
    return swept;
  } catch (error) {
    // The sweep did its work but for these rows, which have an alarm of their own: the tick is no dead letter.
    if (!(error instanceof RowsNotSettled)) throw error;
    console.error('rows could not be settled', error);
    tell(error.swept, time, error.errors.length);
    return error.swept;
  }
}

function tell({ settled, events, unrelayed, lagSeconds }: Swept, time: string, failed = 0): void {
  count(
    {
      SweepSettled: settled,
      SweepRelayed: events,
      SweepUnrelayed: unrelayed,
      SweepFailed: failed,
      SweepLagSeconds: lagSeconds,
    },
    Instant.parse(time),
  );
}
