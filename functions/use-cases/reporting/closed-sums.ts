// Which sums stand beside the cells of days, so that a question reads few items: of months that are over, and of each month from its
// first day to its fifth, tenth … thirtieth. What comes late goes into all that have its day.

import type { MetricHead } from '../../ports.ts';
import { lastOfMonth, monthName, monthsFrom } from './months.ts';

/** The days to which a month is summed on its way. */
const PARTS = ['05', '10', '15', '20', '25', '30'];
const BETWEEN = '~';
/** Days before all days. */
export const EVER = '0000-00-00';

/** Months up to `month` have their sum; so have parts of months that end from the one day to the other. */
export interface Closed {
  readonly month: string;
  readonly from: string;
  readonly until: string;
}

/** As the head tells it. Figures of the release before have months alone: their parts begin with the month of `today`. */
export function closedOf({ closed }: Pick<MetricHead, 'closed'>, today = ''): Closed {
  const [month = '', from, until] = closed.split(BETWEEN);
  if (from !== undefined && until !== undefined) return { month, from, until };
  return { month, from: month === '' ? EVER : `${today.slice(0, 7)}-01`, until: '' };
}

/** The month stands first: the release before reads it right. */
export function closedText({ month, from, until }: Closed): string {
  return [month, from, until].join(BETWEEN);
}

/** No range of days or months meets it. */
export function partName(day: string): string {
  return `upto-${day}`;
}

/** The parts of the month from its first day to each, in order. */
export function partsOf(month: string): readonly string[] {
  return PARTS.map((day) => `${month}-${day}`).filter((day) => day <= lastOfMonth(month));
}

/** The last part that is over when the day begins. */
export function partBefore(day: string): string {
  const month = day.slice(0, 7);
  const ends = [...partsOf(monthsFrom(month, -1)), ...partsOf(month)];
  return ends.findLast((end) => end < day) ?? '';
}

/** Those parts of the month of which the sum is there. */
export function closedParts({ from, until }: Closed, month: string): readonly string[] {
  return partsOf(month).filter((day) => day >= from && day <= until);
}

/** Where what was known on a day is summed. */
export function periodsOf(day: string, closed: Closed): readonly string[] {
  const month = day.slice(0, 7);
  return [
    day,
    ...closedParts(closed, month).flatMap((end) => (end >= day ? [partName(end)] : [])),
    ...(month <= closed.month ? [monthName(month)] : []),
  ];
}
