// Which touch earned the order (A3-13, A0-…): five models side by side, each giving one order's whole amount away and no more.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import { compareText } from '../../leads/compare-text.ts';
import type { Instant } from '../../leads/instant.ts';
import { ofSource } from '../dimensions.ts';
import type { Entry, LeadFact, OpportunityFact, TouchFact } from '../facts/lead-fact.ts';
import { sharesOf } from '../money.ts';
import type { Figure } from '../tally.ts';
import { worth } from './worth.ts';

/** An order is divided into so many parts, so that its touches share it in whole numbers. */
export const ONE_ORDER = 1_000_000;

interface Way {
  readonly touches: readonly TouchFact[];
  /** The touch before each milestone. */
  readonly beforeMql: number;
  readonly beforeOpportunity: number;
}

/** The weights of the touches of one order, by model. */
const MODELS: Readonly<Record<string, (way: Way) => readonly number[]>> = {
  first: ({ touches }) => milestones(touches.length, [[0, 1]], 0),
  last: ({ touches, beforeMql }) => milestones(touches.length, [[beforeMql, 1]], 0),
  linear: ({ touches }) => touches.map(() => 1),
  u: ({ touches, beforeMql }) =>
    milestones(
      touches.length,
      [
        [0, 40],
        [beforeMql, 40],
      ],
      20,
    ),
  w: ({ touches, beforeMql, beforeOpportunity }) =>
    milestones(
      touches.length,
      [
        [0, 30],
        [beforeMql, 30],
        [beforeOpportunity, 30],
      ],
      10,
    ),
};

/** What the milestones weigh, and what the other touches share; without others it goes to the milestones by what they weigh. */
function milestones(
  count: number,
  stones: readonly (readonly [index: number, weight: number])[],
  others: number,
): readonly number[] {
  const weights = Array.from({ length: count }, () => 0);
  for (const [index, weight] of stones) weights[index] = (weights[index] ?? 0) + weight;
  const free = weights.filter((weight) => weight === 0).length;
  return weights.map((weight) => (weight === 0 ? others / free : weight));
}

export function attributionFigures(fact: LeadFact, zone: string): readonly Figure[] {
  return fact.opportunities.flatMap((one) =>
    one.status === 'WON' && one.closedAt ? orderFigures(fact, one, one.closedAt, zone) : [],
  );
}

function orderFigures(
  fact: LeadFact,
  one: OpportunityFact,
  closedAt: Instant,
  zone: string,
): readonly Figure[] {
  const period = localDateOf(zone, closedAt);
  const way = wayOf(fact, one, closedAt);
  const { touches } = way;
  const { currency, amount, home } = one;
  const shares = (model: string, weights: readonly number[], sources: readonly TouchFact[]) => {
    const amounts = sharesOf(amount, weights);
    const homes = home && sharesOf(home.amount, weights);
    const orders = sharesOf(ONE_ORDER, weights);
    return sources.flatMap(({ source }, index): readonly Figure[] => {
      const figure = { view: 'won', period, of: ofSource(source) };
      const share = {
        ...{ currency, amount: amounts[index] ?? 0 },
        home: home && homes && { currency: home.currency, amount: homes[index] ?? 0 },
      };
      const part = orders[index] ?? 0;
      return [
        { ...figure, component: `n:${model}`, count: part },
        ...worth(share, `${model}:`, part).map((counted) => ({ ...figure, ...counted })),
      ];
    });
  };
  const first = { touchId: fact.leadId, at: closedAt, source: fact.source };
  const original = { ...first, source: fact.originalSource ?? fact.source };
  return [
    ...Object.entries(MODELS).flatMap(([model, weigh]) => shares(model, weigh(way), touches)),
    ...shares('firstSource', [1], [first]),
    ...shares('original', [1], [original]),
  ];
}

/** The touches of an order with what each earned of it by each model, between 0 and 1. */
export function orderTouches(
  fact: LeadFact,
  one: OpportunityFact,
): readonly { readonly touch: TouchFact; readonly shares: Readonly<Record<string, number>> }[] {
  const way = wayOf(fact, one, one.closedAt ?? one.openedAt);
  const models = Object.entries(MODELS).map(
    ([model, weigh]) => [model, sharesOf(ONE_ORDER, weigh(way))] as const,
  );
  return way.touches.map((touch, index) => ({
    touch,
    shares: Object.fromEntries(
      models.map(([model, parts]) => [model, (parts[index] ?? 0) / ONE_ORDER]),
    ),
  }));
}

function wayOf(fact: LeadFact, { openedAt }: OpportunityFact, closedAt: Instant): Way {
  const touches = touchesBefore(fact, closedAt);
  const mql = fact.entries.find(({ stage }) => stage === 'MQL');
  return {
    touches,
    beforeMql: lastBefore(touches, mql),
    beforeOpportunity: lastBefore(touches, { at: openedAt }),
  };
}

/** In the order in which they happened; an order that nobody touched is its first source's. */
function touchesBefore({ touches, leadId, source }: LeadFact, at: Instant): readonly TouchFact[] {
  const before = touches
    .filter((touch) => touch.at <= at)
    .toSorted(
      (one, other) => compareText(one.at, other.at) || compareText(one.touchId, other.touchId),
    );
  return before.length > 0 ? before : [{ touchId: leadId, at, source }];
}

function lastBefore(touches: readonly TouchFact[], stone: Pick<Entry, 'at'> | undefined): number {
  const index = stone ? touches.findLastIndex(({ at }) => at <= stone.at) : 0;
  return Math.max(index, 0);
}
