// What if more of them went on (A1-16)?

import { describe, expect, it } from 'vitest';
import type { Stage } from '../../../functions/reports/facts/lead-fact.ts';
import { STEPS, whatIf } from '../../../functions/reports/what-if.ts';
import { rateOf } from '../../../functions/reports/wilson.ts';

const all = (rate: number) => new Map<Stage, number>(STEPS.map((stage) => [stage, rate]));
const counts = (...each: readonly number[]) =>
  new Map<Stage, number>((['MAL', ...STEPS] as const).map((stage, nth) => [stage, each[nth] ?? 0]));
const nothing = new Map<Stage, number>();
const sure = (expected: number) => ({ expected, low: expected, high: expected });

describe('a funnel of which the rates are set by hand', () => {
  it('of seven steps at 0.2 gives 128 deals of ten million, at 390.625 each where a lead costs 0.005', () => {
    const { deals, costPerDeal, steps } = whatIf({
      ...{ counts: nothing, changed: all(0.2), leads: 10_000_000, costPerLead: 0.005 },
    });

    expect(steps).toHaveLength(7);
    expect([deals, costPerDeal]).toEqual([sure(128), sure(390.625)]);
  });

  it.each([
    [0.1, 1],
    [1, 10_000_000],
    [0, 0],
  ])('at %d each gives %d deals', (rate, deals) => {
    expect(whatIf({ counts: nothing, changed: all(rate), leads: 10_000_000 }).deals?.expected).toBe(
      deals,
    );
  });

  it('has no cost of a deal where there is none, or where no lead’s cost is known', () => {
    const none = { counts: nothing, changed: all(0), leads: 100, costPerLead: 5 };
    const unknown = { counts: nothing, changed: all(0.5), leads: 100 };

    expect(whatIf(none).costPerDeal).toBeNull();
    expect(whatIf(unknown).costPerDeal).toBeNull();
  });
});

describe('a funnel as it was', () => {
  const was = counts(1000, 500, 400, 400, 300, 200, 100, 40);

  it('gives what it gave', () => {
    const { deals, steps } = whatIf({ counts: was, changed: nothing, leads: 1000 });

    expect(deals?.expected).toBe(40);
    expect(steps.map(({ wouldBe }) => wouldBe?.expected)).toEqual([
      500, 400, 400, 300, 200, 100, 40,
    ]);
    expect(deals?.low).toBeGreaterThan(20);
    expect(deals?.high).toBeLessThan(70);
  });

  it('of which one step alone is unsure has that step’s own interval', () => {
    const changed = all(1);
    changed.delete('WON');
    const { deals } = whatIf({ counts: was, changed, leads: 1 });
    const { rate, low, high } = rateOf(40, 100) as { rate: number; low: number; high: number };

    expect(deals?.expected).toBeCloseTo(rate, 10);
    expect(deals?.low).toBeCloseTo(low, 10);
    expect(deals?.high).toBeCloseTo(high, 10);
  });

  it('with twice the rate at one step gives twice the deals, at half the cost', () => {
    const before = whatIf({ counts: was, changed: nothing, leads: 1000, costPerLead: 10 });
    const after = whatIf({
      ...{ counts: was, changed: new Map([['OPPORTUNITY', 1]] as const), leads: 1000 },
      costPerLead: 10,
    });

    expect([before.deals?.expected, after.deals?.expected]).toEqual([40, 80]);
    expect([before.costPerDeal?.expected, after.costPerDeal?.expected]).toEqual([250, 125]);
  });

  it('is as sure as there are leads: of ten times as many the interval is a third as wide', () => {
    const few = whatIf({ counts: was, changed: nothing, leads: 1000 }).deals;
    const ten = counts(10_000, 5000, 4000, 4000, 3000, 2000, 1000, 400);
    const many = whatIf({ counts: ten, changed: nothing, leads: 1000 }).deals;

    const width = (one: typeof few) => (one?.high ?? 0) - (one?.low ?? 0);
    expect(width(few) / width(many)).toBeGreaterThan(2.5);
  });

  it('says nothing past a step to which nine came, unless somebody gives its rate', () => {
    const thin = counts(100, 50, 40, 30, 20, 9, 5, 2);
    const refused = whatIf({ counts: thin, changed: nothing, leads: 100 });
    const changed = new Map([
      ['OPPORTUNITY', 0.5],
      ['WON', 0.5],
    ] as const);
    const given = whatIf({ counts: thin, changed, leads: 100 });

    expect(refused.steps.map(({ wouldBe }) => wouldBe === null)).toEqual([
      ...[false, false, false, false, false, true, true],
    ]);
    expect([refused.deals, given.deals?.expected]).toEqual([null, 2.25]);
  });

  it('of which nobody went on at a step gives none, and at most so many', () => {
    const { deals } = whatIf({
      ...{ counts: counts(100, 50, 40, 40, 30, 20, 20, 0), changed: nothing, leads: 100 },
    });

    expect(deals).toMatchObject({ expected: 0, low: 0 });
    expect(deals?.high).toBeGreaterThan(0);
  });
});
