// Cells: a tally taken apart by one dimension at a time, as reports read it: value → period → component → count (reports.md, 3).

import { UNKNOWN } from './dimensions.ts';
import { type CountedReport, counted } from './figures/figures.ts';
import { placeOf, type Tally, within } from './tally.ts';

/** Counts of one report and view under one dimension. */
export type Cells = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>
>;
export type WritableCells = Record<string, Record<string, Record<string, number>>>;

/** Which cells: of which report and view, by which dimension. */
export interface CellsOf {
  readonly report: CountedReport;
  readonly view: string;
  readonly dimension: string;
}

export function cellsName({ report, view, dimension }: CellsOf): string {
  return `${report}#${view}#${dimension}`;
}

/** Of all cells that there can be. */
export function allCellNames(): readonly string[] {
  return Object.entries(counted).flatMap(([report, { views, dimensions }]) =>
    views.flatMap((view) => ['all', ...dimensions].map((one) => `${report}#${view}#${one}`)),
  );
}

/** The cells of a tally by their names. */
export function cellsIn(tally: Tally): ReadonlyMap<string, WritableCells> {
  const found = new Map<string, WritableCells>();
  for (const [key, count] of tally) {
    const { report, view, period, component, of } = placeOf(key);
    // Codec: a tally has the reports of the table only.
    const { dimensions } = counted[report as CountedReport];
    for (const [index, dimension] of ['all', ...dimensions].entries()) {
      const name = `${report}#${view}#${dimension}`;
      const cells = found.get(name) ?? {};
      found.set(name, cells);
      const value = index === 0 ? UNKNOWN : (of[index - 1] ?? UNKNOWN);
      addCount(cells, value, period, component, count);
    }
  }
  return found;
}

function addCount(
  cells: WritableCells,
  value: string,
  period: string,
  component: string,
  count: number,
): void {
  const components = within(within(cells, value), period);
  components[component] = (components[component] ?? 0) + count;
}

export function addCells(cells: WritableCells, more: Cells): void {
  for (const [value, periods] of Object.entries(more))
    for (const [period, components] of Object.entries(periods))
      for (const [component, count] of Object.entries(components))
        addCount(cells, value, period, component, count);
}

/** As text, in the order of the letters and without what sums up to nothing: the same cells are the same bytes. */
export function cellsText(cells: Cells): string {
  const ordered = <Value>(of: Readonly<Record<string, Value>>) =>
    Object.entries(of).toSorted(byName);
  const values = ordered(cells).flatMap(([value, periods]) => {
    const kept = ordered(periods).flatMap(([period, components]) => {
      const counts = ordered(components).filter(([, count]) => count !== 0);
      return counts.length === 0 ? [] : [[period, Object.fromEntries(counts)] as const];
    });
    return kept.length === 0 ? [] : [[value, Object.fromEntries(kept)] as const];
  });
  return JSON.stringify(Object.fromEntries(values));
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : Number(one > other);
}
