// Each report as the product tells it beside the same reckoned by SQL from the exported events: counts, money, and what rates are of
// to the digit, medians and p90 within what bins allow. What differs is listed.

import { existsSync, readFileSync } from 'node:fs';
import { defaultPolicy } from '../../functions/leads/policy.ts';
import type { ReportName } from '../../functions/reports/definitions/reports.ts';
import { reports } from '../../functions/reports/definitions/reports.ts';
import type { Column, ReportDefinition } from '../../functions/reports/report.ts';
import type { ReportAnswer } from '../../functions/use-cases/answers/report-answers.ts';
import type { Duck } from '../support/duckdb.ts';

/** How the product is asked. */
export type Ask = (
  name: ReportName,
  query: Readonly<Record<string, string>>,
) => Promise<ReportAnswer>;

/** Medians and p90 stand in bins 5 % wide, the least of which ends at a second. */
const WITHIN = 0.03;
const LEAST_MILLIS = 1000;
/** Everything happened within so many years before. */
const YEARS = 6;

/** Whole minor units share a rest of one. */
const SHARED = /^stopped at /;

interface Told {
  readonly value: string;
  readonly figure: string;
  readonly kind: Column['kind'];
  readonly currency: string | null;
  readonly k: number | null;
  readonly n: number | null;
  readonly times: number | null;
  readonly median: number | null;
  readonly p90: number | null;
  /** The same of the middles of the bins, as reports tell it. */
  readonly median_in_bins: number | null;
  readonly p90_in_bins: number | null;
  /** Of a rate, where there are enough to say. */
  readonly low: number | null;
  readonly high: number | null;
}

export function sqlOf(name: string): string {
  return readFileSync(new URL(`sql/${name}.sql`, import.meta.url), 'utf8');
}

/** Whether there is SQL for it. */
export function isReckoned(name: ReportName): boolean {
  return hasSql(name);
}

export function hasSql(name: string): boolean {
  return existsSync(new URL(`sql/${name}.sql`, import.meta.url));
}

/** What no event tells: how far the tenant's zone is from UTC, its own currency, and what stages weigh. */
export async function settings(
  duck: Duck,
  { hours, own }: { readonly hours: number; readonly own: string },
): Promise<void> {
  const { preset, presets } = defaultPolicy().opportunity;
  const stages = [...Object.values(presets).flat(), ...(presets[preset] ?? [])];
  const weights = new Map(stages.map(({ stage, probability }) => [stage, probability]));
  const rows = [...weights].map(([stage, probability]) => `('${stage}', ${probability})`);
  await duck.ask(`SET VARIABLE hours = ${hours}; SET VARIABLE own = '${own}';
    CREATE TABLE stage_weight(stage VARCHAR, probability DOUBLE); INSERT INTO stage_weight VALUES ${rows.join()}`);
}

/** Reckons everything up to the end of that day. */
export async function reckon(duck: Duck, asOf: string): Promise<void> {
  await duck.ask(`SET VARIABLE as_of = '${asOf}'`);
  await duck.ask(sqlOf('wilson'));
  await duck.ask(sqlOf('bins'));
  await duck.ask(sqlOf('leads'));
}

/** Before everything. */
export function firstYear(asOf: string): string {
  return String(Number(asOf.slice(0, 4)) - YEARS);
}

/** All views of the report by all that it can be taken apart by, as it was known on the day that was reckoned. */
export async function compareReport(
  duck: Duck,
  ask: Ask,
  name: ReportName,
  asOf: string,
): Promise<readonly string[]> {
  await duck.ask(sqlOf(name));
  const { views, dimensions }: ReportDefinition = reports[name];
  const differences: string[] = [];
  for (const [view, { period, open }] of Object.entries(views))
    for (const by of new Set(['all', 'month', period, ...dimensions])) {
      const period = open ? {} : { from: firstYear(asOf) };
      const answer = await ask(name, { view, by, asOf, ...period });
      const found = compareAnswer(answer, await toldBy(duck, { name, view, by }));
      const where = `${name} ${view} by ${by} as of ${asOf}`;
      differences.push(...found.map((one) => `${where}: ${one}`));
    }
  return differences;
}

interface Asked {
  readonly name: ReportName;
  readonly view: string;
  readonly by: string;
}

