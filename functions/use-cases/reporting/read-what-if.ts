// What-if on conversions as it is asked for: the funnel of a cohort, and what its leads cost, with rates put in the place of some.

import { type FieldProblem, Invalid } from '../../leads/errors.ts';
import { present } from '../../leads/present.ts';
import { inOneSpelling } from '../../leads/scopes.ts';
import type { Command } from '../../ports.ts';
import { STAGES } from '../../reports/facts/lead-fact.ts';
import { majorUnits, minorUnits } from '../../reports/money.ts';
import type { Column } from '../../reports/report.ts';
import { type Estimate, whatIf } from '../../reports/what-if.ts';
import type { WhatIfAnswer } from '../answers/report-answers.ts';
import type { Asked } from './ask-report.ts';
import { supposed, type WhatIfQuery } from './ask-what-if.ts';
import { askedBy } from './asked-by.ts';
import type { MetricDeps } from './project-scopes.ts';
import { type Question, questionOf } from './question.ts';
import { readRows } from './read-rows.ts';

const SAYS = {
  question:
    'What if another share went on at some steps: how many deals come out, and what does one cost?',
  definition:
    'Leads × the rate of each step. A rate that is set by hand is taken as sure; the others have Wilson’s interval of the cohort, and those of all steps together make the interval of the deals. The cost of a lead is what was spent in those months by lead, in the own currency, or what is given.',
  cannotSay:
    'Whether a rate can be changed, what that would cost, and whether more leads of the same kind exist: leads that one more step lets through may be worse at the next. Leads that are still under way count as not gone on: take months that are over.',
};

/** For directors and ops. Throws Invalid naming what is wrong. */
export async function readWhatIf(
  deps: MetricDeps,
  command: Pick<Command, 'at' | 'by'>,
  { rates, leads: begin, costPerLead: cost, ...query }: WhatIfQuery,
): Promise<WhatIfAnswer> {
  const { changed, leads, costPerLead, wrong } = supposed({
    rates,
    leads: begin,
    costPerLead: cost,
  });
  const question = await questionOf(deps, command);
  const asked = await together(wrong, () => askedBy(question, 'funnel', query));
  const { currency: own } = (await question.policy(asked.asOf)).tenant;
  const [funnel, spent] = [
    await totalOf(question, asked),
    await spendOf(asked, (filter) => askedBy(question, 'sources', { ...query, ...filter })).then(
      (sources) => sources && totalOf(question, sources),
    ),
  ];
  const counts = new Map(STAGES.map((stage) => [stage, Number(funnel.figure(stage))]));
  const seenCost = spent && major(spent.figure('cost per lead at home'), own);
  const perLead = costPerLead ?? seenCost;
  const first = counts.get('MAL') ?? 0;
  const { from, to, asOf, filter } = asked;
  const reckoned = whatIf({ counts, changed, leads: leads ?? first, costPerLead: perLead });
  return {
    ...{ name: 'what-if', ...SAYS, from, to, asOf, zone: question.zone, askedAt: question.at },
    ...present({ filter: filter && `${filter.dimension}:${filter.value}` }),
    immature: funnel.immature,
    currency: own,
    leads: { was: first, wouldBe: leads ?? first },
    costPerLead: { was: seenCost ?? null, wouldBe: perLead ?? null },
    steps: reckoned.steps,
    deals: { was: counts.get('WON') ?? 0, wouldBe: reckoned.deals },
    costPerDeal: {
      was: (spent && major(spent.figure('CAC at home'), own)) ?? null,
      wouldBe: reckoned.costPerDeal && rounded(reckoned.costPerDeal, own),
    },
    missing: reckoned.steps.flatMap(({ stage, rate }) => (rate === null ? [stage] : [])),
  };
}

/** Leads of a source cost what was spent on it; by what spend is not told, no cost is known. */
async function spendOf(
  { filter }: Asked,
  ask: (filter: { readonly filter?: string }) => Promise<Asked>,
): Promise<Asked | undefined> {
  if (filter === undefined) return ask({});
  const value = ['campaign', 'source'].includes(filter.dimension)
    ? inOneSpelling(filter.value)
    : filter.value;
  const isTold = ['class', 'channel', 'source', 'campaign'].includes(filter.dimension);
  return isTold ? ask({ filter: `${filter.dimension}:${value}` }) : undefined;
}

async function totalOf(question: Question, asked: Asked) {
  const { total, columns } = await readRows(question, asked);
  const shown = ({ of }: Column) => of(total, asked);
  return {
    figure: (key: string) => {
      const column = columns.find((one) => one.key === key);
      return column ? shown(column) : 0;
    },
    immature: columns.some((one) => one.group === 'still open' && shown(one) !== 0),
  };
}

/** What a figure of money says in the currency. */
function major(shown: unknown, currency: string): number | undefined {
  const minor: unknown = Object(shown)[currency];
  return typeof minor === 'number' ? majorUnits(minor, currency) : undefined;
}

function rounded({ expected, low, high }: Estimate, currency: string): Estimate {
  const round = (sum: number) => majorUnits(minorUnits(sum, currency), currency);
  return { expected: round(expected), low: round(low), high: round(high) };
}

/** What is wrong with the question itself is told with what is wrong in what is supposed. */
async function together<Asking>(
  wrong: readonly FieldProblem[],
  ask: () => Promise<Asking>,
): Promise<Asking> {
  let found: readonly FieldProblem[] = [];
  const asked = await ask().catch((error: unknown) => {
    if (!(error instanceof Invalid)) throw error;
    found = error.problem.errors ?? [];
    return undefined;
  });
  if (asked !== undefined && wrong.length === 0) return asked;
  throw new Invalid([...wrong, ...found]);
}
