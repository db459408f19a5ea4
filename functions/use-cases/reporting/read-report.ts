// A report as it is asked for: cells read, summed by row, and shown by the columns of its definition.

import { localDateOf, startOfDay } from '../../leads/calendar/local-dates.ts';
import { dateOfDay, dayOfDate } from '../../leads/calendar/local-days.ts';
import { compareText } from '../../leads/compare-text.ts';
import { Forbidden } from '../../leads/errors.ts';
import { instantOf, millisOf } from '../../leads/instant.ts';
import { present } from '../../leads/present.ts';
import type { Actor, Command, Difference, MetricHead } from '../../ports.ts';
import { type Cells, cellsName } from '../../reports/cells.ts';
import type { ReportName } from '../../reports/definitions/reports.ts';
import { type Dimension, UNKNOWN } from '../../reports/dimensions.ts';
import { policyOf, RESTATEMENTS } from '../../reports/figures/restatement-figures.ts';
import type { Column, Components, Span } from '../../reports/report.ts';
import { addTally, summed } from '../../reports/tally.ts';
import type { ReportAnswer } from '../answers/report-answers.ts';
import { policyAt } from '../policy-at.ts';
import { type Asked, askedOf, type By, type ReportQuery } from './ask-report.ts';
import { headOf, type MetricDeps } from './project-scopes.ts';
import { differencesAfter, readCells } from './read-cells.ts';
import { notesOf } from './row-notes.ts';

/** Who sees everything. */
const ALL_SEEING: readonly Actor['kind'][] = ['director', 'ops', 'admin'];

/** Throws Invalid and Forbidden. */
export async function readReport(
  deps: MetricDeps,
  { at, by: caller }: Pick<Command, 'at' | 'by'>,
  name: ReportName,
  query: ReportQuery,
): Promise<ReportAnswer> {
  const head = await headOf(deps);
  const { zone } = head;
  const asked = await askedBy(deps, caller, name, query, { today: localDateOf(zone, at), zone });
  const differences = await differencesAfter(deps.metrics, head);
  const { rows, columns, changes } = await readRows(deps, head, asked, differences);
  const notes = await notesOf(deps.store, asked, [...rows.keys()]);
  const shownRow = ([value, components]: readonly [string, Components]) =>
    present({ ...rowShown(value, components, columns, asked), note: notes.get(value) });
  const { definition, view, by, filter, from, to, asOf } = asked;
  const [said, warnings] = await Promise.all([
    saidOf(deps, head, asked, differences),
    warningsOf(deps, head, asked, differences),
  ]);
  const total = summed(rows.values());
  return present({
    ...{ name, view, by, from, to, asOf, zone, askedAt: at, changes },
    filter: filter && `${filter.dimension}:${filter.value}`,
    ...said,
    warnings,
    question: definition.question,
    definition: asked.shown.definition,
    population: definition.population,
    cannotSay: definition.cannotSay,
    columns: columns.map(({ of: _, behind: _b, lacking: _l, ...said }) => present(said)),
    rows: [...rows].toSorted(([one], [other]) => compareText(one, other)).map(shownRow),
    total: shownRow(['total', total]),
    withoutRate: withoutRate(columns, total),
  });
}

/** What is in no figure of the tenant's currency, since no rate was told for its day: counted, never taken for nothing. */
function withoutRate(columns: readonly Column[], total: Components): ReportAnswer['withoutRate'] {
  const found = columns.flatMap(({ lacking }) =>
    Object.entries(lacking?.of(total) ?? {}).map(([currency, count]) => ({
      ...{ what: lacking?.what ?? '', currency },
      count,
    })),
  );
  return found.length > 0 ? found : undefined;
}

/** By which versions of the policy it was decided, and what moved figures of before: from the beginning of the period to the end of the day. */
async function saidOf(
  { metrics }: MetricDeps,
  head: MetricHead,
  asked: Asked,
  differences: readonly Difference[],
): Promise<Pick<ReportAnswer, 'policies' | 'restated'>> {
  const { asOf } = asked;
  const name = cellsName(RESTATEMENTS);
  const since = asked.shown.open ? undefined : firstOfMonth(asked.from);
  const { cells } = await readCells(metrics, head, name, { since, asOf, differences });
  const told = Object.entries(cells[UNKNOWN] ?? {})
    .flatMap(([day, types]) => Object.entries(types).map(([type, count]) => ({ day, type, count })))
    .filter(({ count }) => count > 0);
  const versions = told.flatMap(({ type }) => policyOf(type) ?? []);
  return {
    policies: [...new Set(versions)].toSorted((one, other) => one - other),
    restated: told
      .filter(({ type }) => policyOf(type) === undefined)
      .toSorted(
        (one, other) => compareText(one.day, other.day) || compareText(one.type, other.type),
      ),
  };
}

