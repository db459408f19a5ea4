// Money as it is counted (reports.md, conventions): in its own currency, and in the tenant's by the rate of its day. What no rate was
// told for stands apart, with how many it is of: it is not nothing.

import type { WorthFact } from '../facts/worth-fact.ts';

/** `a` amount by currency, `h` in the tenant's; without a rate `u` the amount and `o` how many, by currency. `of` stands between. */
export function worth(
  { amount, currency, home }: WorthFact,
  of = '',
  one = 1,
): readonly { readonly component: string; readonly count: number }[] {
  const stands = (kind: string, under: string, count: number) => ({
    component: `${kind}:${of}${under}`,
    count,
  });
  return [
    stands('a', currency, amount),
    ...(home
      ? [stands('h', home.currency, home.amount)]
      : [stands('u', currency, amount), stands('o', currency, one)]),
  ];
}
