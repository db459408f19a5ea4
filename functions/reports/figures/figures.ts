// What each report counts of a lead, and by what it can be taken apart. One line a report; a fact that was merged counts nowhere.

import { type Dimension, OF_LEADS, OF_SOURCES, OF_STAFF } from '../dimensions.ts';
import type { Fact } from '../facts/fact.ts';
import type { LeadFact } from '../facts/lead-fact.ts';
import { addFigures, type Figure, type Tally } from '../tally.ts';
import { accountFigures } from './account-figures.ts';
import { attributionFigures } from './attribution-figures.ts';
import { contentFigures } from './content-figures.ts';
import { creditFigures } from './credit-figures.ts';
import { cycleFigures } from './cycle-figures.ts';
import { fairnessFigures, repDays, rosterFigures } from './fairness-figures.ts';
import { forecastFigures } from './forecast-figures.ts';
import { funnelFigures } from './funnel-figures.ts';
import { pipelineFigures } from './pipeline-figures.ts';
import { rejectFigures } from './reject-figures.ts';
import { RESTATEMENTS, restatementFigures } from './restatement-figures.ts';
import { slaFigures } from './sla-figures.ts';
import { sourceFigures, spendFigures } from './source-figures.ts';
import { annulments, strikeFigures } from './strike-figures.ts';

export interface Counted {
  /** Ways to count the same, each with its own kind of period. */
  readonly views: readonly string[];
  /** Besides the total. */
  readonly dimensions: readonly Dimension[];
  readonly figures: (fact: LeadFact, zone: string) => readonly Figure[];
}

export const counted = {
  funnel: {
    views: ['cohort', 'period'],
    dimensions: [...OF_SOURCES, ...OF_LEADS, ...OF_STAFF],
    figures: funnelFigures,
  },
  pipeline: {
    views: ['open', 'moves'],
    dimensions: ['stage', 'productLine', 'region', 'industry', 'rep', 'department'],
    figures: pipelineFigures,
  },
  forecast: {
    views: ['open', 'won'],
    dimensions: ['productLine', 'region', 'rep', 'department'],
    figures: forecastFigures,
  },
  sla: {
    views: ['offered', 'arrived'],
    dimensions: ['grade', 'productLine', 'region', ...OF_STAFF],
    figures: slaFigures,
  },
  fairness: { views: ['offers'], dimensions: ['rep', 'department'], figures: fairnessFigures },
  content: {
    views: ['brought'],
    dimensions: ['page', 'author', 'content', 'class', 'channel'],
    figures: contentFigures,
  },
  accounts: {
    views: ['open', 'customers', 'lost', 'segments'],
    dimensions: ['region', 'industry', 'segment', 'department', 'rep', 'sdr'],
    figures: accountFigures,
  },
  rejects: {
    views: ['answered'],
    dimensions: ['class', 'channel', 'campaign', 'grade', ...OF_STAFF],
    figures: rejectFigures,
  },
  strikes: { views: ['recorded'], dimensions: ['rep', 'department'], figures: strikeFigures },
  credit: {
    views: ['month', 'accepted', 'answers'],
    dimensions: ['sdr', 'rep', 'department', 'org', 'pair'],
    figures: creditFigures,
  },
  attribution: {
    views: ['won'],
    dimensions: OF_SOURCES,
    figures: attributionFigures,
  },
  sources: {
    views: ['cohort'],
    dimensions: ['class', 'channel', 'source', 'campaign'],
    figures: sourceFigures,
  },
  cycles: {
    views: ['ended'],
    dimensions: ['class', 'productLine', 'region', 'industry', ...OF_STAFF],
    figures: cycleFigures,
  },
  [RESTATEMENTS.report]: { views: [RESTATEMENTS.view], dimensions: [], figures: () => [] },
} as const satisfies Readonly<Record<string, Counted>>;
export type CountedReport = keyof typeof counted;

/** Raised by whoever changes what is folded or counted: figures of another edition take no difference before they are rebuilt (test/unit/reports/edition.test.ts). */
export const EDITION = 1;

/** All that the fact counts for, with days and months in the zone. */
export function tallyOf(fact: Fact | undefined, zone: string): Tally {
  const tally = new Map<string, number>();
  // A journey that is merged counts nowhere else, and its merge here.
  if (fact) addFigures(tally, RESTATEMENTS.report, [], restatementFigures(fact, zone));
  if (fact?.kind === 'rep') {
    addFigures(tally, 'strikes', counted.strikes.dimensions, annulments(fact, zone));
    addFigures(tally, 'fairness', counted.fairness.dimensions, repDays(fact, zone));
  }
  if (fact?.kind === 'roster')
    addFigures(tally, 'fairness', counted.fairness.dimensions, rosterFigures(fact));
  if (fact?.kind === 'spend')
    addFigures(tally, 'sources', counted.sources.dimensions, spendFigures(fact));
  if (fact?.kind !== 'lead' || fact.mergedInto !== undefined) return tally;
  for (const [report, { dimensions, figures }] of Object.entries(counted))
    addFigures(tally, report, dimensions, figures(fact, zone));
  return tally;
}
