// What will be earned, and when: amount by stage probability of what is open at a date, by the month in which it should close (A0-14; 4.11).

import type { Instant } from '../instant.ts';
import type { Opportunity } from './opportunity.ts';
import type { OpportunityPolicy } from './opportunity-policy.ts';

/** Sums in major units of one currency. */
export interface Forecast {
  /** `yyyy-mm` in which it should close → amount × probability of the stage. */
  readonly expected: Readonly<Record<string, number>>;
  /** Won up to the date, as signed. */
  readonly won: number;
  /** Open, weighed, and past the date on which they should have closed: listed apart. */
  readonly overdue: { readonly amount: number; readonly opportunityIds: readonly string[] };
}

/** The forecast by currency as it stood at `at`, whose local date is `today`; lost and cancelled count nothing. */
export function forecast(
  opportunities: readonly Opportunity[],
  { at, today }: { readonly at: Instant; readonly today: string },
  { presets }: Pick<OpportunityPolicy, 'presets'>,
): Readonly<Record<string, Forecast>> {
  const currencies = [...new Set(opportunities.map(({ currency }) => currency))].sort();
  return Object.fromEntries(
    currencies.map((currency) => {
      const known = opportunities.filter((one) => one.currency === currency && one.createdAt <= at);
      const open = known.filter(({ closedAt }) => closedAt === undefined || closedAt > at);
      const won = known.filter(
        ({ status, closedAt }) => status === 'WON' && (closedAt ?? at) <= at,
      );
      const weighed = (one: Opportunity) => one.amount * probabilityAt(one, at, presets);
      const late = open.filter(({ expectedCloseOn }) => expectedCloseOn < today);
      const expected = new Map<string, number>();
      for (const one of open.filter((each) => !late.includes(each))) {
        const month = one.expectedCloseOn.slice(0, 7);
        expected.set(month, (expected.get(month) ?? 0) + weighed(one));
      }
      return [
        currency,
        {
          expected: Object.fromEntries([...expected].toSorted()),
          won: sum(won.map(({ amount }) => amount)),
          overdue: {
            amount: sum(late.map(weighed)),
            opportunityIds: late.map(({ opportunityId }) => opportunityId),
          },
        },
      ];
    }),
  );
}

/** Probability of the stage in which the opportunity was at the instant; nothing for a stage that its preset no longer has. */
function probabilityAt(
  { preset, stageLog, stage }: Opportunity,
  at: Instant,
  presets: OpportunityPolicy['presets'],
): number {
  const then = stageLog.findLast(({ enteredAt }) => enteredAt <= at)?.stage ?? stage;
  return (presets[preset] ?? []).find((one) => one.stage === then)?.probability ?? 0;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
