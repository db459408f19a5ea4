// What a business calendar is, as ops send it by PUT /v1/calendars/{id} and as every deadline reads it.

import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { shown } from '../fields.ts';
import { dateOfDay, dayOfDate } from './local-days.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** No moment may be further than this many days from the next working time (domain.md 4.4). */
export const CLOSED_DAYS_LIMIT = 200;

const NAMED_ZONE = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

/** An IANA zone name such as `Europe/Berlin`; fixed offsets are refused, they know no daylight saving time. */
export const Zone = z.string().refine(isZone, {
  error: (issue) =>
    `not a time zone: ${shown(issue.input)}; use an IANA name such as Europe/Berlin`,
});

/** A date of some zone's calendar, `2026-10-01`. */
export const LocalDate = z.iso.date({
  // What compares dates further on must not meet a string that is none.
  abort: true,
  error: ({ input }) =>
    input === undefined
      ? 'is missing; give a date such as 2026-10-01'
      : `not a date: ${shown(input)}; use yyyy-mm-dd such as 2026-10-01`,
});
export type LocalDate = z.infer<typeof LocalDate>;

/** A date that somebody plans with: what is made of it has to be an `Instant`, which knows these years only. */
export const PlannedDate = LocalDate.refine(
  (date) => /^(19|20|21)/.test(date),
  'lies outside the years 1900 to 2199; check it',
);

const OpeningTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
  abort: true,
  error: (issue) => `not a time of day: ${shown(issue.input)}; use hh:mm from 00:00 to 23:59`,
});
const ClosingTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, {
  abort: true,
  error: (issue) => `not a time of day: ${shown(issue.input)}; use hh:mm from 00:01 to 24:00`,
});

/** Working blocks of one day in wall-clock time, half-open, in order: `[["09:00","12:00"],["13:30","18:00"]]`. */
const Blocks = z.array(z.tuple([OpeningTime, ClosingTime])).superRefine(refuseDisorder);
export type WorkingBlock = readonly [opens: string, closes: string];

const WorkingDay = Blocks.min(1, { error: 'no working block; list the date under off instead' });

const Weekly = z.strictObject({
  mon: Blocks.default([]),
  tue: Blocks.default([]),
  wed: Blocks.default([]),
  thu: Blocks.default([]),
  fri: Blocks.default([]),
  sat: Blocks.default([]),
  sun: Blocks.default([]),
} satisfies Record<Weekday, unknown>);

/**
 * The body of PUT /v1/calendars/{id} (4.2, 4.4). `off` and `on` are exceptions to the weekly pattern; what is known of
 * `coveredFrom` to `coveredUntil` (both inclusive) is complete, beyond them a deadline is provisional.
 */
export const Calendar = z
  .strictObject({
    zone: Zone,
    weekly: Weekly,
    off: z.array(LocalDate).default([]),
    on: z
      .record(LocalDate, WorkingDay, {
        error: (issue) =>
          issue.code === 'invalid_key'
            ? `not a date: ${shown(issue.input)}; use yyyy-mm-dd such as 2026-10-10`
            : undefined,
      })
      .default({}),
    coveredFrom: LocalDate,
    coveredUntil: LocalDate,
  })
  .superRefine(refuseContradictions);
export type Calendar = z.infer<typeof Calendar>;

/** A calendar as stored: versions count from 1, an offer keeps the version it was computed with (4.1-4). */
export const CalendarVersion = Calendar.safeExtend({
  id: z.string().min(1),
  version: z.int().min(1),
});
export type CalendarVersion = z.infer<typeof CalendarVersion>;

/** The working blocks of a date; none means that it is no working day. */
export function blocksOn(
  calendar: Pick<Calendar, 'weekly' | 'on'>,
  off: ReadonlySet<string>,
  day: number,
): readonly WorkingBlock[] {
  const date = dateOfDay(day);
  if (off.has(date)) return [];
  return calendar.on[date] ?? calendar.weekly[weekdayOf(day)];
}

function weekdayOf(day: number): Weekday {
  // Day 0, 1 January 1970, was a Thursday, three days after a Monday.
  return weekdays[(((day + 3) % 7) + 7) % 7] ?? 'mon';
}

function isZone(name: string): boolean {
  if (!NAMED_ZONE.test(name)) return false;
  try {
    Temporal.PlainDate.from('2026-01-01').toZonedDateTime(name);
    return true;
  } catch {
    return false;
  }
}

function refuseDisorder(blocks: readonly WorkingBlock[], context: z.RefinementCtx): void {
  blocks.forEach(([opens, closes], index) => {
    const before = blocks[index - 1];
    if (closes <= opens) {
      const message = `block ${opens} to ${closes} ends before it starts; split it at 24:00 if it runs past midnight`;
      context.addIssue({ code: 'custom', path: [index], message });
    }
    if (before && opens < before[1]) {
      const fault = opens < before[0] ? 'starts before' : 'overlaps';
      const message = `block ${opens} to ${closes} ${fault} the block ${before[0]} to ${before[1]}; list blocks in order and apart`;
      context.addIssue({ code: 'custom', path: [index], message });
    }
  });
}

function refuseContradictions(calendar: Calendar, context: z.RefinementCtx): void {
  const refuse = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  const { coveredFrom, coveredUntil, weekly } = calendar;
  const off = new Set(calendar.off);
  if (coveredUntil < coveredFrom) {
    refuse(
      ['coveredUntil'],
      `${coveredUntil} is before coveredFrom ${coveredFrom}; give a later date`,
    );
  }
  for (const date of Object.keys(calendar.on)) {
    if (off.has(date)) refuse(['on', date], `${date} is also listed under off; keep one of them`);
  }
  if (weekdays.every((weekday) => weekly[weekday].length === 0)) {
    const message = `no working time within ${CLOSED_DAYS_LIMIT} days; give a weekday at least one block`;
    refuse(['weekly'], message);
    return;
  }
  const closed = calendar.off.findIndex((date) => closedTooLong(calendar, off, date));
  if (closed >= 0) {
    const message = `no working time within ${CLOSED_DAYS_LIMIT} days around ${calendar.off[closed]}; shorten the closure`;
    refuse(['off', closed], message);
  }
}

function closedTooLong(calendar: Calendar, off: ReadonlySet<string>, date: LocalDate): boolean {
  const isClosed = (day: number) => blocksOn(calendar, off, day).length === 0;
  let last = dayOfDate(date);
  let next = last;
  while (isClosed(last) && next - last <= CLOSED_DAYS_LIMIT) last -= 1;
  while (isClosed(next) && next - last <= CLOSED_DAYS_LIMIT) next += 1;
  return next - last > CLOSED_DAYS_LIMIT;
}
