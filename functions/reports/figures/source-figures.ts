// What a source costs and brings (A1-6): leads by the month in which they began and how far they came, what was won of them, and what
// was spent in that month. Campaigns and platforms are one however they are spelled, so that spend and leads meet.

import { monthOf } from '../../leads/calendar/local-dates.ts';
import { inOneSpelling } from '../../leads/scopes.ts';
import type { SourceFacts } from '../../leads/source/source.ts';
import { ofSource, type Values } from '../dimensions.ts';
import type { LeadFact } from '../facts/lead-fact.ts';
import type { SpendFact } from '../facts/spend-fact.ts';
import type { Figure } from '../tally.ts';
import { worth } from './worth.ts';

/** The steps that cost something; those between them are the funnel's. */
export const PAID_STEPS = ['MAL', 'MQL', 'OPPORTUNITY', 'WON'] as const;

/** Components: `n` leads that came to a step, `deals` orders, `open` leads that are still under way, and money that was `won` or `spent`. */
export function sourceFigures(fact: LeadFact, zone: string): readonly Figure[] {
  const { entries, opportunities, expansion, source } = fact;
  const [mal] = entries;
  // What comes of customers was paid for when they became customers (4.8).
  if (mal === undefined || expansion) return [];
  const figure = { view: 'cohort', period: monthOf(zone, mal.at), of: inOne(source) };
  const won = opportunities.filter(({ status }) => status === 'WON');
  const steps = PAID_STEPS.filter((step) =>
    step === 'WON' ? won.length > 0 : entries.some(({ stage }) => stage === step),
  );
  return [
    ...steps.map((step) => ({ ...figure, component: `n:${step}`, count: 1 })),
    { ...figure, component: 'deals', count: won.length },
    { ...figure, component: 'open', count: isUnderWay(fact) ? 1 : 0 },
    ...won.flatMap((one) => worth(one, 'won:').map((counted) => ({ ...figure, ...counted }))),
  ];
}

/** An answer, an opportunity or its end is outstanding: not yet is not lost. */
function isUnderWay({ offers, credits, opportunities }: LeadFact): boolean {
  return (
    opportunities.some(({ status }) => status === 'OPEN') ||
    offers.some(({ end }) => end === 'PENDING') ||
    credits.some(({ state }) => state === 'WINDOW_OPEN')
  );
}

export function spendFigures(fact: SpendFact): readonly Figure[] {
  const figure = { view: 'cohort', period: fact.month, of: inOne(fact.source) };
  return worth(fact, 'spent:').map((counted) => ({ ...figure, ...counted }));
}

function inOne(source: Partial<SourceFacts>): Values {
  const { campaign, source: platform, ...of } = ofSource(source);
  return {
    ...of,
    campaign: campaign && inOneSpelling(campaign),
    source: platform && inOneSpelling(platform),
  };
}
