// When the days of a zone begin: counted days (day 0 is 1970-01-01) against epoch milliseconds.
// Temporal is asked once a day and zone and the answer kept, since it costs far more than the sum that uses it.

import { Temporal } from 'temporal-polyfill';

const DAY = 86_400_000;
const MINUTE = 60_000;

export interface LocalDays {
  /** Epoch milliseconds at which a counted day begins; 00:00, or later where a zone skips midnight. */
  readonly startOf: (day: number) => number;
  /** The counted day that holds a moment. */
  readonly dayAt: (epochMillis: number) => number;
  /** Epoch milliseconds of minutes past midnight on the wall clock; 1440 is the day's end. */
  readonly wallClock: (day: number, minutes: number) => number;
}

const daysOfZones = new Map<string, LocalDays>();
const dates = new Map<number, string>();

/** `yyyy-mm-dd` of a counted day. */
export function dateOfDay(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  const date = plainDate(day).toString();
  dates.set(day, date);
  return date;
}

/** The counted day of `yyyy-mm-dd`. Throws RangeError when there is no such date. */
export function dayOfDate(date: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds / DAY;
}

/** The days of an IANA zone. Throws RangeError on first use when the zone is unknown. */
export function daysOf(zone: string): LocalDays {
  const known = daysOfZones.get(zone);
  if (known) return known;
  const days = localDays(zone);
  daysOfZones.set(zone, days);
  return days;
}

function localDays(zone: string): LocalDays {
  const starts = new Map<number, number>();

  function startOf(day: number): number {
    const known = starts.get(day);
    if (known !== undefined) return known;
    const start = plainDate(day).toZonedDateTime(zone).epochMilliseconds;
    starts.set(day, start);
    return start;
  }

  function dayAt(epochMillis: number): number {
    let day = Math.floor(epochMillis / DAY);
    while (startOf(day + 1) <= epochMillis) day += 1;
    while (startOf(day) > epochMillis) day -= 1;
    return day;
  }

  function wallClock(day: number, minutes: number): number {
    const start = startOf(day);
    const end = startOf(day + 1);
    if (minutes === 24 * 60) return end;
    return end - start === DAY ? start + minutes * MINUTE : onOddDay(zone, day, minutes);
  }

  return { startOf, dayAt, wallClock };
}

// A repeated wall-clock time is its first occurrence, a skipped one the moment of the jump: so blocks keep their order.
function onOddDay(zone: string, day: number, minutes: number): number {
  const time = { hour: Math.floor(minutes / 60), minute: minutes % 60 };
  const wall = plainDate(day).toPlainDateTime(time);
  const moment = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (moment.toPlainDateTime().equals(wall)) return moment.epochMilliseconds;
  return (moment.getTimeZoneTransition('next') ?? moment).epochMilliseconds;
}

function plainDate(day: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(day * DAY)
    .toZonedDateTimeISO('UTC')
    .toPlainDate();
}