export async function toldBy(duck: Duck, { name, view, by }: Asked): Promise<readonly Told[]> {
  const rows = { all: `'-'`, month: 'substr(period, 1, 7)', day: 'period' }[by];
  const isOfTime = name === 'accounts' && view !== 'segments' && (by === 'month' || by === 'day');
  await duck.ask(`CREATE OR REPLACE TABLE placed AS FROM figures SELECT *, ${rows ?? `coalesce("${by}", '-')`} AS value
      WHERE view = '${view}' ${isOfTime ? 'AND false' : ''} UNION ALL FROM figures SELECT *, 'total' WHERE view = '${view}';
    CREATE OR REPLACE TABLE grouped AS SELECT *, CASE kind WHEN 'rate' THEN wilson(k, n).low END AS low, CASE kind WHEN 'rate' THEN wilson(k, n).high END AS high FROM (SELECT value, figure, kind, currency, sum(k)::DOUBLE AS k, sum(n)::DOUBLE AS n, count(ms)::INT AS times,
      quantile_cont(ms, 0.5)::DOUBLE AS median, quantile_cont(ms, 0.9)::DOUBLE AS p90,
      quantile_cont(in_bin(ms), 0.5)::DOUBLE AS median_in_bins, quantile_cont(in_bin(ms), 0.9)::DOUBLE AS p90_in_bins FROM placed GROUP BY ALL)`);
  const more = [
    ...(isOfTime
      ? [
          `SELECT value, figure, kind, k::DOUBLE AS k FROM of_time WHERE view = '${view}' AND rows = '${by}'`,
        ]
      : []),
    ...(hasSql(`${name}-of-rows`) ? [sqlOf(`${name}-of-rows`)] : []),
  ];
  const found = await duck.ask(
    ['FROM grouped', ...more.map((one) => `(${one})`)].join(' UNION ALL BY NAME '),
  );
  // Codec: the columns are named in the query.
  return found as unknown as readonly Told[];
}

export function compareAnswer(
  { rows, total, columns }: Pick<ReportAnswer, 'rows' | 'total' | 'columns'>,
  told: readonly Told[],
): readonly string[] {
  const differences: string[] = [];
  const byPlace = Map.groupBy(told, ({ value, figure }) => JSON.stringify([value, figure]));
  const kinds = new Map(columns.map(({ key, kind }) => [key, kind]));
  const shown = [
    ...rows.map((row) => [row.value, row.figures] as const),
    ['total', total.figures] as const,
  ];
  const values = new Set([...shown.map(([value]) => value), ...told.map(({ value }) => value)]);
  for (const value of values) {
    const figures = shown.find(([one]) => one === value)?.[1] ?? {};
    const keys = new Set([
      ...kinds.keys(),
      ...told.filter((one) => one.value === value).map(({ figure }) => figure),
    ]);
    for (const key of keys) {
      const reckoned = byPlace.get(JSON.stringify([value, key])) ?? [];
      const kind = kinds.get(key) ?? reckoned[0]?.kind ?? 'count';
      const [ours, theirs] = [plainly(kind, figures[key]), reckonedAs(kind, reckoned)];
      if (!areSame(ours, theirs, SHARED.test(key) ? 1 : 0))
        differences.push(
          `${value}, ${key}: told ${JSON.stringify(ours)}, reckoned ${JSON.stringify(theirs)}`,
        );
    }
  }
  return differences;
}

type Plain = Readonly<Record<string, number>>;

/** What an answer shows, as numbers by name; nothing where it shows nothing. */
function plainly(kind: string, shown: unknown): Plain {
  if (kind === 'count' || kind === 'number' || kind === 'ratio')
    return withoutNoughts({ count: Number(shown ?? 0) });
  const { of, count, low, high, n, median, p90, ...money } = Object(shown);
  if (kind === 'rate')
    return withoutNoughts({ of: of ?? 0, count: count ?? 0, low: low ?? 0, high: high ?? 0 });
  if (kind === 'times') return n ? { n, median, p90 } : {};
  return withoutNoughts(money);
}

function reckonedAs(kind: string, told: readonly Told[]): Plain {
  const [first] = told;
  if (kind === 'money')
    return withoutNoughts(
      Object.fromEntries(told.map((one) => [one.currency ?? '', moneyOf(one)])),
    );
  if (first === undefined) return {};
  const { k, n, times, low, high } = first;
  if (kind === 'count' || kind === 'ratio') return withoutNoughts({ count: k ?? 0 });
  if (kind === 'rate')
    return withoutNoughts({ of: n ?? 0, count: k ?? 0, low: low ?? 0, high: high ?? 0 });
  // Offers on a day on which nobody was there at noon are of no day.
  if (kind === 'number')
    return n === 0 ? {} : withoutNoughts({ count: rounded((k ?? 0) / (n ?? 1)) });
  return times ? { n: times, ...durationsOf(first) } : {};
}

/** As bins tell them; where those are further from the true ones than bins may be, the true ones. */
function durationsOf(told: Told): Plain {
  const { median, p90, median_in_bins: middle, p90_in_bins: late } = told;
  const nearest = (one: number, other: number) =>
    Math.abs(one - other) <= WITHIN * Math.max(one, other) + LEAST_MILLIS ? Math.round(one) : other;
  return { median: nearest(middle ?? 0, median ?? 0), p90: nearest(late ?? 0, p90 ?? 0) };
}

/** A sum; with `n` what there is of it for each, where there is any. */
function moneyOf({ k, n }: Told): number {
  if (n === null) return Math.round(k ?? 0);
  return n > 0 ? Math.round((k ?? 0) / n) : 0;
}

function rounded(number: number): number {
  return Math.round(number * 10_000) / 10_000;
}

function withoutNoughts(numbers: Plain): Plain {
  return Object.fromEntries(Object.entries(numbers).filter(([, one]) => one !== 0));
}

function areSame(ours: Plain, theirs: Plain, apart: number): boolean {
  const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...names].every((name) => {
    const [one = 0, other = 0] = [ours[name], theirs[name]];
    return Math.abs(one - other) < (name === 'median' || name === 'p90' ? 2 : apart + 1e-6);
  });
}
