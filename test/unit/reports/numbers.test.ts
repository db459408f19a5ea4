import { describe, expect, it } from 'vitest';
import { binOf, millisOfBin, quantile } from '../../../functions/reports/bins.ts';
import { minorUnits, sharesOf } from '../../../functions/reports/money.ts';
import { rateOf } from '../../../functions/reports/wilson.ts';

const HOUR = 3_600_000;

function binned(hours: readonly number[]): Map<number, number> {
  const bins = new Map<number, number>();
  for (const hour of hours) bins.set(binOf(hour * HOUR), (bins.get(binOf(hour * HOUR)) ?? 0) + 1);
  return bins;
}

describe('a rate', () => {
  it('is refused of nine, and given of ten with Wilson’s interval (A2-9)', () => {
    expect(rateOf(5, 9)).toEqual({ of: 9, count: 5, refused: 'TOO_FEW' });
    const { rate, low, high } = rateOf(5, 10) as { rate: number; low: number; high: number };
    expect(rate).toBe(0.5);
    expect([low, high].map((one) => one.toFixed(4))).toEqual(['0.2366', '0.7634']);
  });

  it('of nobody is none', () => {
    expect(rateOf(0, 0)).toEqual({ of: 0, count: 0, refused: 'NONE' });
  });

  it('lies in its interval at the ends, too', () => {
    expect(rateOf(0, 20)).toMatchObject({ rate: 0, low: 0 });
    expect(rateOf(20, 20)).toMatchObject({ rate: 1, high: 1 });
  });

  it('of two groups together is no mean of theirs: 99 of 100 and 0 of 200 are 33 %', () => {
    expect(rateOf(99 + 0, 100 + 200)).toMatchObject({ rate: 0.33 });
  });
});

describe('durations in bins', () => {
  it('give the median and p90 within 3 %', () => {
    const hours = Array.from({ length: 1000 }, (_, index) => 1 + ((index * 37) % 500));
    const sorted = hours.toSorted((one, other) => one - other);

    const [median = 0, p90 = 0] = [0.5, 0.9].map((share) => quantile(binned(hours), share));

    expect(
      Math.abs(median / HOUR / ((sorted[499] ?? 0) / 2 + (sorted[500] ?? 0) / 2) - 1),
    ).toBeLessThan(0.03);
    expect(Math.abs(p90 / HOUR / (sorted[899] ?? 0) - 1)).toBeLessThan(0.03);
  });

  it('of nothing have none', () => {
    expect(quantile(new Map(), 0.5)).toBeUndefined();
  });

  it('keep what lies on a border with what is shorter', () => {
    for (const bin of [1, 50, 300]) expect(binOf(millisOfBin(bin))).toBe(bin);
    expect([binOf(0), binOf(1000)]).toEqual([0, 0]);
  });
});

describe('money', () => {
  it('has no minor units in yen, and two decimals in yuan', () => {
    expect([minorUnits(8000, 'JPY'), minorUnits(8000.55, 'CNY')]).toEqual([8000, 800_055]);
  });

  it('is shared by weights to the last unit', () => {
    expect(sharesOf(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(sharesOf(2000, [30, 30, 30, 10])).toEqual([600, 600, 600, 200]);
    const odd = sharesOf(1_000_003, [30, 5, 30, 5, 30]);
    expect(odd.reduce((sum, one) => sum + one, 0)).toBe(1_000_003);
  });
});
