// What a unit of another currency is worth in the tenant's own, from one day on to the next (reports.md, money; decision 0033).

import * as z from 'zod';
import { decimalsOf } from './currency.ts';
import { ours } from './kept.ts';

/** The earliest first. */
export interface Rates {
  readonly currency: string;
  readonly version: number;
  readonly rates: readonly { readonly from: string; readonly rate: number }[];
}

/** An amount in the tenant's own currency as it is kept, and the rate by which it became that. */
export const homeSchema = () => z.object({ amount: z.number(), currency: ours, rate: z.number() });
export type Home = Readonly<z.infer<ReturnType<typeof homeSchema>>>;

interface Worth {
  readonly amount: number;
  readonly currency: string;
}

/** What the amount was worth on that day (`yyyy-mm-dd` in the tenant's zone); undefined where no rate was told for it: that is not nothing. */
export function homeOf(
  { amount, currency }: Worth,
  day: string,
  { own, rates }: { readonly own: string; readonly rates: readonly Rates[] },
): Home | undefined {
  const rate =
    currency === own
      ? 1
      : rateOn(
          rates.find((one) => one.currency === currency),
          day,
        );
  if (rate === undefined) return undefined;
  const units = 10 ** decimalsOf(own);
  return { amount: Math.round(amount * rate * units) / units, currency: own, rate };
}

function rateOn(known: Rates | undefined, day: string): number | undefined {
  return known?.rates.findLast(({ from }) => from <= day)?.rate;
}

/** The first day on which the two say something else; undefined when none is. */
export function firstOther(before: Rates | undefined, after: Rates): string | undefined {
  const days = [...(before?.rates ?? []), ...after.rates].map(({ from }) => from).toSorted();
  return days.find((day) => rateOn(before, day) !== rateOn(after, day));
}
