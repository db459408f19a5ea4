// Differences go into the cells of their days, and months and parts of months that are over get their sum beside them: so a report reads
// a dozen or two of items, however many leads there were. Each cell tells up to which difference it has, so a kill half-way is no double
// count.

import { LostRace } from '../../leads/errors.ts';
import { monthBefore } from '../../leads/routing/roster.ts';
import type { CellsRow, Difference, MetricHead, MetricStore } from '../../ports.ts';
import {
  addCells,
  allCellNames,
  type Cells,
  cellsIn,
  cellsText,
  type WritableCells,
} from '../../reports/cells.ts';
import { unpacked } from '../../reports/tally.ts';
import { type Closed, closedOf, closedText, EVER, partBefore, periodsOf } from './closed-sums.ts';
import { monthsFrom } from './months.ts';

/** So many differences may wait: a report reads them besides the cells. */
export const MOST_WAITING = 100;
const AT_ONCE = 100;
/** Days sort before it. */
const LAST = '9';

/** Brings all differences into the cells, and closes the months and parts of months that are over on `today` (`yyyy-mm-dd`). */
export async function compactDifferences(metrics: MetricStore, today: string): Promise<void> {
  for (;;) {
    const head = await metrics.head();
    if (head === undefined) return;
    const differences = await metrics.differences(head.compacted, AT_ONCE);
    const last = differences.at(-1);
    if (last === undefined) {
      await closeSums(metrics, head, today);
      return;
    }
    await intoCells(metrics, closedOf(head), differences);
    await quicker(metrics.advance(head, { compacted: last.seq, closed: head.closed }));
    await metrics.forget(differences);
  }
}

/** What somebody else did meanwhile need not be done. */
async function quicker(write: Promise<void>): Promise<void> {
  await write.catch((error: unknown) => {
    if (!(error instanceof LostRace)) throw error;
  });
}

interface Touched {
  readonly name: string;
  readonly period: string;
  /** What each difference adds. */
  readonly added: { readonly seq: number; readonly cells: Cells }[];
}

async function intoCells(
  metrics: MetricStore,
  closed: Closed,
  differences: readonly Difference[],
): Promise<void> {
  const touched = new Map<string, Touched>();
  for (const { seq, moved } of differences)
    for (const [day, tally] of Object.entries(moved))
      for (const [name, cells] of cellsIn(unpacked(tally)))
        for (const period of periodsOf(day, closed)) {
          const key = `${name}#${period}`;
          const one: Touched = touched.get(key) ?? { name, period, added: [] };
          touched.set(key, one);
          one.added.push({ seq, cells });
        }
  const through = differences.at(-1)?.seq ?? 0;
  for (const one of touched.values()) await addTo(metrics, one, through);
}

async function addTo(
  metrics: MetricStore,
  { name, period, added }: Touched,
  through: number,
): Promise<void> {
  const [row] = await metrics.cells(name, period, period);
  if (row && row.through >= through) return;
  const sum: WritableCells = row ? JSON.parse(row.cells) : {};
  for (const { seq, cells } of added) if (seq > (row?.through ?? 0)) addCells(sum, cells);
  await quicker(metrics.putCells(name, { period, through, cells: cellsText(sum) }));
}

/** Sums of what is over; one that is late once more is corrected by `intoCells`. */
async function closeSums(metrics: MetricStore, head: MetricHead, today: string): Promise<void> {
  const closed = closedOf(head, today);
  const month = latest(closed.month, monthBefore(today.slice(0, 7)));
  const until = latest(closed.until, partBefore(today));
  if (month === closed.month && until === closed.until) return;
  const next = { month, from: closed.from, until };
  const { compacted } = head;
  for (const name of allCellNames()) {
    const days = await metrics.cells(
      name,
      firstUnsummed(closed),
      latest(until, `${month}-${LAST}`),
    );
    // Somebody else is putting differences into them: he closes what is over when they are all there.
    if (days.some(({ through }) => through > compacted)) return;
    for (const { period, cells } of sumsOf(days, closed, next))
      await quicker(metrics.putCells(name, { period, through: compacted, cells }));
  }
  await quicker(metrics.advance(head, { compacted, closed: closedText(next) }));
}

function latest(one: string, other: string): string {
  return one > other ? one : other;
}

/** The first day of the first month of which a sum or a part may be missing. */
function firstUnsummed({ month, from, until }: Closed): string {
  const [sum, part] = [month === '' ? EVER : `${monthsFrom(month, 1)}-01`, latest(from, until)];
  return sum < part ? sum : `${part.slice(0, 7)}-01`;
}

/** What is closed next and was not before. Days come in order. */
function sumsOf(
  days: readonly CellsRow[],
  closed: Closed,
  next: Closed,
): readonly Pick<CellsRow, 'period' | 'cells'>[] {
  const sums = new Map<string, WritableCells>();
  for (const { period: day, cells } of days) {
    const known = new Set(periodsOf(day, closed));
    const fresh = periodsOf(day, next).filter((one) => !known.has(one));
    const more = JSON.parse(cells);
    for (const one of fresh) {
      const sum = sums.get(one) ?? {};
      sums.set(one, sum);
      addCells(sum, more);
    }
  }
  return [...sums].map(([period, sum]) => ({ period, cells: cellsText(sum) }));
}
