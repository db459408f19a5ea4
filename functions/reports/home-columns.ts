// Columns of money in the tenant's own currency, and of what has no rate for its day and is therefore not in them (figures/worth.ts).

import { type Column, type Components, type Money, moneyUnder, sumOf } from './report.ts';

/** Which money: `of` stands in its components before the currency, such as `WON:`. */
interface Of {
  readonly of?: string;
  /** What the amount is called. */
  readonly amount: string;
  /** What is counted where there is no rate: `orders`. */
  readonly what: string;
  /** So many are one, where parts of them are counted. */
  readonly one?: number;
  readonly group?: string;
}

/** The amount at home. What is of the own currency needs no rate: orders of before say none. */
export function atHome(components: Components, own: string, of = ''): Money {
  const shown = moneyUnder(components, `h:${of}`.slice(0, -1));
  const unsaid = components.get(`u:${of}${own}`) ?? 0;
  return unsaid === 0 ? shown : { ...shown, [own]: (shown[own] ?? 0) + unsaid };
}

/** How many have no rate, by currency. */
export function withoutRate(components: Components, own: string, of = ''): Money {
  const found = moneyUnder(components, `o:${of}`.slice(0, -1));
  return Object.fromEntries(Object.entries(found).filter(([currency]) => currency !== own));
}

export function homeColumns(own: string, named: Of): readonly Column[] {
  const { of = '', amount, what, one = 1, group } = named;
  const lacks = (component: string) =>
    component.startsWith(`o:${of}`) && component !== `o:${of}${own}`;
  const without = `${what} without a rate`;
  return [
    {
      key: `${amount} at home`,
      title: `${amount} in ${own}`,
      kind: 'money',
      group,
      part: group && 'at home',
      of: (components) => atHome(components, own, of),
      behind: (component) => component.startsWith(`h:${of}`) || component === `u:${of}${own}`,
      lacking: {
        what,
        of: (components) =>
          Object.fromEntries(
            Object.entries(withoutRate(components, own, of)).map(([currency, count]) => [
              currency,
              count / one,
            ]),
          ),
      },
    },
    {
      key: without,
      title: without,
      kind: 'count',
      group,
      part: group && 'without a rate',
      of: (components) => sumOf(components, lacks) / one,
      behind: lacks,
    },
  ];
}
