// Whose month is it? The roster that sales management publishes (A3-7), and what holds while it is late (4.8).

import * as z from 'zod';
import { RepId } from '../ids.ts';
import { Instant } from '../instant.ts';

/** Calendar month in the tenant zone, `yyyy-mm`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'not a month such as 2026-09');

export const Roster = z.object({
  month: Month,
  repIds: z.array(RepId).readonly(),
  publishedBy: z.string(),
  publishedAt: Instant,
});
export type Roster = z.infer<typeof Roster>;

export type RosterInForce = {
  readonly repIds: readonly string[];
  /** The month for which it was published: the month before, when inherited. */
  readonly month: string;
  readonly inherited: boolean;
};

export type RosterAlarm = 'ROSTER_NOT_PUBLISHED' | 'ROSTER_EMPTY';

export type RosterRuling = { readonly roster?: RosterInForce; readonly alarm?: RosterAlarm };

/** The month before, `2026-01` → `2025-12`. */
export function monthBefore(month: string): string {
  const year = Number(month.slice(0, 4));
  const number = Number(month.slice(5));
  if (number === 1) return `${year - 1}-12`;
  return `${month.slice(0, 4)}-${String(number - 1).padStart(2, '0')}`;
}

/**
 * The roster of `month`, or last month's until `graceUntil` (exclusive: the end of the month's third working day, tenant calendar).
 * Only the month directly before is inherited: an older list does not come back to life. An empty roster is legal and alarms (4.8).
 */
export function rosterInForce(
  rosters: readonly Roster[],
  asked: { readonly month: string; readonly now: Instant; readonly graceUntil: Instant },
): RosterRuling {
  const published = rosters.find((roster) => roster.month === asked.month);
  const previous = rosters.find((roster) => roster.month === monthBefore(asked.month));
  const inForce = published ?? (asked.now < asked.graceUntil ? previous : undefined);

  if (!inForce) return { alarm: 'ROSTER_NOT_PUBLISHED' };
  const roster = { repIds: inForce.repIds, month: inForce.month, inherited: !published };
  return inForce.repIds.length === 0 ? { roster, alarm: 'ROSTER_EMPTY' } : { roster };
}
