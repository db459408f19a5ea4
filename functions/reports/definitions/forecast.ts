// What will be earned (A0-14): amount by the probability of its stage, of what was open at the end of the day, with the amount, the stage
// and the close date of then, and the probabilities that were in force then.

import type { OpportunityPolicy } from '../../leads/opportunity/opportunity-policy.ts';
import { counted } from '../figures/figures.ts';
import { homeColumns } from '../home-columns.ts';
import {
  type Column,
  type Components,
  count,
  money,
  namesUnder,
  type ReportDefinition,
} from '../report.ts';

/** What the stage is worth in the preset that new opportunities run through, else in any that has it. */
function probabilityOf(stage: string, { preset, presets }: OpportunityPolicy): number {
  const lists = [presets[preset] ?? [], ...Object.values(presets)];
  return lists.flat().find((one) => one.stage === stage)?.probability ?? 0;
}

/** Stages in the order of their probabilities, those that nobody knows any more last. */
function stagesIn(rows: readonly Components[], policy: OpportunityPolicy): readonly string[] {
  return namesUnder(rows, 'n:').toSorted(
    (one, other) => probabilityOf(one, policy) - probabilityOf(other, policy),
  );
}

/** `a:STAGE:CURRENCY` weighed by the stage. */
function expected(policy: OpportunityPolicy): Column {
  const parts = (component: string) =>
    /^a:(?<stage>.+):(?<currency>[A-Z]{3})$/.exec(component)?.groups;
  return {
    key: 'expected',
    title: 'expected',
    kind: 'money',
    of: (components) => {
      const sums = new Map<string, number>();
      for (const [component, amount] of components) {
        const { stage, currency } = parts(component) ?? {};
        if (stage === undefined || currency === undefined) continue;
        const weighed = amount * probabilityOf(stage, policy);
        sums.set(currency, (sums.get(currency) ?? 0) + weighed);
      }
      return Object.fromEntries(
        [...sums].map(([currency, sum]) => [currency, Math.round(sum)] as const).toSorted(),
      );
    },
    behind: (component) => component.startsWith('a:'),
  };
}

function stageColumns(stage: string, policy: OpportunityPolicy): readonly Column[] {
  const part = (name: string) => ({ group: stage, part: name, title: `${stage} ${name}` });
  const weight = Math.round(probabilityOf(stage, policy) * 100);
  return [
    count(stage, `n:${stage}`, { ...part('open'), title: `${stage} (${weight} %)` }),
    money(`${stage} amount`, `a:${stage}`, part('amount')),
    count(`${stage} stalled`, `s:${stage}`, part('stalled')),
  ];
}

export const forecast: ReportDefinition = {
  counted: 'forecast',
  question: 'What will be earned, and when, as it stood that day?',
  population:
    'Opportunities that were open at the end of the day; those that were won stand apart, lost and cancelled ones count nothing.',
  cannotSay: 'Whether a rep’s date or amount is right. Currencies are not added.',
  dimensions: counted.forecast.dimensions,
  views: {
    open: {
      period: 'day',
      open: true,
      definition:
        'Amount × probability of the stage, by the month in which the deal should close; what should have closed before that day stands under its own month. A later change of amount, date, stage or probability changes nothing.',
      columns: async (rows, weights) => {
        const policy = await weights();
        const stages = stagesIn(rows, policy);
        return [expected(policy), ...stages.flatMap((stage) => stageColumns(stage, policy))];
      },
    },
    won: {
      period: 'day',
      definition: 'Orders by the day on which they were won, with what was signed.',
      columns: async (_rows, _weights, own) => [
        count('orders', 'n'),
        money('amount', 'a'),
        ...homeColumns(await own(), { amount: 'amount', what: 'orders' }),
      ],
    },
  },
};
