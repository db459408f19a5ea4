// What a report is asked for: name, view, period, dimension, day. Whatever there is not is answered with what there is.

import * as z from 'zod';
import { LocalDate } from '../../leads/calendar/calendar.ts';
import { dateOfDay, dayOfDate } from '../../leads/calendar/local-days.ts';
import { type FieldProblem, Invalid } from '../../leads/errors.ts';
import { body } from '../../leads/fields.ts';
import { type ReportName, reports } from '../../reports/definitions/reports.ts';
import { DIMENSIONS, type Dimension } from '../../reports/dimensions.ts';
import type { ReportDefinition, ViewDefinition } from '../../reports/report.ts';
import { lastOfMonth, monthsFrom } from './months.ts';

/** Of what lies ahead nothing is left out unless somebody says so. */
const [EVER, FOR_EVER] = ['1900', '2199'];

/** A day, a month or a year. */
export const Period = z
  .string()
  .refine(
    (text) =>
      /^\d{4}(-\d\d){0,2}$/.test(text) && LocalDate.safeParse(`${text}-01-01`.slice(0, 10)).success,
    { abort: true, error: 'is no day, month or year such as 2026-09-14, 2026-09 or 2026' },
  )
  .refine(
    (text) => text >= EVER && text.slice(0, 4) <= FOR_EVER,
    `is no day, month or year from ${EVER} to ${FOR_EVER}`,
  );

export const ReportQuery = body({
  view: z.string().optional(),
  from: Period.optional(),
  to: Period.optional(),
  by: z.string().optional(),
  asOf: LocalDate.optional(),
  filter: z.string().optional(),
  zone: z.string().optional(),
});
export type ReportQuery = z.output<typeof ReportQuery>;

/** By what the rows are. */
export type By = Dimension | 'all' | 'month' | 'day';

export interface Asked {
  readonly name: ReportName;
  readonly definition: ReportDefinition;
  readonly view: string;
  readonly shown: ViewDefinition;
  readonly by: By;
  readonly filter?: { readonly dimension: Dimension; readonly value: string } | undefined;
  /** Days, both inside. */
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
}

/** Longer than this nobody means. */
const MOST_YEARS = 10;

/** Throws Invalid naming each field that is wrong, what it was, and what there is instead. */
export function askedOf(
  name: ReportName,
  query: ReportQuery,
  { today, zone }: { readonly today: string; readonly zone: string },
): Asked {
  const wrong: FieldProblem[] = [];
  const oneOf = <One extends string>(path: string, value: string, all: readonly One[]): One => {
    const found = all.find((one) => one === value);
    if (found !== undefined) return found;
    wrong.push({ path, message: `there is no ${value}; use one of ${all.join(', ')}` });
    return all[0] as One;
  };
  const definition: ReportDefinition = reports[name];
  const views = Object.keys(definition.views);
  const view = oneOf('view', query.view ?? views[0] ?? '', views);
  const shown = definition.views[view] as ViewDefinition;
  const by = oneOf<By>('by', query.by ?? defaultBy(shown, query), [
    'all',
    'month',
    'day',
    ...definition.dimensions,
  ]);
  if (by === 'day' && shown.period === 'month')
    wrong.push({ path: 'by', message: `${view} counts by month; use month` });
  if (query.zone !== undefined && query.zone !== zone)
    wrong.push({
      path: 'zone',
      message: `figures are kept in ${zone}; leave it out, or change the tenant’s zone and rebuild`,
    });
  const asOf = query.asOf ?? today;
  if (asOf > today) wrong.push({ path: 'asOf', message: `${asOf} lies ahead; today is ${today}` });
  if (asOf < EVER)
    wrong.push({ path: 'asOf', message: `${asOf} is too early; give a day from ${EVER} on` });
  const to = lastDay(query.to ?? (shown.open ? FOR_EVER : asOf));
  const from = firstDay(query.from ?? defaultFrom(shown, to));
  if (from > to)
    wrong.push({ path: 'from', message: `${from} is after ${to}; give the earlier day first` });
  else if (!shown.open && Number(to.slice(0, 4)) - Number(from.slice(0, 4)) >= MOST_YEARS)
    wrong.push({
      path: 'from',
      message: `${from} to ${to} is too long; ask for less than ten years`,
    });
  const filter = filterOf(query.filter, definition, wrong);
  if (filter && by !== 'all' && by !== filter.dimension && by !== 'month' && by !== 'day')
    wrong.push({
      path: 'filter',
      message: `figures are taken apart by one dimension at a time; leave out by=${by} or the filter, or count it in the export (npm run export)`,
    });
  if (wrong.length > 0) throw new Invalid(wrong);
  return { name, definition, view, shown, by, filter, from, to, asOf };
}

function defaultFrom({ open, days }: ViewDefinition, to: string): string {
  if (open) return EVER;
  return days === undefined ? monthsFrom(to.slice(0, 7), -11) : dateOfDay(dayOfDate(to) - days + 1);
}

/** A filter by itself asks for its own row. */
function defaultBy({ by }: ViewDefinition, { filter }: ReportQuery): By {
  return filter === undefined ? (by ?? 'all') : 'all';
}

function filterOf(
  text: string | undefined,
  { dimensions }: ReportDefinition,
  wrong: FieldProblem[],
): Asked['filter'] {
  if (text === undefined) return undefined;
  const colon = text.indexOf(':');
  const dimension = DIMENSIONS.find((one) => one === text.slice(0, Math.max(colon, 0)));
  const value = text.slice(colon + 1);
  if (dimension && dimensions.includes(dimension) && value !== '') return { dimension, value };
  const message = `${text.slice(0, 60)} is no filter here; write dimension:value with one of ${dimensions.join(', ')}`;
  wrong.push({ path: 'filter', message });
  return undefined;
}

export function firstDay(period: string): string {
  return `${period}-01-01`.slice(0, 10);
}

export function lastDay(period: string): string {
  if (period.length === 10) return period;
  const month = period.length === 4 ? `${period}-12` : period;
  return lastOfMonth(month);
}
