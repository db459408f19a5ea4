// Which digest somebody gets when: on his own working days, by the clock of his own zone; the weekly one on the first of the week.

import type { CalendarVersion, LocalDate } from '../calendar/calendar.ts';
import { dateOfDay, daysOf } from '../calendar/local-days.ts';
import { timetableOf } from '../calendar/working-time.ts';
import { earliest, type Instant, instantOf, millisOf } from '../instant.ts';
import { type DigestPolicy, minutesOf } from './digest-policy.ts';

export type DigestName = 'daily' | 'weekly';

/** Whose wall clock and whose days off count. */
export interface Reading {
  readonly zone: string;
  readonly calendar: CalendarVersion;
}

export interface DigestDay {
  readonly digest: DigestName;
  readonly day: LocalDate;
  /** The day before it. */
  readonly until: LocalDate;
  /** The Monday of its week. */
  readonly week: LocalDate;
  /** When the weekly one before it came, or would have come: its agenda begins there. */
  readonly since: LocalDate;
}

const WEEK = 7;
/** No company is closed for longer. */
const WEEKS_BACK = 30;

/** The digest of this local day, once its time has come; `weeklyCame`: that of this week went out on an earlier day. */
export function digestDue(
  reading: Reading,
  at: Instant,
  policy: DigestPolicy,
  { weeklyCame = false }: { readonly weeklyCame?: boolean } = {},
): DigestDay | undefined {
  const { dayAt, wallClock } = daysOf(reading.zone);
  const now = millisOf(at);
  const day = dayAt(now);
  if (!isWorkingDay(reading, day)) return undefined;
  const monday = mondayOf(day);
  const isWeekly = minutesOf(policy.weekly) !== undefined && !weeklyCame;
  const isFirst = firstWorkingDay(reading, monday) === day;
  const digest = isWeekly && isFirst ? 'weekly' : 'daily';
  const minutes = minutesOf(policy[digest]);
  if (minutes === undefined || now < wallClock(day, minutes)) return undefined;
  return {
    digest,
    day: dateOfDay(day),
    until: dateOfDay(day - 1),
    week: dateOfDay(monday),
    since: dateOfDay(weeklyBefore(reading, monday)),
  };
}

/** When somebody in one of these zones may be due next, working day or not; undefined when both are off. */
export function nextDigestAt(
  zones: Iterable<string>,
  at: Instant,
  { daily, weekly }: DigestPolicy,
): Instant | undefined {
  const times = [daily, weekly].map(minutesOf).filter((one) => one !== undefined);
  const coming = [...new Set(zones)].flatMap((zone) => {
    const { dayAt, wallClock } = daysOf(zone);
    const today = dayAt(millisOf(at));
    return [today, today + 1].flatMap((day) => times.map((one) => instantOf(wallClock(day, one))));
  });
  return earliest(...coming.filter((one) => one > at));
}

function isWorkingDay({ calendar }: Reading, day: number): boolean {
  return timetableOf(calendar).workingDayHours.spansOn(day).length > 0;
}

/** Day 0, 1 January 1970, was a Thursday. */
function mondayOf(day: number): number {
  return day - ((((day + 3) % WEEK) + WEEK) % WEEK);
}

function firstWorkingDay(reading: Reading, monday: number): number | undefined {
  const week = Array.from({ length: WEEK }, (_, index) => monday + index);
  return week.find((day) => isWorkingDay(reading, day));
}

function weeklyBefore(reading: Reading, monday: number): number {
  for (let weeks = 1; weeks <= WEEKS_BACK; weeks += 1) {
    const first = firstWorkingDay(reading, monday - weeks * WEEK);
    if (first !== undefined) return first;
  }
  return monday - WEEK;
}
