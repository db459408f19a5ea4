// A file of spend becomes rows (A1-6): month, channel, campaign, amount, currency, as people and ad platforms write them. Each cell that
// cannot be read is named with its line, what stands there and what to do; the other rows go in.

import { type Row, readTable } from '../csv.ts';
import { type CurrencyNames, currencyIn, NO_CURRENCY } from '../currency.ts';
import { type FieldProblem, Invalid } from '../errors.ts';
import { line, shown } from '../fields.ts';
import { present } from '../present.ts';
import { CHANNELS } from './source.ts';
import type { SourcePolicy } from './source-policy.ts';
import { FIRST_MONTH, type Spend, spendIdOf } from './spend.ts';
import { spendChannelIn } from './spend-channel.ts';
import { amountIn } from './written-amount.ts';

const COLUMNS = ['month', 'channel', 'campaign', 'amount', 'currency'] as const;
type Column = (typeof COLUMNS)[number];

/** What else such a column is called, in small letters and without blanks, dashes and underscores. */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  month: ['months', 'monat', 'mois', '月', '月份', '年月'],
  channel: ['platform', 'source', 'medium', 'kanal', '渠道', '渠道名称', '平台', '媒体', '来源'],
  campaign: [
    'campaignname',
    'kampagne',
    '活动',
    '活动名称',
    '推广活动',
    '广告计划',
    '系列',
    '广告系列',
    '推广计划',
    '计划',
    '计划名称',
  ],
  amount: [
    'spend',
    'cost',
    'amountspent',
    'betrag',
    'kosten',
    '金额',
    '消耗',
    '支出',
    '花费',
    '消费',
    '费用',
    '成本',
  ],
  currency: ['currencycode', 'währung', 'waehrung', '币种', '货币'],
};

/** A row of the file as it will be kept, but for what it is at home. */
export type SpendLine = Omit<Spend, 'version' | 'home'> & { readonly line: number };

/** One thing that is wrong with a row. */
export interface BadSpend {
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

export interface SpendFile {
  readonly rows: number;
  readonly good: readonly SpendLine[];
  readonly bad: readonly BadSpend[];
}

interface Options {
  readonly sources: SourcePolicy;
  readonly currencyNames: CurrencyNames;
  /** The month in which it is read, in the tenant's zone: nothing was spent later. */
  readonly thisMonth: string;
}

/** Throws Invalid for what is wrong with the file as a whole: its encoding, quotes or columns. */
export function readSpend(csv: string, options: Options): SpendFile {
  const { header, rows } = readTable(csv, { path: '', each: 'month, channel and campaign' });
  const columns = columnsOf(header);
  const good = new Map<string, SpendLine>();
  const bad: BadSpend[] = [];
  for (const row of rows) {
    const read = lineOf(row, { header, columns, options });
    if ('bad' in read) bad.push(...read.bad);
    else {
      const first = good.get(read.spendId);
      if (first === undefined) good.set(read.spendId, read);
      else bad.push(twice(read, first));
    }
  }
  return { rows: rows.length, good: [...good.values()], bad };
}

function twice({ line: at, campaign = '' }: SpendLine, first: SpendLine): BadSpend {
  const reason = `has the month, channel, campaign and currency of line ${first.line}; add the two up to one row`;
  return { line: at, column: '', value: campaign, reason };
}

function columnsOf(header: readonly string[]): Readonly<Record<Column, number>> {
  const plain = header.map((name) =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[\s_-]/g, ''),
  );
  const problems: FieldProblem[] = [];
  const places = COLUMNS.map((column) => {
    const exact = plain.flatMap((name, index) => (name === column ? [index] : []));
    const others = plain.flatMap((name, index) => (NAMES[column].includes(name) ? [index] : []));
    const [place, second] = exact.length > 0 ? exact : others;
    if (place === undefined)
      problems.push({
        path: column,
        message: `has no column ${column}; name it so, or ${NAMES[column].at(-1)}`,
      });
    if (second !== undefined)
      problems.push({
        path: column,
        message: `has two columns for ${column}: ${header[place ?? 0]}, ${header[second]}; name one of them ${column}, or leave it out`,
      });
    return [column, place ?? 0] as const;
  });
  const has = `; it has ${header.join(', ').slice(0, 200)}`;
  if (problems.length > 0)
    throw new Invalid(problems.map(({ path, message }) => ({ path, message: message + has })));
  // Codec: Object.fromEntries forgets the names.
  return Object.fromEntries(places) as Record<Column, number>;
}

