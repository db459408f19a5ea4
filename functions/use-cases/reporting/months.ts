// Months as texts `yyyy-mm`, and the names under which their sums stand beside their days.

import { dateOfDay, dayOfDate } from '../../leads/calendar/local-days.ts';

/** Months have names of their own, that no range of days meets. */
export function monthName(month: string): string {
  return `month-${month}`;
}

/** The month of a day, or of a name. */
export function monthIn(period: string): string {
  return period.replace(/^[a-z]+-/, '').slice(0, 7);
}

/** Its last day. */
export function lastOfMonth(month: string): string {
  return dateOfDay(dayOfDate(`${monthsFrom(month, 1)}-01`) - 1);
}

/** So many months later. */
export function monthsFrom(month: string, count: number): string {
  const [year = 0, of = 1] = month.split('-').map(Number);
  const months = year * 12 + of - 1 + count;
  const [years, rest] = [Math.floor(months / 12), months % 12];
  return `${String(years).padStart(4, '0')}-${String(rest + 1).padStart(2, '0')}`;
}
