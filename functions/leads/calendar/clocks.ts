// The clocks that deadlines are told by (domain.md 4.4, X-5, X-6): elapsed time, working hours, hours of working days,
// and the half-day rule. Calendar days and months are in local-dates.ts.

import { type Instant, instantOf, millisOf, millisOfDuration, plus } from '../instant.ts';
import { type Calendar, CLOSED_DAYS_LIMIT } from './calendar.ts';
import {
  advance,
  measure,
  noWorkingTime,
  retreat,
  type Span,
  type Timeline,
  timetableOf,
} from './working-time.ts';

/** A clock that a duration can be added on; `workingDayHours` counts all hours of working days and skips the others. */
export type Clock = 'elapsed' | 'workingHours' | 'workingDayHours';

const adders: Record<Clock, (calendar: Calendar, start: Instant, duration: string) => Instant> = {
  elapsed: (_calendar, start, duration) => addElapsed(start, duration),
  workingHours: addWorkingHours,
  workingDayHours: addWorkingDayHours,
};

/** Adds an ISO-8601 duration on the clock named. Throws NoWorkingTime, RangeError. */
export function addOn(clock: Clock, calendar: Calendar, start: Instant, duration: string): Instant {
  return adders[clock](calendar, start, duration);
}

/** Start plus time inside working blocks, `PT4H`; may end at a block's end. `PT0S` at a closed moment gives the next opening. Throws NoWorkingTime. */
export function addWorkingHours(calendar: Calendar, start: Instant, duration: string): Instant {
  return walk(timetableOf(calendar).workingHours, start, duration);
}

/** Start plus time on working days, of which all hours count: `PT48H` from Friday noon ends on Tuesday noon. Throws NoWorkingTime. */
export function addWorkingDayHours(calendar: Calendar, start: Instant, duration: string): Instant {
  return walk(timetableOf(calendar).workingDayHours, start, duration);
}

/** Start plus whole working days of 24 h each, on the workingDayHours clock: "within 3 working days". Throws NoWorkingTime. */
export function addWorkingDays(calendar: Calendar, start: Instant, days: number): Instant {
  return addWorkingDayHours(calendar, start, `P${days}D`);
}

/** Start plus plain elapsed time; a day is 24 h. */
export function addElapsed(start: Instant, duration: string): Instant {
  return plus(start, duration);
}

/** The latest instant from which the working time given fits before `end`. `PT0S` at a closed moment gives the last closing. Throws NoWorkingTime. */
export function subtractWorkingHours(calendar: Calendar, end: Instant, duration: string): Instant {
  const { workingHours } = timetableOf(calendar);
  return instantOf(retreat(workingHours, millisOf(end), millisOfDuration(duration)));
}

/**
 * The half-day rule (A3-10, X-5): given in a morning, due when that afternoon ends; given from noon on, or on a day off,
 * due when the next working morning ends. One block is halved at its middle; of several, the first half of them, rounded
 * up, is the morning. Throws NoWorkingTime.
 */
export function halfDayDue(calendar: Calendar, start: Instant): Instant {
  const { days, spansOn } = timetableOf(calendar).workingHours;
  const from = millisOf(start);
  const first = days.dayAt(from);
  for (let day = first; day - first <= CLOSED_DAYS_LIMIT; day += 1) {
    const halves = halvesOf(spansOn(day));
    if (halves && from < halves.opens) return instantOf(halves.noon);
    if (halves && from < halves.noon) return instantOf(halves.closes);
  }
  throw noWorkingTime(from);
}

/** Working milliseconds from one instant to a later one; 0 when `to` is not later. */
export function workingMillisBetween(calendar: Calendar, from: Instant, to: Instant): number {
  return measure(timetableOf(calendar).workingHours, millisOf(from), millisOf(to));
}

/** Milliseconds on the clock named from one instant to a later one; 0 when `to` is not later. */
export function millisBetweenOn(
  clock: Clock,
  calendar: Calendar,
  from: Instant,
  to: Instant,
): number {
  if (clock === 'elapsed') return Math.max(0, millisOf(to) - millisOf(from));
  return measure(timetableOf(calendar)[clock], millisOf(from), millisOf(to));
}

/** The instant at which a share, 0 to 1, of the clock's time between `from` and `due` has run (reminders, A3-3). */
export function atFraction(
  calendar: Calendar,
  clock: Clock,
  from: Instant,
  due: Instant,
  fraction: number,
): Instant {
  const part = Math.floor(millisBetweenOn(clock, calendar, from, due) * fraction);
  if (clock === 'elapsed') return instantOf(millisOf(from) + part);
  const reached = advance(timetableOf(calendar)[clock], millisOf(from), part);
  return instantOf(Math.min(reached, millisOf(due)));
}

function walk(timeline: Timeline, start: Instant, duration: string): Instant {
  return instantOf(advance(timeline, millisOf(start), millisOfDuration(duration)));
}

function halvesOf(
  spans: readonly Span[],
): { readonly opens: number; readonly noon: number; readonly closes: number } | undefined {
  const first = spans[0];
  const morningEnd = spans[Math.ceil(spans.length / 2) - 1];
  const last = spans.at(-1);
  if (!first || !morningEnd || !last) return undefined;
  const middle = Math.floor((first.from + first.until) / 2);
  const noon = spans.length === 1 ? middle : morningEnd.until;
  return { opens: first.from, noon, closes: last.until };
}
