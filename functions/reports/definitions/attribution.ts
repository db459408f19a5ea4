// Which touches earned the orders (A3-13): five models beside each other, and the first source with and without rulings.

import { ONE_ORDER } from '../figures/attribution-figures.ts';
import { counted } from '../figures/figures.ts';
import { homeColumns } from '../home-columns.ts';
import { type Column, money, type ReportDefinition, type ViewDefinition } from '../report.ts';

/** How each shares an order. */
const MODELS = {
  w: '30 % each to the first touch, the last before MQL and the last before the opportunity; the others share 10 %.',
  u: '40 % each to the first touch and the last before MQL; the others share 20 %.',
  first: 'All of it to the first touch.',
  last: 'All of it to the last touch before MQL.',
  linear: 'The same to each touch.',
  firstSource: 'All of it to the first source of the lead, as ops ruled where they did.',
  original: 'All of it to the first source as it was before any ruling.',
} as const;
type Model = keyof typeof MODELS;
const NAMES = Object.keys(MODELS) as readonly Model[];

/** Orders of which parts were given away, whole ones again, and what they are worth. */
function columnsOf(model: Model, own: string): readonly Column[] {
  const component = `n:${model}`;
  return [
    {
      ...{ key: 'orders', title: 'orders', kind: 'count' },
      of: (components) => (components.get(component) ?? 0) / ONE_ORDER,
      behind: (one) => one === component,
    },
    money('amount', `a:${model}`),
    ...homeColumns(own, { of: `${model}:`, amount: 'amount', what: 'orders', one: ONE_ORDER }),
  ];
}

/** The same beside those of other models; what has no rate has none in any of them. */
function besideOthers(model: Model, own: string): readonly Column[] {
  const parts: Readonly<Record<string, Pick<Column, 'title' | 'part'>>> = {
    orders: { title: model, part: 'orders' },
    'amount at home': { title: `${model} in ${own}`, part: 'at home' },
  };
  return columnsOf(model, own).map(({ lacking, key, ...column }) => ({
    ...column,
    ...(parts[key] ?? { title: `${model} ${key}`, part: key }),
    ...{ key: `${model} ${key}`, group: model },
    ...(lacking && model === NAMES[0] ? { lacking } : {}),
  }));
}

const alone = Object.fromEntries(
  NAMES.map((model): [Model, ViewDefinition] => [
    model,
    {
      ...{ period: 'day', counts: 'won', definition: MODELS[model] },
      columns: async (_rows, _weights, own) => columnsOf(model, await own()),
    },
  ]),
);

export const attribution: ReportDefinition = {
  counted: 'attribution',
  question: 'Which campaign, channel or author brought the orders?',
  population:
    'Orders by the day on which they were won, with all touches of their people before it.',
  cannotSay: 'What would have happened without a touch: these are rules of sharing, not causes.',
  dimensions: counted.attribution.dimensions,
  views: {
    models: {
      period: 'day',
      counts: 'won',
      definition: `Each model gives each order away once, and no more. ${NAMES.map((model) => `${model}: ${MODELS[model]}`).join(' ')}`,
      columns: async (_rows, _weights, own) => {
        const currency = await own();
        return NAMES.flatMap((model) => besideOthers(model, currency));
      },
    },
    ...alone,
  },
};
