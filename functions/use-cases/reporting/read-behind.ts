// The leads behind a figure: those whose own tally has part in it, as it was known at the end of the day. What they add sums up to the
// figure exactly, since the figure is the sum of theirs.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import { Invalid } from '../../leads/errors.ts';
import { present } from '../../leads/present.ts';
import type { Command, FoldedRow, Paging } from '../../ports.ts';
import type { ReportName } from '../../reports/definitions/reports.ts';
import { foldOn, nothingFolded } from '../../reports/difference.ts';
import { UNKNOWN } from '../../reports/dimensions.ts';
import type { Fact } from '../../reports/facts/fact.ts';
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
import { askedBy, refuseLeadsOfOthers } from './asked-by.ts';
import { counting, type Line } from './behind-lines.ts';
import { monthsFrom } from './months.ts';
import { foldedOf, type MetricDeps } from './project-scopes.ts';
import { questionOf } from './question.ts';
import {
  askedOfRow,
  countedIn,
  dimensionOf,
  isIn,
  isTime,
  readRows,
  sinceOf,
} from './read-rows.ts';

const EVENTS = 500;
/** Leads and months that are looked at for one page, which may then be short. */
const MOST_LOOKED = 200;

/** `figure` is a column's key, the first one's unless said, `row` a row's value. The cursor goes on through the months in which something moved. Throws Invalid and Forbidden. */
export async function readBehind(
  deps: MetricDeps,
  command: Pick<Command, 'at' | 'by'>,
  name: ReportName,
  query: ReportQuery & { readonly figure?: string | undefined; readonly row?: string | undefined },
  { limit, cursor }: Paging,
): Promise<BehindAnswer> {
  const question = await questionOf(deps, command);
  const { zone } = question;
  const whole = await askedBy(question, name, query);
  refuseLeadsOfOthers(question, whole);
  const { rows, columns, first } = await readRows(question, whole);
  const column = columnOf(columns, query.figure);
  if (query.row !== undefined && !rows.has(query.row)) return { items: [] };
  const asked = query.row === undefined ? whole : askedOfRow(whole, query.row);
  const row = asked === whole ? query.row : undefined;
  const since = (sinceOf(asked) ?? first ?? asked.from).slice(0, 7);
  let [month = since, place] = cursor === undefined ? [] : cursor.split('\n');
  const items: BehindAnswer['items'][number][] = [];
  for (let looked = 0; ; ) {
    const page = await deps.metrics.movedIn(month, {
      limit: limit - items.length,
      cursor: place || undefined,
    });
    // Who moved before has been looked at in that month.
    const scopes = page.items.flatMap(({ scope, before = '' }) => (before >= since ? [] : [scope]));
    const rows = await deps.metrics.facts(scopes);
    const found = await Promise.all(
      scopes.map(async (scope) => {
        const fact = await factAt(deps, scope, rows.get(scope), { zone, asOf: asked.asOf });
        const partsOf = (of: Fact | undefined) => {
          const components = componentsOf(tallyOf(of, zone), asked, row);
          return new Map([...components].filter(([one]) => column.behind(one, asked)));
        };
        const counts = (of: Fact) => sumOf(partsOf(of), () => true);
        const parts = partsOf(fact);
        if (sumOf(parts, () => true) === 0) return [];
        const lines = await linesOf(deps, fact, { ...asked, zone }, { counts });
        return [present({ id: scope, ...addedTo(column, parts, asked), lines })];
      }),
    );
    items.push(...found.flat());
    looked += 1 + page.items.length;
    place = page.cursor;
    if (place === undefined) month = monthsFrom(month, 1);
    if (month > asked.asOf.slice(0, 7)) return { items };
    if (items.length >= limit || looked >= MOST_LOOKED)
      return { items, cursor: `${month}\n${place ?? ''}` };
  }
}

/** What a scope adds to a figure: minor units by currency to money, which is not added across them, else how many. */
function addedTo(
  { kind, of }: Column,
  parts: Components,
  span: Span,
): { readonly count?: number; readonly amounts?: Money } {
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
  return { amounts: sums };
}

/** What is told of those things of the lead that the figure counts, where it counts several. */
async function linesOf(
  { store }: MetricDeps,
  fact: Fact | undefined,
  asked: Asked & { readonly zone: string },
  { counts }: { readonly counts: (of: Fact) => number },
): Promise<Line[] | undefined> {
  const things = fact?.kind === 'lead' ? counting[asked.name]?.(fact) : undefined;
  const counted = things?.filter((one) => counts(one.fact) !== 0) ?? [];
  if (counted.length === 0) return undefined;
  return (await Promise.all(counted.map(({ lines }) => lines(store, asked)))).flat();
}

/** What was known of the scope at the end of that day; its events tell when it has moved since. */
async function factAt(
  { store }: MetricDeps,
  scope: string,
  row: FoldedRow | undefined,
  { zone, asOf }: { readonly zone: string; readonly asOf: string },
): Promise<Fact | undefined> {
  const folded = foldedOf(row);
  if (folded.day <= asOf) return folded.fact;
  const all = await Array.fromAsync(
    everyItem((cursor) => store.eventsOf(scope, { limit: EVENTS, cursor })),
  );
  const until = all.findIndex(({ occurredAt }) => localDateOf(zone, occurredAt) > asOf);
  const known = until === -1 ? all : all.slice(0, until);
  return foldOn(nothingFolded, known, zone).folded.fact;
}

/** Of the figure's row alone. */
function componentsOf(tally: Tally, asked: Asked, row: string | undefined): Components {
  const { by, filter } = asked;
  const view = countedIn(asked);
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

/** Of the columns that the report has, the first unless said otherwise: which reasons there are is told by its figures. */
function columnOf(columns: readonly Column[], figure: string | undefined): Column {
  const found = figure === undefined ? columns[0] : columns.find(({ key }) => key === figure);
  if (found) return found;
  const message = `there is no ${figure}; use one of ${columns.map(({ key }) => key).join(', ')}`;
  throw new Invalid([{ path: 'figure', message }]);
}
