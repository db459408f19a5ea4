// How long a day of work is: reports tell working time in days of the calendar's hours, not of 24 (reports.md, conventions).

import { type Calendar, type WorkingBlock, weekdays } from './calendar.ts';

const MINUTE = 60_000;

/** Milliseconds of work on the weekday that has the most, without breaks. */
export function workingDayMillis({ weekly }: Pick<Calendar, 'weekly'>): number {
  return Math.max(...weekdays.map((day) => lengthOf(weekly[day])));
}

function lengthOf(blocks: readonly WorkingBlock[]): number {
  return (
    blocks.reduce((sum, [opens, closes]) => sum + minutesAt(closes) - minutesAt(opens), 0) * MINUTE
  );
}

function minutesAt(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