/** What is worth saying beside the figures. With a filter only what the filtered figures tell. */
async function warningsOf(
  deps: MetricDeps,
  head: MetricHead,
  asked: Asked,
  differences: readonly Difference[],
): Promise<ReportAnswer['warnings']> {
  const { definition, filter } = asked;
  if (definition.warnings === undefined) return [];
  const found = await definition.warnings(async (view, by) => {
    const shown = definition.views[view];
    const another = filter !== undefined && by !== 'all' && by !== 'day';
    if (shown === undefined || another) return new Map();
    return (await readRows(deps, head, { ...asked, view, shown, by }, differences)).rows;
  }, asked);
  return found.map(present);
}

/** The dimension under which the cells are read. */
export function dimensionOf({ by, filter }: Asked): string {
  return filter?.dimension ?? (isTime(by) ? 'all' : by);
}

function nameOf(asked: Asked): string {
  const { definition } = asked;
  return cellsName({
    report: definition.counted,
    view: countedIn(asked),
    dimension: dimensionOf(asked),
  });
}

/** The view under which it is counted. */
export function countedIn({ shown, view }: Asked): string {
  return shown.counts ?? view;
}

/** Nothing is known of a period before it begins, unless it counts what was open already. */
export function sinceOf({ shown, from }: Asked): string | undefined {
  return shown.open || shown.carries ? undefined : firstOfMonth(from);
}

function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

export function isTime(by: By): by is 'month' | 'day' {
  return by === 'month' || by === 'day';
}

/** The counts of each row, and the columns that show them. */
export async function readRows(
  deps: MetricDeps,
  head: MetricHead,
  asked: Asked,
  differences: readonly Difference[],
) {
  const { cells, changes, first } = await readCells(deps.metrics, head, nameOf(asked), {
    ...{ since: sinceOf(asked), asOf: asked.asOf, differences },
  });
  const rows = rowsOf(cells, asked);
  // Stages weigh what they weighed at the end of that day.
  const then = instantOf(millisOf(startOfDay(head.zone, dateOfDay(dayOfDate(asked.asOf) + 1))) - 1);
  let known: ReturnType<typeof policyAt> | undefined;
  const policy = () => (known ??= policyAt(deps, then));
  const weights = async () => (await policy()).opportunity;
  const own = async () => (await policy()).tenant.currency;
  const columns = await asked.shown.columns([...rows.values()], weights, own);
  return { rows, columns, changes, first };
}

/** As somebody may ask it. Throws Invalid and Forbidden. */
export async function askedBy(
  deps: MetricDeps,
  caller: Actor,
  name: ReportName,
  query: ReportQuery,
  today: { readonly today: string; readonly zone: string },
): Promise<Asked> {
  const asked = askedOf(name, query, today);
  if (ALL_SEEING.includes(caller.kind)) return asked;
  // What others see row by row he sees of himself.
  return ownOnly(deps, caller, { ...asked, by: query.by === undefined ? 'all' : asked.by });
}

/** SDRs and reps see their own figures, and those of their department as a whole. */
async function ownOnly({ store }: MetricDeps, { kind, sub }: Actor, asked: Asked): Promise<Asked> {
  const isSdr = kind === 'sdr';
  const own: Dimension = isSdr ? 'sdr' : 'rep';
  const { by, filter, definition } = asked;
  if (by === 'department' || filter?.dimension === 'department') {
    const person = isSdr ? await store.sdr(sub) : await store.rep(sub);
    const value = person?.department ?? UNKNOWN;
    if (filter === undefined || filter.value === value)
      return { ...asked, filter: { dimension: 'department', value } };
  }
  const isOwn = filter === undefined || (filter.dimension === own && filter.value === sub);
  if (isOwn && (by === 'all' || by === own || isTime(by)) && definition.dimensions.includes(own))
    return { ...asked, filter: { dimension: own, value: sub } };
  const message =
    'you see your own figures and your department’s: ask without by, or by=department';
  throw new Forbidden(message);
}

/** Components by row, within the period. */
function rowsOf(cells: Cells, asked: Asked): ReadonlyMap<string, Components> {
  const { by, filter } = asked;
  const rows = new Map<string, Map<string, number>>();
  for (const [value, periods] of Object.entries(cells)) {
    if (filter && value !== filter.value) continue;
    for (const [period, components] of Object.entries(periods)) {
      const counts = Object.entries(components).filter(([component]) =>
        isIn({ period, component }, asked),
      );
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

/** Whether it counts in the period. Months count whole: a cohort has no days. */
export function isIn(
  { period, component }: { readonly period: string; readonly component: string },
  { from, to, by, shown }: Pick<Asked, 'from' | 'to' | 'by' | 'shown'>,
): boolean {
  if (period > to.slice(0, period.length)) return false;
  if (period >= from.slice(0, period.length)) return true;
  return !isTime(by) && (shown.carries?.(component) ?? false);
}

function rowShown(
  value: string,
  components: Components,
  columns: readonly Column[],
  span: Span,
): ReportAnswer['rows'][number] {
  const figures = columns.map(({ key, of }) => [key, of(components, span)] as const);
  const open = columns.filter(({ group }) => group === 'still open');
  const immature = open.some(({ of }) => of(components, span) !== 0);
  return present({
    value,
    immature: open.length > 0 ? immature : undefined,
    figures: Object.fromEntries(figures) as ReportAnswer['rows'][number]['figures'],
  });
}
