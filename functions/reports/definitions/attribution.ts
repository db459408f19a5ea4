// Which touches earned the orders (A3-13): five models beside each other, and the first source with and without rulings.

import { ONE_ORDER } from '../figures/attribution-figures.ts';
import { counted } from '../figures/figures.ts';
import { homeColumns } from '../home-columns.ts';
import { type Column, money, type ReportDefinition, type ViewDefinition } from '../report.ts';

/** Orders of which parts were given away: whole ones again. */
const orders: Column = {
  key: 'orders',
  title: 'orders',
  kind: 'count',
  of: (components) => (components.get('n') ?? 0) / ONE_ORDER,
  behind: (component) => component === 'n',
};

function model(definition: string): ViewDefinition {
  return {
    period: 'day',
    definition,
    columns: async (_rows, _weights, own) => [
      orders,
      money('amount', 'a'),
      ...homeColumns(await own(), { amount: 'amount', what: 'orders', one: ONE_ORDER }),
    ],
  };
}

export const attribution: ReportDefinition = {
  counted: 'attribution',
  question: 'Which campaign, channel or author brought the orders?',
  population:
    'Orders by the day on which they were won, with all touches of their people before it.',
  cannotSay: 'What would have happened without a touch: these are rules of sharing, not causes.',
  dimensions: counted.attribution.dimensions,
  views: {
    w: model(
      '30 % each to the first touch, the last before MQL and the last before the opportunity; the others share 10 %.',
    ),
    u: model('40 % each to the first touch and the last before MQL; the others share 20 %.'),
    first: model('All of it to the first touch.'),
    last: model('All of it to the last touch before MQL.'),
    linear: model('The same to each touch.'),
    firstSource: model('All of it to the first source of the lead, as ops ruled where they did.'),
    original: model('All of it to the first source as it was before any ruling.'),
  },
};
