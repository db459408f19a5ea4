// What a weekly digest tells of figures: the headlines of four reports, and the agenda of what sales rejected or gave back (A3-12). Each is
// read once a run, whoever asks for it.

import { dateOfDay, dayOfDate } from '../../leads/calendar/local-days.ts';
import { compareText } from '../../leads/compare-text.ts';
import { decimalsOf } from '../../leads/currency.ts';
import type { Entry } from '../../leads/digest/digest.ts';
import type { Actor, Command, MetricStore } from '../../ports.ts';
import type { ReportName } from '../../reports/definitions/reports.ts';
import { type AgendaItem, agendaOf } from '../../reports/figures/agenda.ts';
import { majorUnits } from '../../reports/money.ts';
import type { NoRate, Rate } from '../../reports/wilson.ts';
import type { ReportAnswer } from '../answers/report-answers.ts';
import { once } from '../once.ts';
import { askedBy } from '../reporting/asked-by.ts';
import { monthsFrom } from '../reporting/months.ts';
import { foldedOf, type MetricDeps } from '../reporting/project-scopes.ts';
import { questionOf } from '../reporting/question.ts';
import { showReport } from '../reporting/read-report.ts';

const PAGE = 100;
/** Who sees all of the company's figures. */
const READER: Actor = { kind: 'director', sub: 'digest' };

/** Days, both inside. */
interface Week {
  readonly since: string;
  readonly until: string;
}

export interface WeekInFigures {
  /** All of the days' agenda, the first first, as far as anybody's zone goes. */
  readonly agenda: (week: Week) => Promise<readonly AgendaItem[]>;
  readonly headlines: (week: Week) => Promise<readonly Entry[]>;
}

export function weekInFigures(deps: MetricDeps, { at }: Pick<Command, 'at'>): WeekInFigures {
  const ofMonth = once((month) => agendaOfMonth(deps.metrics, month));
  const headlines = once(async (name) => {
    const [since = '', until = ''] = name.split(' ');
    return headlinesOf(deps, { at, since, until });
  });
  return {
    async agenda({ since, until }) {
      // A day of one zone reaches into the days beside it of another.
      const [first, last] = [dayOfDate(since) - 1, dayOfDate(until) + 1].map(dateOfDay);
      const items = await Promise.all(monthsOf(String(first), String(last)).map(ofMonth));
      // A lead that moved in two months is in both.
      const known = new Map(items.flat().map((item) => [JSON.stringify(item), item]));
      return [...known.values()].toSorted((one, other) => compareText(one.at, other.at));
    },
    headlines: ({ since, until }) => headlines(`${since} ${until}`),
  };
}

/** Of the leads that moved in the month. */
async function agendaOfMonth(metrics: MetricStore, month: string): Promise<readonly AgendaItem[]> {
  const found: AgendaItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await metrics.movedIn(month, { limit: PAGE, cursor });
    const facts = await metrics.facts(page.items.map(({ scope }) => scope));
    for (const row of facts.values()) found.push(...agendaOf(foldedOf(row).fact));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** Months from that of one day to that of another. */
function monthsOf(first: string, last: string): readonly string[] {
  const month = first.slice(0, 7);
  return month === last.slice(0, 7) ? [month] : [month, ...monthsOf(monthsFrom(month, 1), last)];
}

/** What there is to say of the week; nothing is said of nothing. */
async function headlinesOf(
  deps: MetricDeps,
  { at, since, until }: Pick<Command, 'at'> & Week,
): Promise<readonly Entry[]> {
  const question = await questionOf(deps, { at, by: READER });
  const days = { from: since, to: until };
  const asked = async (name: ReportName, query: Readonly<Record<string, string>> = {}) => {
    const { total } = await showReport(question, await askedBy(question, name, query));
    const search = new URLSearchParams(query).toString();
    const report = `/v1/reports/${name}${search && `?${search}`}`;
    return { report, figures: total.figures };
  };
  return [
    ...funnelOf(await asked('funnel', { view: 'period', ...days })),
    ...inTimeOf(await asked('sla', days)),
    ...creditsOf(await asked('credit')),
    ...forecastOf(await asked('forecast')),
  ];
}

interface Told {
  readonly report: string;
  readonly figures: ReportAnswer['total']['figures'];
}

function funnelOf({ report, figures }: Told): readonly Entry[] {
  const { MQL, SAL, OPPORTUNITY, WON } = figures;
  if ([MQL, SAL, OPPORTUNITY, WON].every((count) => count === 0)) return [];
  const entries = { mql: `${MQL}`, sal: `${SAL}`, opportunity: `${OPPORTUNITY}`, won: `${WON}` };
  return [['figures', { name: 'funnel', ...entries, report }]];
}

function inTimeOf({ report, figures }: Told): readonly Entry[] {
  // Codec: the column is a rate.
  const share = figures['in time'] as Rate | NoRate;
  const of = `${share.of}`;
  if (share.of === 0) return [];
  if ('refused' in share)
    return [['figures', { name: 'tooFewInTime', count: `${share.count}`, of, report }]];
  const percent = `${Math.round(share.rate * 100)}`;
  return [['figures', { name: 'inTime', percent, of, report }]];
}

function creditsOf({ report, figures }: Told): readonly Entry[] {
  const [pending, windowOpen] = [Number(figures.pending), Number(figures['window open'])];
  if (pending + windowOpen === 0) return [];
  const counts = { pending: `${pending}`, windowOpen: `${windowOpen}` };
  return [['figures', { name: 'openCredits', ...counts, report }]];
}

function forecastOf({ report, figures }: Told): readonly Entry[] {
  // Codec: the column is money.
  const sums = Object.entries(figures.expected as Readonly<Record<string, number>>);
  const amounts = sums.map(([currency, minor]) => {
    const digits = decimalsOf(currency);
    const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    return `${currency} ${majorUnits(minor, currency).toLocaleString('en', format)}`;
  });
  return amounts.length > 0 ? [['figures', { name: 'forecast', amounts, report }]] : [];
}
