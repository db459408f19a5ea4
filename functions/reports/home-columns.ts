// Columns of money in the tenant's own currency, and of what has no rate for its day and is therefore not in them (figures/worth.ts).

import { type Column, type Components, money } from './report.ts';

interface Of {
  /** What stands in the components before the currency, such as `WON:`. */
  readonly of?: string;
  readonly named?: string;
  /** What is counted, for those that have no rate: `orders`. */
  readonly what: string;
  /** So many are one, where parts of them are counted. */
  readonly one?: number;
  readonly group?: string;
}

/** What is of the own currency needs no rate: orders of before say none. */
export function homeColumns(own: string, { of = '', named = '', what, one = 1, group }: Of) {
  const homes = money('', `h:${of}`.slice(0, -1));
  const isOwn = `u:${of}${own}`;
  const lacks = (component: string) =>
    component.startsWith(`o:${of}`) && component !== `o:${of}${own}`;
  const lacking = (components: Components) =>
    Object.fromEntries(
      [...components]
        .filter(([component]) => lacks(component))
        .map(([component, count]) => [component.slice(`o:${of}`.length), count / one] as const)
        .toSorted(([first], [second]) => (first < second ? -1 : 1)),
    );
  const amount = `${named}amount in ${own}`;
  const without = `${named}without a rate`;
  return [
    {
      ...homes,
      key: `${named}home amount`,
      title: amount,
      group,
      part: group && `amount in ${own}`,
      of: (components, span) => {
        const shown = homes.of(components, span) as Readonly<Record<string, number>>;
        const unsaid = components.get(isOwn) ?? 0;
        return unsaid === 0 ? shown : { ...shown, [own]: (shown[own] ?? 0) + unsaid };
      },
      behind: (component, span) => homes.behind(component, span) || component === isOwn,
      lacking: { what, of: lacking },
    },
    {
      key: without,
      title: without,
      kind: 'count',
      group,
      part: group && 'without a rate',
      of: (components) => Object.values(lacking(components)).reduce((sum, count) => sum + count, 0),
      behind: lacks,
    },
  ] as const satisfies readonly Column[];
}
