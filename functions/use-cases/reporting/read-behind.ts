// The leads behind a figure: those whose own tally has part in it, as it was known at the end of the day. What they add sums up to the
// figure exactly, since the figure is the sum of theirs.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import { Invalid } from '../../leads/errors.ts';
import { present } from '../../leads/present.ts';
import type { Command, FoldedRow, Paging } from '../../ports.ts';
import type { ReportName } from '../../reports/definitions/reports.ts';
import { foldOn, nothingFolded } from '../../reports/difference.ts';
import { UNKNOWN } from '../../reports/dimensions.ts';
import { counted, tallyOf } from '../../reports/figures/figures.ts';
import {
  type Column,
  type Components,
  type Money,
  type Span,
  sumOf,
} from '../../reports/report.ts';
import { placeOf, type Tally } from '../../reports/tally.ts';
import type { BehindAnswer } from '../answers/report-answers.ts';
import { everyItem } from '../every-item.ts';
import type { Asked, ReportQuery } from './ask-report.ts';
import { monthsFrom } from './months.ts';
import { foldedOf, headOf, type MetricDeps } from './project-scopes.ts';
import { differencesAfter } from './read-cells.ts';
import { askedBy, dimensionOf, isIn, isTime, readRows, sinceOf } from './read-report.ts';

const EVENTS = 500;
/** No figure is older. */
const EVER = '2000-01';

/** `figure` is a column's key, `row` a row's value. The cursor goes on through the months in which something moved. Throws Invalid. */
export async function readBehind(
  deps: MetricDeps,
  { at, by }: Pick<Command, 'at' | 'by'>,
  name: ReportName,
  query: ReportQuery & { readonly figure?: string | undefined; readonly row?: string | undefined },
  { limit, cursor }: Paging,
): Promise<BehindAnswer> {
  const head = await headOf(deps);
  const { zone } = head;
  const asked = await askedBy(deps, by, name, query, { today: localDateOf(zone, at), zone });
  const { columns } = await readRows(deps, head, asked, await differencesAfter(deps.metrics, head));
  const column = columnOf(columns, query.figure);
  const first = sinceOf(asked)?.slice(0, 7) ?? EVER;
  const [month = first, place] = cursor === undefined ? [] : cursor.split('\n');
  const page = await deps.metrics.movedIn(month, { limit, cursor: place || undefined });
  // Who moved before has been looked at in that month.
  const scopes = page.items.flatMap(({ scope, before = '' }) => (before >= first ? [] : [scope]));
  const rows = await deps.metrics.facts(scopes);
  const items = await Promise.all(
    scopes.map(async (scope) => {
      const tally = await tallyAt(deps, scope, rows.get(scope), { zone, asOf: asked.asOf });
      const components = componentsOf(tally, asked, query.row);
      return { id: scope, ...addedTo(column, components, asked) };
    }),
  );
  const next = page.cursor === undefined ? monthsFrom(month, 1) : month;
  const isOver = next > asked.asOf.slice(0, 7);
  return present({
    items: items.filter(({ count, amounts }) => count !== 0 && amounts !== NOTHING),
    cursor: isOver ? undefined : `${next}\n${page.cursor ?? ''}`,
  });
}

const NOTHING: Money = {};

/** What a scope adds to a figure: minor units by currency to money, which is not added across them, else how many. */
function addedTo(
  { behind, kind, of }: Column,
  components: Components,
  span: Span,
): { readonly count?: number; readonly amounts?: Money } {
  const parts = new Map([...components].filter(([one]) => behind(one, span)));
  if (kind !== 'money') {
    // An order that is shared is one where its parts are counted.
    const shown = kind === 'count' ? of(parts, span) : undefined;
    return { count: typeof shown === 'number' ? shown : sumOf(parts, () => true) };
  }
  const sums: Record<string, number> = {};
  for (const [component, minor] of parts) {
    const currency = component.slice(component.lastIndexOf(':') + 1);
    sums[currency] = (sums[currency] ?? 0) + minor;
  }
  const amounts = Object.entries(sums).filter(([, minor]) => minor !== 0);
  return { amounts: amounts.length > 0 ? Object.fromEntries(amounts) : NOTHING };
}

/** What the scope counted for at the end of that day; its events tell when it has moved since. */
async function tallyAt(
  { store }: MetricDeps,
  scope: string,
  row: FoldedRow | undefined,
  { zone, asOf }: { readonly zone: string; readonly asOf: string },
): Promise<Tally> {
  const folded = foldedOf(row);
  if (folded.day <= asOf) return tallyOf(folded.fact, zone);
  const all = await Array.fromAsync(
    everyItem((cursor) => store.eventsOf(scope, { limit: EVENTS, cursor })),
  );
  const until = all.findIndex(({ occurredAt }) => localDateOf(zone, occurredAt) > asOf);
  const known = until === -1 ? all : all.slice(0, until);
  return tallyOf(foldOn(nothingFolded, known, zone).folded.fact, zone);
}

/** Of the figure's row alone. */
function componentsOf(tally: Tally, asked: Asked, row: string | undefined): Components {
  const { by, filter, view } = asked;
  const { dimensions } = counted[asked.definition.counted];
  const index = dimensions.map(String).indexOf(dimensionOf(asked));
  const value = filter?.value ?? (isTime(by) || by === 'all' ? undefined : row);
  const found = new Map<string, number>();
  for (const [key, count] of tally) {
    const place = placeOf(key);
    if (place.report !== asked.definition.counted || place.view !== view) continue;
    if (!isIn(place, asked)) continue;
    if (isTime(by) && row !== undefined && !place.period.startsWith(row)) continue;
    if (value !== undefined && (place.of[index] ?? UNKNOWN) !== value) continue;
    found.set(place.component, (found.get(place.component) ?? 0) + count);
  }
  return found;
}

/** Of the columns that the report has: which reasons there are is told by its figures. */
function columnOf(columns: readonly Column[], figure: string | undefined): Column {
  const found = columns.find(({ key }) => key === figure);
  if (found) return found;
  const what = figure === undefined ? 'is missing' : `there is no ${figure}`;
  const message = `${what}; use one of ${columns.map(({ key }) => key).join(', ')}`;
  throw new Invalid([{ path: 'figure', message }]);
}
