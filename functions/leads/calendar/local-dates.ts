// The calendar-day and calendar-month clocks (domain.md 4.4, X-11): rules that are told in dates of a zone, not in hours.

import { Temporal } from 'temporal-polyfill';
import { type Instant, instantOf, millisOf } from '../instant.ts';
import type { LocalDate } from './calendar.ts';
import { dateOfDay, dayOfDate, daysOf } from './local-days.ts';

/** The date of an instant in an IANA zone, `2026-10-01`. */
export function localDateOf(zone: string, at: Instant): LocalDate {
  return dateOfDay(daysOf(zone).dayAt(millisOf(at)));
}

/** The month of an instant in an IANA zone, `2026-10`: the roster's key. */
export function monthOf(zone: string, at: Instant): string {
  return localDateOf(zone, at).slice(0, 7);
}

/** When the next month begins in a zone: a roster goes with its month. */
export function nextMonth(zone: string, at: Instant): Instant {
  const first = zoned(zone, at).with({ day: 1 }).add({ months: 1 });
  return instantOf(first.startOfDay().epochMilliseconds);
}

/** When a date begins in a zone: 00:00, or later where the zone skips midnight. */
export function startOfDay(zone: string, date: LocalDate): Instant {
  return instantOf(daysOf(zone).startOf(dayOfDate(date)));
}

/** 00:00 in the zone, the given number of days before a date: a TIMING reject's cool-down (4.6). */
export function daysBefore(zone: string, date: LocalDate, days: number): Instant {
  return instantOf(daysOf(zone).startOf(dayOfDate(date) - days));
}

/** Exclusive end of a window of whole calendar days after an instant: 45 days end at 00:00 of its local date + 46 (A3-5). */
export function plusCalendarDaysExclusiveEnd(zone: string, at: Instant, days: number): Instant {
  const { dayAt, startOf } = daysOf(zone);
  return instantOf(startOf(dayAt(millisOf(at)) + days + 1));
}

/** The same local time, the given number of calendar days later; a skipped time moves on with the clock. */
export function plusCalendarDays(zone: string, at: Instant, days: number): Instant {
  return instantOf(zoned(zone, at).add({ days }).epochMilliseconds);
}

/** The same local time, calendar months later, clamped to the month's end: 31 Jan + 1 is 28 or 29 Feb (A3-4, X-11). */
export function plusCalendarMonthsClamped(zone: string, at: Instant, months: number): Instant {
  return instantOf(zoned(zone, at).add({ months }, { overflow: 'constrain' }).epochMilliseconds);
}

/** The date whose end an instant is, when it falls on a local midnight: such a deadline shows as "end of Tuesday" (4.4). */
export function dateEndingAt(zone: string, at: Instant): LocalDate | undefined {
  const { dayAt, startOf } = daysOf(zone);
  const day = dayAt(millisOf(at));
  return startOf(day) === millisOf(at) ? dateOfDay(day - 1) : undefined;
}

function zoned(zone: string, at: Instant): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(millisOf(at)).toZonedDateTimeISO(zone);
}
