// What-if on conversions as text for a terminal: the steps as they were and as they would be.

import type { Estimate } from '../../../functions/reports/what-if.ts';
import type { WhatIfAnswer } from '../../../functions/use-cases/answers/report-answers.ts';
import { aligned } from './aligned.ts';

export function whatIfText(answer: WhatIfAnswer): string {
  const { from, to, asOf, zone, filter, steps, deals, leads, costPerLead, costPerDeal } = answer;
  const { currency, missing, immature } = answer;
  const scope = filter === undefined ? '' : `, ${filter}`;
  const lines = steps.map(({ stage, observed, rate, byHand, was, wouldBe }) => [
    stage,
    number(was),
    'refused' in observed ? `${observed.count} of ${observed.of}` : percent(observed),
    reckonedWith(rate, byHand),
    estimate(wouldBe),
  ]);
  return [
    answer.question,
    `what-if${scope}, ${from} to ${to}, as of the end of ${asOf} in ${zone}`,
    '',
    ...aligned([
      ['step', 'was', 'rate', 'what if', 'would be'],
      ['MAL', number(leads.was), '', '', number(leads.wouldBe)],
      ...lines,
    ]),
    '',
    `Deals: ${number(deals.was)} → ${estimate(deals.wouldBe)}`,
    `A lead costs: ${money(costPerLead.was, currency)} → ${money(costPerLead.wouldBe, currency)}`,
    `A deal costs: ${money(costPerDeal.was, currency)} → ${estimate(costPerDeal.wouldBe)} ${costPerDeal.wouldBe ? currency : ''}`.trimEnd(),
    '',
    ...(missing.length > 0
      ? [`Too few leads came to say how many go on to ${missing.join(', ')}: give these rates.`]
      : []),
    ...(immature ? ['Leads of this cohort are still under way: not yet is not lost.'] : []),
    answer.definition,
    `It cannot say: ${answer.cannotSay}`,
  ].join('\n');
}

function reckonedWith(rate: Estimate | null, byHand: boolean): string {
  if (rate === null) return 'too few to say';
  return byHand ? share(rate.expected) : 'as it was';
}

function estimate(of: Estimate | null): string {
  if (of === null) return '–';
  const { expected, low, high } = of;
  return low === high ? number(expected) : `${number(expected)} (${number(low)}–${number(high)})`;
}

function percent({ rate, low, high }: { rate: number; low: number; high: number }): string {
  return `${share(rate)} (${share(low)}–${share(high)})`;
}

function share(of: number): string {
  return `${number(of * 100)} %`;
}

function money(amount: number | null, currency: string): string {
  return amount === null
    ? '–'
    : `${amount.toLocaleString('en', { maximumFractionDigits: 6 })} ${currency}`;
}

function number(of: number): string {
  return of.toLocaleString('en', { maximumFractionDigits: of < 100 ? 2 : 1 });
}
