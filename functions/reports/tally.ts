// What facts count for, before it is taken apart by dimension: whole numbers that add up, correct by subtraction, and read the same
// whoever added them in whatever order (reports.md, 3). A change of a fact is the difference of two tallies.

import type { Dimension, Values } from './dimensions.ts';

/** One number of a report. */
export interface Figure {
  readonly view: string;
  /** A day `yyyy-mm-dd` or a month `yyyy-mm` in the tenant's zone. */
  readonly period: string;
  readonly component: string;
  readonly count: number;
  /** The values by which it can be taken apart. */
  readonly of: Values;
}

/** Counts by the key of their place; what counts nothing has no key. */
export type Tally = ReadonlyMap<string, number>;

/** Where a count stands; `of` are the values of the report's dimensions, in their order. */
export interface Place {
  readonly report: string;
  readonly view: string;
  readonly period: string;
  readonly component: string;
  readonly of: readonly (string | null)[];
}

/** Stands in no text that people write. */
const BETWEEN = '\u001f';

function keyOf({ report, view, period, component, of }: Place): string {
  return [report, view, period, component, JSON.stringify(of)].join(BETWEEN);
}

export function placeOf(key: string): Place {
  const [report = '', view = '', period = '', component = '', of = '[]'] = key.split(BETWEEN);
  return { report, view, period, component, of: JSON.parse(of) };
}

function add(tally: Map<string, number>, key: string, count: number): void {
  const sum = (tally.get(key) ?? 0) + count;
  if (sum === 0) tally.delete(key);
  else tally.set(key, sum);
}

export function addTally(tally: Map<string, number>, more: Tally, sign: 1 | -1 = 1): void {
  for (const [key, count] of more) add(tally, key, sign * count);
}

export function summed(tallies: Iterable<Tally>): Tally {
  const sums = new Map<string, number>();
  for (const one of tallies) addTally(sums, one);
  return sums;
}

/** The figures of one report. */
export function addFigures(
  tally: Map<string, number>,
  report: string,
  dimensions: readonly Dimension[],
  figures: readonly Figure[],
): void {
  let last: Values | undefined;
  let of = '';
  for (const figure of figures) {
    if (figure.of !== last) {
      last = figure.of;
      of = JSON.stringify(dimensions.map((dimension) => figure.of[dimension] ?? null));
    }
    const { view, period, component, count } = figure;
    if (count !== 0) add(tally, [report, view, period, component, of].join(BETWEEN), count);
  }
}

/** What is written under a name, made when nothing is. */
export function within<Value>(
  outer: Record<string, Record<string, Value>>,
  name: string,
): Record<string, Value> {
  outer[name] ??= {};
  return outer[name];
}

/** A tally as text: report → values → view → period → component → count, in the order of the letters. */
type Packed = Record<
  string,
  Record<string, Record<string, Record<string, Record<string, number>>>>
>;

export function packed(tally: Tally): string {
  const found: Packed = {};
  for (const key of [...tally.keys()].toSorted()) {
    const { report, view, period, component, of } = placeOf(key);
    const values = within(within(found, report), JSON.stringify(of));
    within(within(values, view), period)[component] = tally.get(key) ?? 0;
  }
  return JSON.stringify(found);
}

export function unpacked(text: string): Tally {
  // Codec: `packed` wrote it.
  const found = JSON.parse(text) as Packed;
  const tally = new Map<string, number>();
  for (const [report, byValues] of Object.entries(found))
    for (const [of, byView] of Object.entries(byValues))
      for (const [view, byPeriod] of Object.entries(byView))
        for (const [period, byComponent] of Object.entries(byPeriod))
          for (const [component, count] of Object.entries(byComponent))
            tally.set(keyOf({ report, view, period, component, of: JSON.parse(of) }), count);
  return tally;
}
