// Cells as they were known at the end of a day: sums of months that are over, days of the month, and the differences that are not in
// either yet. Some dozens of items, however many leads there were.

import { monthBefore } from '../../leads/routing/roster.ts';
import type { Difference, MetricHead, MetricStore } from '../../ports.ts';
import { addCells, cellsIn, type WritableCells } from '../../reports/cells.ts';
import { unpacked } from '../../reports/tally.ts';
import { monthIn, monthName } from './months.ts';

const PAGE = 200;
/** Days before all days. */
const EVER = '0000-00-00';

/** Cells by name, and of how many changes they are. */
export interface Known {
  readonly cells: WritableCells;
  readonly changes: number;
  /** The first month of which anything is known; undefined of nothing. */
  readonly first: string | undefined;
}

export interface Time {
  readonly since?: string | undefined;
  readonly asOf: string;
}

/** Where the figures stand, and what is not in the cells yet. */
export interface KnownNow {
  readonly head: MetricHead;
  readonly differences: readonly Difference[];
}

/** What was known at the end of `asOf` of what happened since `since`, or ever. */
export async function readCells(
  metrics: MetricStore,
  { head, differences }: KnownNow,
  name: string,
  { since = EVER, asOf }: Time,
): Promise<Known> {
  const months = closedMonths(head, since, asOf);
  const rows = months
    ? [
        ...(await metrics.cells(name, monthName(months.from), monthName(months.to))),
        ...(await metrics.cells(name, `${months.to}-99`, asOf)),
      ]
    : await metrics.cells(name, since, asOf);
  const cells: WritableCells = {};
  for (const row of rows) addCells(cells, JSON.parse(row.cells));
  const heard = rows.map(({ period }) => monthIn(period));
  const throughOf = new Map(rows.map(({ period, through }) => [period, through]));
  for (const { seq, moved } of differences)
    for (const [day, tally] of Object.entries(moved)) {
      if (day < since || day > asOf) continue;
      const month = day.slice(0, 7);
      const period = months && month <= months.to ? monthName(month) : day;
      if (seq <= (throughOf.get(period) ?? 0)) continue;
      const more = cellsIn(unpacked(tally)).get(name);
      if (more === undefined) continue;
      addCells(cells, more);
      heard.push(month);
    }
  return {
    cells,
    changes: differences.at(-1)?.seq ?? head.compacted,
    first: heard.toSorted()[0],
  };
}

/** What is not in the cells yet. Read before them: what was put into them meanwhile is told by their `through`. */
export async function differencesAfter(
  metrics: MetricStore,
  { compacted }: MetricHead,
): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (let from = compacted; ; ) {
    const some = await metrics.differences(from, PAGE);
    found.push(...some);
    const last = some.at(-1);
    if (some.length < PAGE || last === undefined) return found;
    from = last.seq;
  }
}

/** Months of which the sum is there and which lie wholly inside. */
function closedMonths(
  { closed }: MetricHead,
  since: string,
  asOf: string,
): { readonly from: string; readonly to: string } | undefined {
  const from = since.endsWith('-01') || since === EVER ? since.slice(0, 7) : undefined;
  const to = [closed, monthBefore(asOf.slice(0, 7))].toSorted()[0] ?? '';
  return from !== undefined && to !== '' && from <= to ? { from, to } : undefined;
}
