// What if more of them went on (A1-16)? Leads go through the seven steps of the funnel at the rates that the data show, or at those that
// somebody puts in their place: how many deals come out, and what one costs, as sure as the data allow.

import { STAGES, type Stage } from './facts/lead-fact.ts';
import { type NoRate, type Rate, rateOf } from './wilson.ts';

/** From MAL to each stage after it. */
export const STEPS = STAGES.slice(1);

/** Between `low` and `high` in 19 of 20 cases. */
export interface Estimate {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

export interface Step {
  readonly stage: Stage;
  /** How many of those before went on, as it was. */
  readonly observed: Rate | NoRate;
  /** What it is reckoned with; none where the data say too little and nobody says otherwise. */
  readonly rate: Estimate | null;
  readonly byHand: boolean;
  /** How many come to the stage: as it was, and then. */
  readonly was: number;
  readonly wouldBe: Estimate | null;
}

export interface WhatIf {
  readonly steps: readonly Step[];
  readonly deals: Estimate | null;
  /** In the unit of the cost of a lead; none without deals. */
  readonly costPerDeal: Estimate | null;
}

/** `counts`: leads that came to each stage; `changed`: rates by hand; `leads`: how many begin. */
export function whatIf({
  counts,
  changed,
  leads,
  costPerLead,
}: {
  readonly counts: ReadonlyMap<Stage, number>;
  readonly changed: ReadonlyMap<Stage, number>;
  readonly leads: number;
  readonly costPerLead?: number | undefined;
}): WhatIf {
  const came = (stage: Stage) => counts.get(stage) ?? 0;
  const rates: (Estimate | null)[] = [];
  const steps = STEPS.map((stage, index): Step => {
    const observed = rateOf(came(stage), came(STAGES[index] ?? 'MAL'));
    const hand = changed.get(stage);
    const rate = hand === undefined ? seen(observed) : { expected: hand, low: hand, high: hand };
    rates.push(rate);
    const wouldBe = times(together(rates), leads);
    return { stage, observed, rate, byHand: hand !== undefined, was: came(stage), wouldBe };
  });
  const deals = steps.at(-1)?.wouldBe ?? null;
  return { steps, deals, costPerDeal: shared(costPerLead && costPerLead * leads, deals) };
}

function seen(observed: Rate | NoRate): Estimate | null {
  if ('refused' in observed) return null;
  const { rate, low, high } = observed;
  return { expected: rate, low, high };
}

/**
 * One rate after the other. The steps are sure each by itself: on the scale of logarithms their distances to their own limits add up
 * like the sides of right angles (MOVER, Donner and Zou 2012), so that one step alone keeps its own interval, and those set by hand add
 * nothing to it. None where one of them is none.
 */
function together(rates: readonly (Estimate | null)[]): Estimate | null {
  let expected = 1;
  let below = 0;
  let above = 0;
  let highest = 1;
  for (const rate of rates) {
    if (rate === null) return null;
    expected *= rate.expected;
    highest *= rate.high;
    if (rate.expected === 0) continue;
    below += Math.log(rate.expected / rate.low) ** 2;
    above += Math.log(rate.high / rate.expected) ** 2;
  }
  // Of nobody who went on there is no logarithm: at most as many as all the limits allow.
  if (expected === 0) return { expected: 0, low: 0, high: highest };
  return {
    expected,
    low: expected * Math.exp(-Math.sqrt(below)),
    high: Math.min(1, expected * Math.exp(Math.sqrt(above))),
  };
}

function times(share: Estimate | null, count: number): Estimate | null {
  if (share === null) return null;
  const { expected, low, high } = share;
  return { expected: tidy(expected * count), low: tidy(low * count), high: tidy(high * count) };
}

/** What is spent, by deal: few deals make each dear. Without an upper end where there may be none. */
function shared(spent: number | undefined, deals: Estimate | null): Estimate | null {
  if (spent === undefined || deals === null || deals.low === 0) return null;
  return {
    expected: tidy(spent / deals.expected),
    low: tidy(spent / deals.high),
    high: tidy(spent / deals.low),
  };
}

/** 128, and not 128.00000000000003. */
function tidy(number: number): number {
  return Number(number.toPrecision(12));
}
