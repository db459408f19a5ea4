// The engine under the clocks: open spans day by day, and walking along them forwards and backwards (domain.md 4.4).

import { instantOf } from '../instant.ts';
import { blocksOn, type Calendar, CLOSED_DAYS_LIMIT } from './calendar.ts';
import { daysOf, type LocalDays } from './local-days.ts';

/** Epoch milliseconds, half-open: a moment belongs to the span when `from <= moment < until`. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** One clock of one calendar: the spans of a counted day in which it runs. */
export interface Timeline {
  readonly days: LocalDays;
  readonly spansOn: (day: number) => readonly Span[];
}

/** The two clocks that stand still: by working blocks, and by all hours of working days. */
export interface Timetable {
  readonly workingHours: Timeline;
  readonly workingDayHours: Timeline;
}

/** Thrown when a calendar gives no working time within 200 days (4.4); its schema refuses such a calendar. */
export class NoWorkingTime extends Error {
  override readonly name = 'NoWorkingTime';
}

// Weak, so that a calendar's compiled days live as long as the calendar itself.
const timetables = new WeakMap<Calendar, Timetable>();

/** The compiled calendar; compiled day by day as days are asked for, once per calendar object. */
export function timetableOf(calendar: Calendar): Timetable {
  const known = timetables.get(calendar);
  if (known) return known;
  const timetable = compile(calendar);
  timetables.set(calendar, timetable);
  return timetable;
}

/** The moment at which the clock has run `millis` since `from`; 0 at a closed moment gives the next opening. Throws NoWorkingTime. */
export function advance({ days, spansOn }: Timeline, from: number, millis: number): number {
  let left = millis;
  let day = days.dayAt(from);
  for (let lastOpen = day; day - lastOpen <= CLOSED_DAYS_LIMIT; day += 1) {
    for (const span of spansOn(day)) {
      if (span.until <= from) continue;
      const start = Math.max(span.from, from);
      if (start + left <= span.until) return start + left;
      left -= span.until - start;
      lastOpen = day;
    }
  }
  throw noWorkingTime(from);
}

/** The latest moment from which the clock runs `millis` until `to`; 0 at a closed moment gives the last closing. Throws NoWorkingTime. */
export function retreat({ days, spansOn }: Timeline, to: number, millis: number): number {
  let left = millis;
  let day = days.dayAt(to);
  for (let lastOpen = day; lastOpen - day <= CLOSED_DAYS_LIMIT; day -= 1) {
    for (const span of spansOn(day).toReversed()) {
      if (span.from >= to) continue;
      const end = Math.min(span.until, to);
      if (end - left >= span.from) return end - left;
      left -= end - span.from;
      lastOpen = day;
    }
  }
  throw noWorkingTime(to);
}

/** Milliseconds that the clock runs from one moment to a later one; 0 when `to` is not later. */
export function measure({ days, spansOn }: Timeline, from: number, to: number): number {
  if (to <= from) return 0;
  let sum = 0;
  const last = days.dayAt(to);
  for (let day = days.dayAt(from); day <= last; day += 1) {
    for (const span of spansOn(day)) {
      sum += Math.max(0, Math.min(span.until, to) - Math.max(span.from, from));
    }
  }
  return sum;
}

/** The error for a moment (epoch milliseconds) around which the calendar is closed for too long. */
export function noWorkingTime(epochMillis: number): NoWorkingTime {
  const around = instantOf(epochMillis);
  return new NoWorkingTime(
    `no working time within ${CLOSED_DAYS_LIMIT} days of ${around}; give the calendar a working weekday`,
  );
}

function compile(calendar: Calendar): Timetable {
  const days = daysOf(calendar.zone);
  const off = new Set(calendar.off);
  const workingSpans = keptByDay((day) =>
    blocksOn(calendar, off, day)
      .map(([opens, closes]) => ({
        from: days.wallClock(day, minutesOf(opens)),
        until: days.wallClock(day, minutesOf(closes)),
      }))
      .filter((span) => span.from < span.until),
  );
  const wholeDays = keptByDay((day) =>
    workingSpans(day).length > 0 ? [{ from: days.startOf(day), until: days.startOf(day + 1) }] : [],
  );
  return {
    workingHours: { days, spansOn: workingSpans },
    workingDayHours: { days, spansOn: wholeDays },
  };
}

function keptByDay(spansOn: Timeline['spansOn']): Timeline['spansOn'] {
  const kept = new Map<number, readonly Span[]>();
  return (day) => {
    const known = kept.get(day);
    if (known) return known;
    const spans = spansOn(day);
    kept.set(day, spans);
    return spans;
  };
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
