// A report as a table of text, for a terminal. One row for all: its layers stand below each other; else one line a row.

import { majorUnits } from '../../../functions/reports/money.ts';
import type { Shown, Times } from '../../../functions/reports/report.ts';
import type { NoRate, Rate } from '../../../functions/reports/wilson.ts';
import type {
  BehindAnswer,
  CockpitAnswer,
  ReportAnswer,
  SectionShown,
} from '../../../functions/use-cases/answers/report-answers.ts';
import { aligned } from './aligned.ts';

type Column = SectionShown['columns'][number] & Partial<Pick<SectionShown, 'workingDay'>>;
type Row = SectionShown['rows'][number];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A bar of this many letters is all of it. */
const BAR = 10;

export function tableOf(report: ReportAnswer): string {
  const { name, view, by, filter, from, to, asOf, zone, total } = report;
  const scope = filter === undefined ? '' : `, ${filter}`;
  const head = [
    report.question,
    `${name}, ${view}, by ${by}${scope}, ${periodOf({ from, to })}, as of the end of ${asOf} in ${zone}`,
  ];
  const foot = [
    report.definition,
    `Counted: ${report.population}`,
    `It cannot say: ${report.cannotSay}`,
    ...warned(report),
    ...(report.upTo ? [`With all that happened until ${report.upTo}.`] : []),
    `Decided by version ${report.policies.join(', ') || '–'} of the policy.`,
    ...(report.withoutRate ? [withoutRateText(report.withoutRate)] : []),
    ...(report.restated.length > 0 ? [restatedText(report)] : []),
    ...(total.immature ? ['Windows of these leads still run: not yet is not lost.'] : []),
  ];
  return [...head, '', ...bodyOf(report), '', ...foot].join('\n');
}

/** Its sections below each other, and how to come to the leads behind a figure. */
export function cockpitText(cockpit: CockpitAnswer): string {
  const { question, cannotSay, from, to, asOf, zone, sections } = cockpit;
  const shown = sections.flatMap((section) => [
    '',
    `${section.title} (${section.name}, ${section.view})`,
    ...bodyOf(section, section.columns),
    ...warned(section),
  ]);
  const head = `cockpit, ${from} to ${to}, as of the end of ${asOf} in ${zone}`;
  const how = 'The leads behind a figure: npm run report -- NAME --view VIEW --figure FIGURE.';
  return [question, head, ...shown, '', `It cannot say: ${cannotSay}`, how].join('\n');
}

/** The leads behind a figure, one line each, or one for each thing of them that it counts. */
export function behindText({ items }: Pick<BehindAnswer, 'items'>): string {
  if (items.length === 0) return 'Nobody stands behind this figure.';
  const told = items.flatMap(({ id, count = 0, amounts, lines = [{}] }) => {
    const counts = amounts ? moneyText(amounts) : whole(count);
    return lines.map((line) => ({ lead: id, counts, ...line }));
  });
  const keys = [...new Set(told.flatMap((line) => Object.keys(line)))];
  const rows = told.map((line) => keys.map((key) => String(Object(line)[key] ?? '')));
  const sums: Record<string, number> = {};
  for (const { amounts = {} } of items)
    for (const [currency, minor] of Object.entries(amounts))
      sums[currency] = (sums[currency] ?? 0) + minor;
  const sum = moneyText(sums) || whole(items.reduce((all, { count = 0 }) => all + count, 0));
  return [...aligned([keys, ...rows]), '', `${items.length} leads, ${sum} together`].join('\n');
}

/** `main`: the columns of which a row is told. */
export function bodyOf(section: SectionShown, main = mainColumns(section)): readonly string[] {
  const { by, rows, total, workingDay } = section;
  if (rows.length === 0) return ['Nothing happened in this period.'];
  const isLayered = by === 'all' && section.columns.some(({ group }) => group !== undefined);
  const timed = (columns: readonly Column[]) => columns.map((one) => ({ ...one, workingDay }));
  return rows.length <= 1 && isLayered
    ? layers(total, timed(section.columns))
    : lines(section, timed(main));
}

/** What is worth saying of the figures. */
export function warned({ warnings }: Pick<ReportAnswer, 'warnings'>): readonly string[] {
  return warnings.map(({ row, says }) => `! ${row === undefined ? '' : `${row}: `}${says}`);
}

/** What stands open is told whenever it began. */
function periodOf({ from, to }: Pick<ReportAnswer, 'from' | 'to'>): string {
  return from.startsWith('1900') && to.startsWith('2199') ? 'all of it' : `${from} to ${to}`;
}

function withoutRateText(some: NonNullable<ReportAnswer['withoutRate']>): string {
  const said = some.map(({ what, currency, count }) => `${what} in ${currency} (${whole(count)})`);
  return `Without a rate on their day, and so in no figure of the company’s own currency: ${said.join(', ')}.`;
}

