// Money in reports: whole minor units of one currency, which add up without a rest.

import { decimalsOf } from '../leads/currency.ts';

export function minorUnits(amount: number, currency: string): number {
  return Math.round(amount * 10 ** decimalsOf(currency));
}

export function majorUnits(minor: number, currency: string): number {
  return minor / 10 ** decimalsOf(currency);
}

/** Shares of a whole number by weight: whole numbers that add up to it exactly, the rest to the largest remainders, the earlier first. */
export function sharesOf(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((all, one) => all + one, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const shares = exact.map(Math.floor);
  const rest = total - shares.reduce((all, one) => all + one, 0);
  const byRemainder = exact
    .map((one, index) => ({ index, remainder: one - Math.floor(one) }))
    .toSorted((one, other) => other.remainder - one.remainder || one.index - other.index);
  for (const { index } of byRemainder.slice(0, rest)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}
