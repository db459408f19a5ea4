// What each source costs and what comes of it (A1-6): cost a step, CAC and ROI of the leads of a month and what was spent in it.

import { counted } from '../figures/figures.ts';
import { PAID_STEPS } from '../figures/source-figures.ts';
import { atHome, homeColumns, withoutRate } from '../home-columns.ts';
import { sharesOf } from '../money.ts';
import {
  type Column,
  type Components,
  count,
  type Money,
  money,
  moneyUnder,
  type ReportDefinition,
  rate,
} from '../report.ts';

/** What a step is called, and what it is counted by. */
const STEPS = [
  ['lead', 'n:MAL'],
  ['MQL', 'n:MQL'],
  ['opportunity', 'n:OPPORTUNITY'],
  ['deal', 'deals'],
] as const;

const spent = money('spent', 'a:spent');

interface Naming {
  readonly key: string;
  /** Of the column at home, and its part. */
  readonly title: string;
  readonly part?: string;
}

/** By currency and at home: the same reckoned of what was spent in each. Behind it stands what was spent. */
function ofSpend(
  { key, title, part = 'at home' }: Naming,
  own: string,
  reckon: (spend: number, components: Components) => number | undefined,
): readonly Column[] {
  const each = (components: Components, spend: Money): Money =>
    Object.fromEntries(
      Object.entries(spend).flatMap(([currency, amount]) => {
        const reckoned = reckon(amount, components);
        return reckoned === undefined ? [] : [[currency, reckoned] as const];
      }),
    );
  return [
    {
      ...spent,
      ...{ key, title: key, group: key, part: 'by currency' },
      of: (components) => each(components, moneyUnder(components, 'a:spent')),
    },
    {
      ...spent,
      ...{ key: `${key} at home`, title, group: key, part },
      of: (components) => each(components, wholeSpend(components, own)),
      behind: (component) => component.startsWith('h:spent:'),
    },
  ];
}

/** Nothing is reckoned of a part: what has no rate is not nothing. */
function wholeSpend(components: Components, own: string): Money {
  const isWhole = Object.keys(withoutRate(components, own, 'spent:')).length === 0;
  return isWhole ? atHome(components, own, 'spent:') : {};
}

/** Of no step there is no cost. */
function costPer(component: string) {
  return (spend: number, components: Components) => {
    const n = components.get(component) ?? 0;
    return n > 0 ? Math.round(spend / n) : undefined;
  };
}

/** Each lead costs the same: what was spent on those that came to this step and to no later one. The four add up to what was spent. */
function stoppedAt(index: number) {
  return (spend: number, components: Components) => {
    const came = PAID_STEPS.map((step) => components.get(`n:${step}`) ?? 0);
    if (came[0] === 0) return undefined;
    return sharesOf(
      spend,
      came.map((n, at) => n - (came[at + 1] ?? 0)),
    )[index];
  };
}

const STOPS = ['lead', 'MQL', 'opportunity', 'customer'] as const;

/** What came back for what was spent, less that. None of nothing, and none of a part. */
function roi(own: string): Column {
  return {
    key: 'ROI',
    title: 'ROI',
    kind: 'ratio',
    of: (components) => {
      const spend = wholeSpend(components, own)[own] ?? 0;
      const hasAll = [...components.keys()].every(
        (one) => !/^o:(?:spent|won):/.test(one) || one.endsWith(`:${own}`),
      );
      if (!hasAll || spend === 0) return null;
      return ((atHome(components, own, 'won:')[own] ?? 0) - spend) / spend;
    },
    behind: (component) => component.startsWith('h:spent:'),
  };
}

export const sources: ReportDefinition = {
  counted: 'sources',
  question:
    'What does a lead, an opportunity and a customer cost, and which source earns more than it takes?',
  population:
    'Leads by the month in which they became MAL, with what was spent in that month and what has been won of them since; what comes of customers is left out.',
  cannotSay:
    'What would have come without the money, and what sales cost: only what was told as spend is in it. Deals of leads that are still under way come later, so a young month looks dear. Leads count for their first source alone; attribution shares orders among all touches.',
  dimensions: counted.sources.dimensions,
  views: {
    cohort: {
      period: 'month',
      definition:
        'Cost of a step = spent ÷ how many came to it; CAC = spent ÷ customers; ROI = (won − spent) ÷ spent, in the own currency by the rates of the days. Spent and stopped: each lead costs the same, and so much went into those that came no further. A source without spend has no cost and no ROI, and neither has one of which a part has no rate.',
      columns: async (_rows, _weights, of) => {
        const own = await of();
        return [
          { ...spent, group: 'spent' },
          ...homeColumns(own, { of: 'spent:', amount: 'spent', what: 'spend', group: 'spent' }),
          count('leads', 'n:MAL', { group: 'leads', part: 'leads' }),
          count('MQL', 'n:MQL', { group: 'MQL', part: 'leads' }),
          rate('MQL of leads', ['n:MQL'], ['n:MAL'], { group: 'MQL', part: 'of the step before' }),
          count('opportunities', 'n:OPPORTUNITY', { group: 'opportunities', part: 'leads' }),
          rate('opportunities of MQL', ['n:OPPORTUNITY'], ['n:MQL'], {
            ...{ group: 'opportunities', part: 'of the step before' },
          }),
          count('deals', 'deals', { group: 'deals', part: 'leads' }),
          count('customers', 'n:WON', { group: 'customers', part: 'leads' }),
          rate('customers of opportunities', ['n:WON'], ['n:OPPORTUNITY'], {
            ...{ group: 'customers', part: 'of the step before' },
          }),
          { ...money('won', 'a:won'), group: 'won' },
          ...homeColumns(own, { of: 'won:', amount: 'won', what: 'orders', group: 'won' }),
          ...STEPS.flatMap(([step, n]) =>
            ofSpend({ key: `cost per ${step}`, title: `${own} per ${step}` }, own, costPer(n)),
          ),
          ...ofSpend({ key: 'CAC', title: `CAC in ${own}` }, own, costPer('n:WON')),
          roi(own),
          ...STOPS.flatMap((step, index) => {
            const key = `stopped at ${step}`;
            return ofSpend(
              { key, title: `${key} in ${own}`, part: 'in all' },
              own,
              stoppedAt(index),
            );
          }),
          count('leads under way', 'open', { group: 'still open', part: 'leads' }),
        ];
      },
    },
  },
};