/** How often each thing happened that moved figures of before. */
function restatedText({ restated }: ReportAnswer): string {
  const types = Map.groupBy(restated, ({ type }) => type);
  const said = [...types].map(
    ([type, some]) => `${type} ${some.reduce((sum, { count }) => sum + count, 0)}`,
  );
  return `Restated meanwhile: ${said.join(', ')}.`;
}

/** Groups below each other, their parts beside. */
function layers(row: Row, columns: readonly Column[]): readonly string[] {
  const groups = [...Map.groupBy(columns, ({ group = '' }) => group)].filter(([, some]) =>
    some.some(({ key }) => isSomething(row.figures[key])),
  );
  const parts = [...new Set(columns.map(({ part = '' }) => part))].filter((part) =>
    groups.some(([, some]) =>
      some.some((one) => (one.part ?? '') === part && isSomething(row.figures[one.key])),
    ),
  );
  const table = groups.map(([group, some]) => [
    group,
    ...parts.map((part) => {
      const column = some.find((one) => (one.part ?? '') === part);
      return column ? textOf(row.figures[column.key], column) : '';
    }),
  ]);
  return aligned([['', ...parts], ...table]);
}

/** What of a group stands beside the others' where each row has one line. */
const MAIN: ReadonlySet<string> = new Set(['leads', 'orders', 'of MAL', 'at home']);

function mainColumns({ columns }: SectionShown): readonly Column[] {
  return columns.filter(({ part }) => part === undefined || MAIN.has(part));
}

/** One line a row and one of all, with those columns in which there is something. */
function lines({ rows, total, by }: SectionShown, columns: readonly Column[]): readonly string[] {
  const few = columns.filter(
    ({ key }) => isSomething(total.figures[key]) && !isNobody(total.figures[key]),
  );
  if (few.length === 0) return ['Nothing happened in this period.'];
  const line = ({ value, note, figures, immature }: Row) => [
    `${value}${note === undefined ? '' : ` (${note})`}${immature ? ' *' : ''}`,
    ...few.map((column) => textOf(figures[column.key], column)),
  ];
  const titles = [by, ...few.map(({ title }) => title)];
  return aligned([titles, ...rows.map(line), ...(rows.length > 1 ? [line(total)] : [])]);
}

/** A share of none among some: beside a column of noughts it tells nothing. */
function isNobody(shown: unknown): boolean {
  return typeof shown === 'object' && shown !== null && 'of' in shown && Object(shown).count === 0;
}

function isSomething(shown: unknown): boolean {
  if (typeof shown === 'number') return shown !== 0;
  if (typeof shown !== 'object' || shown === null) return false;
  if ('of' in shown) return shown.of !== 0;
  return 'median' in shown ? Object(shown).n > 0 : Object.keys(shown).length > 0;
}

/** A figure in a few letters. */
function textOf(shown: Shown | undefined, column: Column): string {
  const { kind, title } = column;
  if (shown === undefined) return '';
  if (shown === null) return '–';
  if (typeof shown === 'number')
    return kind === 'ratio' ? `${whole(Math.round(shown * 100))} %` : whole(shown);
  if ('median' in shown) return timesText(shown as Times, column);
  if ('of' in shown) return rateText(shown as Rate | NoRate);
  return moneyText(shown as Readonly<Record<string, number>>, title);
}

/** Amounts in minor units by currency. */
function moneyText(amounts: Readonly<Record<string, number>>, title = ''): string {
  return Object.entries(amounts)
    .map(([currency, minor]) => {
      const amount = whole(majorUnits(minor, currency));
      // Where the title names it, it need not be said in each line.
      return title.includes(currency) ? amount : `${amount} ${currency}`;
    })
    .join(', ');
}

function rateText(rate: Rate | NoRate): string {
  if ('refused' in rate)
    return rate.refused === 'NONE' ? '–' : `${rate.count} of ${rate.of}: too few to say`;
  const [share, low, high] = [rate.rate, rate.low, rate.high].map((one) => Math.round(one * 100));
  const full = Math.round(rate.rate * BAR);
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${share} % (${low}–${high})`;
}

function timesText({ n, median, p90 }: Times, column: Column): string {
  if (median === null || p90 === null) return '–';
  return `${duration(median, column)}, p90 ${duration(p90, column)}, n ${n}`;
}

/** A day of work has the calendar's hours, no 24: working time is told in working hours or such days. */
function duration(millis: number, { clock, workingDay = 0 }: Column): string {
  if (clock === 'working')
    return workingDay > 0 && millis >= 2 * workingDay
      ? `${(millis / workingDay).toFixed(1)} wd`
      : `${(millis / HOUR).toFixed(1)} wh`;
  if (millis < HOUR) return `${Math.round(millis / 60_000)} min`;
  return millis < 2 * DAY ? `${(millis / HOUR).toFixed(1)} h` : `${(millis / DAY).toFixed(1)} d`;
}

function whole(number: number): string {
  return number.toLocaleString('en', { maximumFractionDigits: 2 });
}