type Read<Value> = { readonly is: Value } | { readonly wrong: string };

function lineOf(
  { line: at, cells }: Row,
  {
    header,
    columns,
    options,
  }: {
    readonly header: readonly string[];
    readonly columns: Readonly<Record<Column, number>>;
    readonly options: Options;
  },
): SpendLine | { readonly bad: readonly BadSpend[] } {
  if (cells.slice(header.length).some((text) => text !== '')) {
    const reason = `has ${cells.length} cells and the header ${header.length}; put cells that hold the separator in quotes`;
    return { bad: [{ line: at, column: '', value: cells.join(' | ').slice(0, 100), reason }] };
  }
  const { sources, currencyNames, thisMonth } = options;
  const bad: BadSpend[] = [];
  const cell = <Value>(column: Column, read: (text: string) => Read<Value>): Value | undefined => {
    const text = cells[columns[column]] ?? '';
    const found = text === '' && column !== 'campaign' ? { wrong: 'is missing' } : read(text);
    if ('is' in found) return found.is;
    const named = header[columns[column]] ?? column;
    bad.push({ line: at, column: named, value: text.slice(0, 100), reason: found.wrong });
    return undefined;
  };
  const month = cell('month', (text) => monthIn(text, thisMonth));
  const channel = cell('channel', (text) => channelIn(text, sources));
  const campaign = cell('campaign', campaignIn);
  const currency = cell('currency', (text) => {
    const is = currencyIn(text, currencyNames);
    return is === undefined ? { wrong: NO_CURRENCY } : { is };
  });
  const amount = cell('amount', (text) => {
    if (currency === undefined) return { is: 0 };
    const read = amountIn(text, currency, currencyNames);
    return 'wrong' in read ? read : { is: read.amount };
  });
  if (bad.length > 0 || !month || !channel || !currency || amount === undefined) return { bad };
  const said = { month, ...channel, ...present({ campaign }), amount, currency };
  return { line: at, spendId: spendIdOf(said), ...said };
}

/** 2026-09, 2026/9, 2026.09, 202609, 2026年9月 and 9/2026; the first of a month, too, since Excel makes it of a month. */
const MONTHS = [
  /^(?<year>\d{4})\s?[-/.年]\s?(?<month>\d{1,2})\s?月?$/,
  /^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.]0?1$/,
  /^(?<year>\d{4})(?<month>\d\d)$/,
  /^(?<month>\d{1,2})[-/.](?<year>\d{4})$/,
];

function monthIn(text: string, thisMonth: string): Read<string> {
  const plain = text.normalize('NFKC').trim();
  const read = MONTHS.map((shape) => shape.exec(plain)?.groups).find((one) => one !== undefined);
  const month = `${read?.year}-${read?.month?.padStart(2, '0')}`;
  if (!/-(0[1-9]|1[0-2])$/.test(month)) return { wrong: 'is no month; give it such as 2026-09' };
  if (month > thisMonth)
    return { wrong: `lies ahead: this is ${thisMonth}; give what was spent, not what is planned` };
  return month < FIRST_MONTH ? { wrong: `is before ${FIRST_MONTH}; check it` } : { is: month };
}

function channelIn(
  text: string,
  sources: SourcePolicy,
): Read<NonNullable<ReturnType<typeof spendChannelIn>>> {
  const is = spendChannelIn(text, sources);
  if (is) return { is };
  const wrong = `is no channel, and no source or medium of the policy; use one of ${CHANNELS.join(', ')}, or name it in sources.rules`;
  return { wrong };
}

/** Spend without a campaign is for leads without one. */
function campaignIn(text: string): Read<string | undefined> {
  if (text === '') return { is: undefined };
  const { success, data, error } = line(200).safeParse(text);
  return success
    ? { is: data }
    : { wrong: error.issues[0]?.message ?? `${shown(text)} is no name` };
}
