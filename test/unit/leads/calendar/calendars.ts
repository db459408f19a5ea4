// Builders for calendars and local times, so that a test says "Fri 18 Sep 16:30 in Shanghai" as people do.

import { Temporal } from 'temporal-polyfill';
import type * as z from 'zod';
import { Calendar } from '../../../../functions/leads/calendar/calendar.ts';
import { addWorkingHours } from '../../../../functions/leads/calendar/clocks.ts';
import { Instant } from '../../../../functions/leads/instant.ts';

const shanghaiDay = [
  ['09:00', '12:00'],
  ['13:30', '18:00'],
];

/** The test calendar that domain.md 4.4 names: 1 to 7 October off, Saturday 10 October a working day. */
export const vectorCalendar = aCalendar({
  zone: 'Asia/Shanghai',
  weekly: everyWeekday(shanghaiDay),
  off: [1, 2, 3, 4, 5, 6, 7].map((day) => `2026-10-0${day}`),
  on: { '2026-10-10': shanghaiDay },
});

function everyWeekday(blocks: string[][]): z.input<typeof Calendar>['weekly'] {
  return Calendar.shape.weekly.parse({
    mon: blocks,
    tue: blocks,
    wed: blocks,
    thu: blocks,
    fri: blocks,
  });
}

export function aCalendar(changes: Record<string, unknown> = {}): Calendar {
  return Calendar.parse({
    zone: 'UTC',
    weekly: everyWeekday([['09:00', '17:00']]),
    off: [],
    on: {},
    coveredFrom: '2026-01-01',
    coveredUntil: '2026-12-31',
    ...changes,
  });
}

/** Instants from local times of a zone: `clockOf('Asia/Shanghai')('2026-09-14 10:00')`. */
export function clockOf(zone: string): (local: string) => Instant {
  return (local) =>
    Instant.parse(
      Temporal.PlainDateTime.from(local.replace(' ', 'T'))
        .toZonedDateTime(zone)
        .toInstant()
        .toString(),
    );
}

/** How people of a zone read an instant: `Mon 2026-09-14 15:30`. */
export function readIn(zone: string): (instant: Instant) => string {
  return (instant) => {
    const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
    const weekday = local.toLocaleString('en', { weekday: 'short' });
    return `${weekday} ${local.toPlainDate()} ${local.toPlainTime().toString().slice(0, 5)}`;
  };
}

/** Whether an instant lies in a working block: there, no working time later is now. */
export function isWorking(calendar: Calendar, moment: Instant): boolean {
  return addWorkingHours(calendar, moment, 'PT0H') === moment;
}
