// Every minute: rows that are overdue and events that nobody relayed.

import type { EventBridgeEvent } from 'aws-lambda';
import { SWEEP_SHARDS } from '../adapters/table/rows.ts';
import { Instant } from '../leads/instant.ts';
import { present } from '../leads/present.ts';
import type { CallContext } from '../platform/call-log.ts';
import { onFirstCall } from '../platform/deps.ts';
import { count } from '../platform/metrics.ts';
import type { Deps } from '../ports.ts';
import { calendarWatch } from '../use-cases/desk/warn-of-calendars.ts';
import { RowsNotSettled, type Sweeping, type Swept, sweep } from '../use-cases/workflow/sweep.ts';

/** `again` is what people say who sweep by hand (docs/runbook.md, Parked). */
type Tick = Pick<EventBridgeEvent<'Scheduled Event', unknown>, 'time'> & {
  readonly again?: boolean;
};
type Timing = Pick<Sweeping, 'mayGoOn' | 'mayRelay'>;

/** Kept for the events, which go out whatever is left of the rows; the next sweep goes on with them. */
const FOR_EVENTS_MILLISECONDS = 30_000;
/** Kept for a leg that was begun, for its note, and for what is told at the end. */
const FOR_THE_END_MILLISECONDS = 12_000;

export const create = (deps: Deps) => {
  const watchCalendars = calendarWatch(deps);
  return ({ time, ...sweeping }: Tick & Timing): Promise<Swept> =>
    sweep(deps, { at: Instant.parse(time), shards: SWEEP_SHARDS, ...sweeping, watchCalendars });
};

const sweepOnce = onFirstCall(create);

/** Counts how much was left for the sweep: nothing, when executions and stream do their work. */
export async function handler({ time, again }: Tick, context: CallContext): Promise<Swept> {
  const hasTime = (kept: number) => () => context.getRemainingTimeInMillis() > kept;
  const mayGoOn = hasTime(FOR_EVENTS_MILLISECONDS);
  const mayRelay = hasTime(FOR_THE_END_MILLISECONDS);
  try {
    const swept = await sweepOnce({ time, ...present({ again }), mayGoOn, mayRelay }, context);
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

function tell(swept: Swept, time: string, failed = 0): void {
  count(
    present({
      SweepSettled: swept.settled,
      SweepRelayed: swept.events,
      SweepUnrelayed: swept.unrelayed,
      SweepParked: swept.parked,
      SweepFailed: failed,
      SweepLagSeconds: swept.lagSeconds,
      EventsCut: swept.cut === 0 ? undefined : swept.cut,
    }),
    Instant.parse(time),
  );
}
