// Differences go into the cells of their days, and months that are over get their sum beside their days: so a report reads some dozens
// of items, however many leads there were. Each cell tells up to which difference it has, so a kill half-way is no double count.

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
import { monthName } from './months.ts';

/** So many differences may wait: a report reads them besides the cells. */
export const MOST_WAITING = 100;
const AT_ONCE = 100;
/** Days sort before it, and so do months. */
const LAST = '9';

/** Brings all differences into the cells, and closes the months before that of `today` (`yyyy-mm-dd`). */
export async function compactDifferences(metrics: MetricStore, today: string): Promise<void> {
  for (;;) {
    const head = await metrics.head();
    if (head === undefined) return;
    const differences = await metrics.differences(head.compacted, AT_ONCE);
    const last = differences.at(-1);
    if (last === undefined) {
      await closeMonths(metrics, head, today);
      return;
    }
    await intoCells(metrics, head, differences);
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
  { closed }: MetricHead,
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

/** The cells of a day, and of its month when that has its sum already. */
function periodsOf(day: string, closed: string): readonly string[] {
  const month = day.slice(0, 7);
  return month <= closed ? [day, monthName(month)] : [day];
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

/** Sums of the months that are over; one that is late once more is corrected by `intoCells`. */
async function closeMonths(metrics: MetricStore, head: MetricHead, today: string): Promise<void> {
  const over = monthBefore(today.slice(0, 7));
  if (head.closed >= over) return;
  for (const name of allCellNames()) {
    const days = await metrics.cells(name, head.closed, `${over}-${LAST}`);
    const months = Map.groupBy(days, ({ period }) => period.slice(0, 7));
    for (const [month, rows] of months) {
      if (month <= head.closed) continue;
      const sum = sumOf(rows);
      await quicker(
        metrics.putCells(name, { ...sum, period: monthName(month), through: head.compacted }),
      );
    }
  }
  await quicker(metrics.advance(head, { compacted: head.compacted, closed: over }));
}

function sumOf(rows: readonly CellsRow[]): Pick<CellsRow, 'cells'> {
  const sum: WritableCells = {};
  for (const row of rows) addCells(sum, JSON.parse(row.cells));
  return { cells: cellsText(sum) };
}
