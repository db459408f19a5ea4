// How a lead fared in one world, as numbers that can be summed and subtracted: the recorded world and a simulated one are told alike.

import * as z from 'zod';
import type { RecordedLead, RecordedOffer } from './recording.ts';

const Sum = z.number();

/** Sums over one lead, or over many. A handover is a cycle in which the lead was offered to somebody. */
export const sumsSchema = z.strictObject({
  leads: Sum,
  qualified: Sum,
  handovers: Sum,
  offers: Sum,
  timeouts: Sum,
  /** Timeouts that nothing excuses (4.7). */
  misses: Sum,
  accepted: Sum,
  refused: Sum,
  /** Handovers in which nobody said anything, and no offer is open. */
  unsold: Sum,
  /** Time that offers took, on the accept clock. */
  waitHours: Sum,
  opportunities: Sum,
  won: Sum,
});
export type Course = Readonly<z.infer<typeof sumsSchema>>;

export type Count = keyof Course;

// Codec: Object.keys forgets whose keys they are.
const COUNTS = Object.keys(sumsSchema.shape) as Count[];

const HOUR = 3_600_000;

export function courseOf({ offers, opportunities, steps }: RecordedLead): Course {
  const ended = (status: NonNullable<RecordedOffer['end']>['status']) =>
    offers.filter(({ end }) => end?.status === status);
  const cycles = [...Map.groupBy(offers, ({ cycle }) => cycle).values()];
  const timedOut = ended('TIMED_OUT');
  return {
    leads: 1,
    qualified: steps.some(({ what }) => what === 'Qualified' || what === 'SdrTook') ? 1 : 0,
    handovers: cycles.length,
    offers: offers.length,
    timeouts: timedOut.length,
    misses: timedOut.filter(({ end }) => end?.excused === undefined).length,
    accepted: ended('ACCEPTED').length,
    refused: ended('REJECTED').length,
    unsold: cycles.filter((made) => made.every(isSilence)).length,
    waitHours: offers.reduce((sum, offer) => sum + waited(offer), 0) / HOUR,
    opportunities: opportunities.length,
    won: opportunities.filter(({ end }) => end?.how === 'WON').length,
  };
}

/** How long the lead was with the rep, on the accept clock: the grace beyond a deadline is nobody's. */
function waited({ answer, windowMillis }: RecordedOffer): number {
  return Math.min(answer.millis, windowMillis);
}

function isSilence({ end }: RecordedOffer): boolean {
  return end?.status === 'TIMED_OUT' || end?.status === 'WITHDRAWN';
}

const NOTHING = Object.fromEntries(COUNTS.map((count) => [count, 0])) as Record<Count, number>;

export function sumOf(courses: readonly Course[]): Course {
  const sum = { ...NOTHING };
  for (const course of courses) for (const count of COUNTS) sum[count] += course[count];
  return sum;
}
