// What a report is: a question, what it counts, and columns that are made of the counts of one row (reports.md, conventions). One shape
// for all, so that the API, the command line and a page show any of them.

import type { OpportunityPolicy } from '../leads/opportunity/opportunity-policy.ts';
import { type Bins, countIn, quantile } from './bins.ts';
import type { Dimension } from './dimensions.ts';
import type { CountedReport } from './figures/figures.ts';
import { type NoRate, type Rate, rateOf } from './wilson.ts';

/** Median, p90 and how many, in milliseconds; never a mean. */
export interface Times {
  readonly n: number;
  readonly median: number | null;
  readonly p90: number | null;
}

/** Minor units by currency. */
export type Money = Readonly<Record<string, number>>;

/** A count, a rate, times, minor units by currency, or a number that there may be none of. */
export type Shown = number | null | Rate | NoRate | Times | Money;

/** The counts of one row by component. */
export type Components = ReadonlyMap<string, number>;

/** `working` days are the calendar's hours; `accept` is the accept clock of the offers. */
export type ClockName = 'elapsed' | 'working' | 'accept';

/** What a report is asked for: local days, both ends inside, and the day at whose end it was known. */
export interface Span {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
}

/** The last day of the period of which anything is known. */
export function lastDayOf({ to, asOf }: Span): string {
  return to < asOf ? to : asOf;
}

/** Something that is worth saying of the figures beside them, and of which row; `code` for machines. */
export interface Warning {
  readonly code: string;
  readonly row?: string | undefined;
  readonly says: string;
}

/** Rows of the same report in another view or by another dimension, by value. */
export type ReadRows = (
  view: string,
  by: Dimension | 'all' | 'day',
) => Promise<ReadonlyMap<string, Components>>;

export interface Column {
  /** Unique in the report; what a drill-down names. */
  readonly key: string;
  readonly title: string;
  readonly kind: 'count' | 'number' | 'rate' | 'times' | 'money' | 'ratio';
  /** What the column says something of, such as a stage; and what it says. */
  readonly group?: string | undefined;
  readonly part?: string | undefined;
  readonly clock?: ClockName | undefined;
  readonly of: (components: Components, span: Span) => Shown;
  /** Whether a lead that counts so stands behind the figure. */
  readonly behind: (component: string, span: Span) => boolean;
  /** What is not in the figure, since no rate was told for its day: of what and, by currency, how many. */
  readonly lacking?: {
    readonly what: string;
    readonly of: (components: Components) => Readonly<Record<string, number>>;
  };
}

export interface ViewDefinition {
  readonly period: 'day' | 'month';
  /** What it counts, in words. */
  readonly definition: string;
  /** Whose counts it shows, where several views show the same ones. */
  readonly counts?: string;
  /** It counts what stands open, whenever that began or should end: it is read from the beginning, and to the end unless asked otherwise. */
  readonly open?: true;
  /** What goes on from before the period and counts in it, such as since when a rep has been on the desk. */
  readonly carries?: (component: string) => boolean;
  /** So many days up to the last unless asked otherwise; else a year. */
  readonly days?: number;
  /** The rows that it is shown by unless asked otherwise. */
  readonly by?: Dimension;
  /** `weights`: the policy that was in force then, `own`: the tenant's currency; each is read when it is asked for. */
  readonly columns: (
    components: readonly Components[],
    weights: () => Promise<OpportunityPolicy>,
    own: () => Promise<string>,
  ) => readonly Column[] | Promise<readonly Column[]>;
}

export interface ReportDefinition {
  readonly counted: CountedReport;
  readonly question: string;
  /** Whom it counts. */
  readonly population: string;
  readonly cannotSay: string;
  readonly views: Readonly<Record<string, ViewDefinition>>;
  readonly dimensions: readonly Dimension[];
  readonly warnings?: (read: ReadRows, span: Span) => Promise<readonly Warning[]>;
}

type Naming = Partial<Pick<Column, 'title' | 'group' | 'part'>>;

/** How many. */
export function count(key: string, component = key, naming: Naming = {}): Column {
  return {
    key,
    title: key,
    kind: 'count',
    ...naming,
    of: (components) => components.get(component) ?? 0,
    behind: (one) => one === component,
  };
}

/** How many of all components that begin so. */
export function countOfAll(key: string, prefix: string, naming: Naming = {}): Column {
  return {
    key,
    title: key,
    kind: 'count',
    ...naming,
    of: (components) => sumOf(components, (one) => one.startsWith(prefix)),
    behind: (one) => one.startsWith(prefix),
  };
}

/** The share of some components among others. */
export function rate(
  key: string,
  some: readonly string[],
  among: readonly string[],
  naming: Naming = {},
): Column {
  return {
    key,
    title: key,
    kind: 'rate',
    ...naming,
    of: (components) =>
      rateOf(
        sumOf(components, (one) => some.includes(one)),
        sumOf(components, (one) => among.includes(one)),
      ),
    behind: (one) => some.includes(one),
  };
}

/** Durations whose bins stand under a name (bins.ts). */
export function times(key: string, prefix: string, clock: ClockName, naming: Naming = {}): Column {
  return {
    key,
    title: key,
    kind: 'times',
    clock,
    ...naming,
    of: (components) => timesUnder(components, prefix),
    behind: (one) => one.startsWith(`${prefix}:`),
  };
}

/** Minor units by currency; currencies are not added. */
export function money(key: string, prefix: string, naming: Naming = {}): Column {
  return {
    key,
    title: key,
    kind: 'money',
    ...naming,
    of: (components) => moneyUnder(components, prefix),
    behind: (one) => one.startsWith(`${prefix}:`),
  };
}

/** What stands under a prefix, by currency in the order of the letters. */
export function moneyUnder(components: Components, prefix: string): Money {
  const found = [...components].filter(([one]) => one.startsWith(`${prefix}:`));
  const sorted = found.map(([one, sum]) => [one.slice(prefix.length + 1), sum] as const);
  return Object.fromEntries(sorted.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** Of the components that are wanted. */
export function sumOf(components: Components, wanted: (component: string) => boolean): number {
  let sum = 0;
  for (const [component, each] of components) if (wanted(component)) sum += each;
  return sum;
}

function binsOf(components: Components, prefix: string): Bins {
  return binsBy(components, (component) =>
    component.startsWith(`${prefix}:`) ? Number(component.slice(prefix.length + 1)) : undefined,
  );
}

/** Durations by the bin of their component; those of no bin are none. */
export function binsBy(
  components: Components,
  binIn: (component: string) => number | undefined,
): Bins {
  const bins = new Map<number, number>();
  for (const [component, each] of components) {
    const bin = binIn(component);
    if (bin !== undefined) bins.set(bin, (bins.get(bin) ?? 0) + each);
  }
  return bins;
}

/** Of the bins that stand under a name. */
export function timesUnder(components: Components, prefix: string): Times {
  return timesOf(binsOf(components, prefix));
}

export function timesOf(bins: Bins): Times {
  const n = countIn(bins);
  const rounded = (share: number) => {
    const found = quantile(bins, share);
    return found === undefined ? null : Math.round(found);
  };
  return { n, median: rounded(0.5), p90: rounded(0.9) };
}

/** What stands behind a prefix in any of the rows, in order: the reasons, stages or currencies that there are. */
export function namesUnder(rows: readonly Components[], prefix: string): readonly string[] {
  const names = rows.flatMap((row) =>
    [...row.keys()].filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length)),
  );
  return [...new Set(names)].toSorted();
}
