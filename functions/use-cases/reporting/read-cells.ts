// Cells as they were known at the end of a day: sums of months that are over, of the last month as far as it is summed, the days since,
// and the differences that are not in either yet. A dozen or two of items for a year, however many leads there were.

import { monthBefore } from '../../leads/routing/roster.ts';
import type { Difference, MetricHead, MetricStore } from '../../ports.ts';
import { addCells, cellsIn, type WritableCells } from '../../reports/cells.ts';
import { unpacked } from '../../reports/tally.ts';
import { closedOf, closedParts, EVER, partName } from './closed-sums.ts';
import { lastOfMonth, monthIn, monthName, monthsFrom } from './months.ts';

const PAGE = 200;

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
  const sums = sumsWithin(head, since, asOf);
  const rows = (
    await Promise.all(sums.ranges.map(([from, to]) => metrics.cells(name, from, to)))
  ).flat();
  const cells: WritableCells = {};
  for (const row of rows) addCells(cells, JSON.parse(row.cells));
  const heard = rows.map(({ period }) => monthIn(period));
  const throughOf = new Map(rows.map(({ period, through }) => [period, through]));
  for (const { seq, moved } of differences)
    for (const [day, tally] of Object.entries(moved)) {
      if (day < since || day > asOf) continue;
      if (seq <= (throughOf.get(sums.periodOf(day)) ?? 0)) continue;
      const more = cellsIn(unpacked(tally)).get(name);
      if (more === undefined) continue;
      addCells(cells, more);
      heard.push(monthIn(day));
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

interface Sums {
  /** Of names of cells, both ends inside. */
  readonly ranges: readonly (readonly [from: string, to: string])[];
  /** In which of them a day is. */
  readonly periodOf: (day: string) => string;
}

/** The fewest items that have all days from `since`, which begins a month, to `asOf`. */
function sumsWithin(head: MetricHead, since: string, asOf: string): Sums {
  const closed = closedOf(head);
  const thisMonth = monthIn(asOf);
  const over = asOf === lastOfMonth(thisMonth) ? thisMonth : monthBefore(thisMonth);
  const month = closed.month < over ? closed.month : over;
  const hasMonths = month !== '' && monthIn(since) <= month;
  const rest = hasMonths ? `${monthsFrom(month, 1)}-01` : since;
  const first = `${thisMonth}-01`;
  const part = closedParts(closed, thisMonth).findLast((day) => day <= asOf && rest <= first);
  const ranges: (readonly [string, string])[] = [];
  if (hasMonths) ranges.push([monthName(monthIn(since)), monthName(month)]);
  if (part === undefined) ranges.push([rest, asOf]);
  else ranges.push([rest, thisMonth], [partName(part), partName(part)], [`${part}~`, asOf]);
  return {
    ranges: ranges.filter(([from, to]) => from <= to),
    periodOf: (day) => {
      if (hasMonths && monthIn(day) <= month) return monthName(monthIn(day));
      return part !== undefined && day >= first && day <= part ? partName(part) : day;
    },
  };
}
