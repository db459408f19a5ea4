// From the first interest to the order (A0-13, A1-6): how many come to each layer, how many of them go on, and how long it takes.

import { STAGES } from '../facts/lead-fact.ts';
import { counted } from '../figures/figures.ts';
import { homeColumns } from '../home-columns.ts';
import {
  type Column,
  count,
  money,
  type ReportDefinition,
  rate,
  type Span,
  times,
} from '../report.ts';
import { funnelWarnings } from './funnel-warnings.ts';

const WORTH = ['OPPORTUNITY', 'POC', 'WON'];

function layer(stage: string, before: string | undefined): readonly Column[] {
  const part = (name: string) => ({ group: stage, part: name, title: `${stage} ${name}` });
  const n = `n:${stage}`;
  return [
    count(stage, n, { group: stage, part: 'leads' }),
    ...(before === undefined
      ? []
      : [
          rate(`${stage} of ${before}`, [n], [`n:${before}`], part('of the layer before')),
          rate(`${stage} of MAL`, [n], ['n:MAL'], part('of MAL')),
          times(`${stage} time`, `t:${stage}`, 'elapsed', part('time from the layer before')),
        ]),
    ...(WORTH.includes(stage) ? [money(`${stage} amount`, `a:${stage}`, part('amount'))] : []),
    count(`${stage} inferred`, `i:${stage}`, part('inferred')),
    count(`${stage} again`, `r:${stage}`, part('again')),
    count(`${stage} of customers`, `x:${stage}`, part('of customers')),
  ];
}

const chain = STAGES.flatMap((stage, index) => layer(stage, STAGES[index - 1]));

/** Leads whose window has not run out at the end of the day: not yet is not lost. */
function open(key: string, window: string, title: string): Column {
  const isOpen = (component: string, { asOf }: Span) =>
    component.startsWith(`d:${window}:`) && component.slice(`d:${window}:`.length) >= asOf;
  return {
    key,
    title,
    kind: 'count',
    group: 'still open',
    part: title,
    of: (components, span) =>
      [...components].reduce((sum, [one, each]) => (isOpen(one, span) ? sum + each : sum), 0),
    behind: isOpen,
  };
}

function entriesOf(stage: string): readonly Column[] {
  const part = (name: string) => ({ group: stage, part: name, title: `${stage} ${name}` });
  return [
    count(stage, `n:${stage}`, { group: stage, part: 'leads' }),
    count(`${stage} again`, `r:${stage}`, part('again')),
    count(`${stage} of customers`, `x:${stage}`, part('of customers')),
    ...(WORTH.includes(stage) ? [money(`${stage} amount`, `a:${stage}`, part('amount'))] : []),
  ];
}

async function wonAtHome(own: () => Promise<string>): Promise<readonly Column[]> {
  return homeColumns(await own(), {
    of: 'WON:',
    amount: 'WON amount',
    what: 'orders',
    group: 'WON',
  });
}

export const funnel: ReportDefinition = {
  counted: 'funnel',
  question: 'How many leads come to each layer of the funnel, and how many of them go on?',
  population:
    'Leads that were accepted by marketing or brought by sales; those of customers apart, merged ones once. Lost and nurtured leads stay in.',
  cannotSay:
    'Why a lead did not go on: rejects says so. A cohort is final only when nothing of it is open.',
  dimensions: counted.funnel.dimensions,
  warnings: funnelWarnings,
  views: {
    cohort: {
      period: 'month',
      definition:
        'Leads by the month in which they became MAL, and how far they have come since. A layer that was skipped is filled in (inferred); a lead that comes again in a later cycle counts once, and under “again” for each time.',
      columns: async (_rows, _weights, own) => [
        ...chain,
        ...(await wonAtHome(own)),
        ...layer('POC', 'OPPORTUNITY'),
        times('whole way', 't:WAY', 'elapsed', { group: 'MAL to WON', part: 'time' }),
        open('offers open', 'OFFERED', 'answers outstanding'),
        open('windows open', 'WINDOW_OPEN', 'opportunity outstanding'),
        open('credits open', 'PENDING', 'cancel window running'),
      ],
    },
    period: {
      period: 'day',
      definition:
        'Entries into each layer on the days of the period, whenever the lead began. This is no rate: those who entered a layer are not those who entered the one before.',
      columns: async (_rows, _weights, own) => [
        ...[...STAGES, 'POC'].flatMap(entriesOf),
        ...(await wonAtHome(own)),
      ],
    },
  },
};
