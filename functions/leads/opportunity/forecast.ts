// What will be earned, and when, as it stood at an instant: amount by the probability of the stage of then (A0-14; reports.md).

import type { OpportunityId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { Opportunity } from './opportunity.ts';
import type { OpportunityPolicy } from './opportunity-policy.ts';

/** Sums in major units of one currency; `expected` is amount × probability. */
interface Forecast {
  /** Of what was open, by the stage that it was in. */
  byStage: Record<string, { count: number; amount: number; expected: number }>;
  /** `yyyy-mm` in which it should close → expected. */
  expected: Record<string, number>;
  /** Won up to then, as signed. */
  won: number;
  /** Expected of what should have closed by then: listed apart. */
  overdue: { amount: number; opportunityIds: OpportunityId[] };
}

/** How an opportunity stood at an instant; none before it was opened. */
type Stood = Pick<Opportunity, 'status' | 'amount' | 'currency' | 'expectedCloseOn'> & {
  readonly stage: string;
};

/** The forecast by currency as of `at`, whose local date is `today`; lost and cancelled count nothing. What came after `at` changes nothing. */
export function forecast(
  opportunities: readonly Opportunity[],
  { at, today }: { readonly at: Instant; readonly today: string },
  { presets }: Pick<OpportunityPolicy, 'presets'>,
): Record<string, Forecast> {
  const found: Record<string, Forecast> = {};
  for (const one of opportunities) {
    const stood = stoodAt(one, at);
    if (stood === undefined || stood.status === 'LOST' || stood.status === 'CANCELLED') continue;
    const { status, amount, currency, expectedCloseOn, stage } = stood;
    found[currency] ??= nothing();
    const sums = found[currency];
    if (status === 'WON') {
      sums.won += amount;
      continue;
    }
    const { probability = 0 } = presets[one.preset]?.find((each) => each.stage === stage) ?? {};
    const expected = amount * probability;
    const inStage = sums.byStage[stage] ?? { count: 0, amount: 0, expected: 0 };
    sums.byStage[stage] = {
      count: inStage.count + 1,
      amount: inStage.amount + amount,
      expected: inStage.expected + expected,
    };
    if (expectedCloseOn < today) {
      sums.overdue.amount += expected;
      sums.overdue.opportunityIds.push(one.opportunityId);
      continue;
    }
    const month = expectedCloseOn.slice(0, 7);
    sums.expected[month] = (sums.expected[month] ?? 0) + expected;
  }
  return Object.fromEntries(
    Object.entries(found)
      .toSorted()
      .map(([currency, one]) => [currency, { ...one, expected: byMonth(one.expected) }]),
  );
}

function nothing(): Forecast {
  return { byStage: {}, expected: {}, won: 0, overdue: { amount: 0, opportunityIds: [] } };
}

function byMonth(expected: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(expected).toSorted());
}

/** By its standings and its stage log; a row of before there were standings tells by its present values and when it was closed. */
function stoodAt(opportunity: Opportunity, at: Instant): Stood | undefined {
  const { createdAt, standings, stageLog, closedAt } = opportunity;
  if (createdAt > at) return undefined;
  const stage = stageLog.findLast(({ enteredAt }) => enteredAt <= at)?.stage ?? opportunity.stage;
  const then = standings.findLast((one) => one.at <= at);
  if (then) return { ...then, stage };
  const isOpen = closedAt === undefined || closedAt > at;
  return { ...opportunity, stage, status: isOpen ? 'OPEN' : opportunity.status };
}
