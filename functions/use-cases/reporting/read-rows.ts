// The cells of a report as it is asked for, summed by row, and the columns that show them.

import { dateOfDay, dayOfDate } from '../../leads/calendar/local-days.ts';
import { type Cells, cellsName } from '../../reports/cells.ts';
import { type Components, lastDayOf } from '../../reports/report.ts';
import { addTally, summed } from '../../reports/tally.ts';
import { type Asked, type By, firstDay, lastDay } from './ask-report.ts';
import type { Question } from './question.ts';

/** The dimension under which the cells are read. */
export function dimensionOf({ by, filter }: Asked): string {
  return filter?.dimension ?? (isTime(by) ? 'all' : by);
}

function nameOf(asked: Asked): string {
  const { counted } = asked.definition;
  return cellsName({ report: counted, view: countedIn(asked), dimension: dimensionOf(asked) });
}

/** The view under which it is counted. */
export function countedIn({ shown, view }: Asked): string {
  return shown.counts ?? view;
}

/** Nothing is known of a period before it begins, unless it counts what was open already. */
export function sinceOf({ shown, from }: Asked): string | undefined {
  return shown.open || shown.carries ? undefined : firstOfMonth(from);
}

export function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

export function isTime(by: By): by is 'month' | 'day' {
  return by === 'month' || by === 'day';
}

/** The counts of each row, and the columns that show them. */
export async function readRows(question: Question, asked: Asked) {
  const { asOf } = asked;
  const time = { since: sinceOf(asked), asOf };
  const { cells, changes, first } = await question.cells(nameOf(asked), time);
  const rows = isOfParts(asked) ? rowsOfParts(cells, asked) : rowsOf(cells, asked);
  const whole = isOfParts(asked) ? rowsOf(cells, { ...asked, by: 'all' }) : rows;
  const weights = async () => (await question.policy(asOf)).opportunity;
  const own = async () => (await question.policy(asOf)).tenant.currency;
  const columns = await asked.shown.columns([...rows.values()], weights, own);
  return { rows, total: summed(whole.values()), columns, changes, first };
}

/** Whether each row is asked for by itself, since what goes on from before a month or day counts in it. */
function isOfParts({ by, shown }: Asked): boolean {
  return shown.carries !== undefined && isTime(by);
}

/** What a row is of, asked for by itself. */
export function askedOfRow(asked: Asked, row: string): Asked {
  if (!isOfParts(asked)) return asked;
  const [from, to] = [firstDay(row), lastDay(row)];
  return {
    ...{ ...asked, by: 'all' },
    from: from > asked.from ? from : asked.from,
    to: to < asked.to ? to : asked.to,
  };
}

/** Its months or days. */
function partsOf(asked: Asked): readonly string[] {
  const { by, from } = asked;
  const first = dayOfDate(from);
  const count = Math.max(dayOfDate(lastDayOf(asked)) - first + 1, 0);
  const days = Array.from({ length: count }, (_, day) => dateOfDay(first + day));
  return by === 'day' ? days : [...new Set(days.map((day) => day.slice(0, 7)))];
}

function rowsOfParts(cells: Cells, asked: Asked): ReadonlyMap<string, Components> {
  const rows = partsOf(asked).map(
    (part) => [part, summed(rowsOf(cells, askedOfRow(asked, part)).values())] as const,
  );
  return new Map(rows.filter(([, components]) => components.size > 0));
}

/** Components by row, within the period. */
function rowsOf(cells: Cells, asked: Asked): ReadonlyMap<string, Components> {
  const { by, filter } = asked;
  const rows = new Map<string, Map<string, number>>();
  for (const [value, periods] of Object.entries(cells)) {
    if (filter && value !== filter.value) continue;
    for (const [period, components] of Object.entries(periods)) {
      const counts = countsIn(period, components, asked);
      if (counts.length === 0) continue;
      const row = isTime(by) ? period.slice(0, by === 'month' ? 7 : 10) : value;
      const sums = rows.get(row) ?? new Map<string, number>();
      rows.set(row, sums);
      addTally(sums, new Map(counts));
    }
  }
  // What came and went again is not there.
  return new Map([...rows].filter(([, sums]) => sums.size > 0));
}

/** Those components of a period that count in what is asked for. */
function countsIn(
  period: string,
  components: Readonly<Record<string, number>>,
  asked: Asked,
): readonly (readonly [component: string, count: number])[] {
  const all = Object.entries(components);
  if (isInside(period, asked)) return all;
  if (!asked.shown.carries) return [];
  return all.filter(([component]) => isIn({ period, component }, asked));
}

/** Whether it counts in the period, or goes on from before it. */
export function isIn(
  { period, component }: { readonly period: string; readonly component: string },
  asked: Asked,
): boolean {
  if (isInside(period, asked)) return true;
  const { to, shown } = asked;
  const goesOn = shown.carries?.(component) ?? false;
  return goesOn && period <= to.slice(0, period.length);
}

/** Months count whole: a cohort has no days. */
function isInside(period: string, { from, to }: Pick<Asked, 'from' | 'to'>): boolean {
  return period >= from.slice(0, period.length) && period <= to.slice(0, period.length);
}
