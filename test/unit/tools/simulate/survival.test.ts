// How long people take to answer, from answers some of which were cut off by a deadline.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../../../infra/tools/replay/chance.ts';
import {
  delayAt,
  meanDelay,
  type Survival,
  steadyOf,
  survivalOf,
  type Wait,
} from '../../../../infra/tools/simulate/survival.ts';

const HOUR = 3_600_000;

/** People who answer after 30 hours on average, looked at for `deadline` hours. */
function exponential(count: number, deadline: number, seed: string): Wait[] {
  const chance = chanceOf(seed);
  return Array.from({ length: count }, (_, index) => {
    const hours = -30 * Math.log(1 - chance(`${index}`));
    return { millis: Math.min(hours, deadline) * HOUR, answered: hours < deadline };
  });
}

/** The share that the fit leaves silent after so long. */
function silentAfter({ steps, knownUntil, guessedRate }: Survival, at: number): number {
  const known = steps.findLast(({ millis }) => millis <= at)?.silent ?? 1;
  return at <= knownUntil ? known : known * Math.exp(-guessedRate * (at - knownUntil));
}

describe('delays that a deadline cuts off', () => {
  it('means 18.2 hours among the answers of 48 hours, and 30 ± 1 when the silent are counted', () => {
    const waits = exponential(20_000, 48, 'a');
    const seen = waits.filter(({ answered }) => answered);
    const naive = seen.reduce((sum, { millis }) => sum + millis, 0) / seen.length / HOUR;
    expect(naive).toBeCloseTo(18.2, 0);
    expect(Math.abs(meanDelay(survivalOf(waits)) / HOUR - 30)).toBeLessThan(1);
    expect(Math.abs(meanDelay(steadyOf(waits)) / HOUR - 30)).toBeLessThan(1);
  });

  it('gives back the waits of a textbook: 6, 6, 6, 6+, 7, 9+, 10, 10+ weeks', () => {
    // Freireich et al. 1963, first lines of the treated group of 21.
    const treated: Wait[] = [
      ...[6, 6, 6, 7, 10, 13, 16, 22, 23].map((millis) => ({ millis, answered: true })),
      ...[6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((millis) => ({
        millis,
        answered: false,
      })),
    ];
    const { steps } = survivalOf(treated);
    expect(steps.map(({ millis, silent }) => [millis, Number(silent.toFixed(3))])).toEqual([
      [6, 0.857],
      [7, 0.807],
      [10, 0.753],
      [13, 0.69],
      [16, 0.627],
      [22, 0.538],
      [23, 0.448],
    ]);
  });

  it('lets nobody answer who never did', () => {
    const silent = survivalOf(
      [48, 48, 48].map((hours) => ({ millis: hours * HOUR, answered: false })),
    );
    expect(delayAt(silent, 0.999)).toBeUndefined();
    expect(meanDelay(silent)).toBe(Number.POSITIVE_INFINITY);
  });

  it('says that a delay beyond the last wait is guessed', () => {
    const fitted = survivalOf(exponential(500, 48, 'b'));
    expect(delayAt(fitted, 0.5)?.guessed).toBe(false);
    expect(delayAt(fitted, 0.95)).toMatchObject({ guessed: true });
    expect(delayAt(fitted, 0.95)?.millis).toBeGreaterThan(48 * HOUR);
  });

  it('draws each delay as often as it was seen, whoever was cut off', () => {
    const waits = fc.array(
      fc.record({ millis: fc.integer({ min: 1, max: 50 }), answered: fc.boolean() }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(waits, fc.integer({ min: 0, max: 60 }), (seen, at) => {
        const fitted = survivalOf(seen);
        const draws = Array.from({ length: 2000 }, (_, index) => delayAt(fitted, index / 2000));
        const later = draws.filter((delay) => delay === undefined || delay.millis > at).length;
        expect(later / 2000).toBeCloseTo(silentAfter(fitted, at), 1);
      }),
      { numRuns: 60 },
    );
  });

  it('is never quicker for a later draw', () => {
    const fitted = survivalOf(exponential(300, 48, 'c'));
    const delays = Array.from({ length: 100 }, (_, index) => delayAt(fitted, index / 100));
    const millis = delays.map((delay) => delay?.millis ?? Number.POSITIVE_INFINITY);
    expect(millis).toEqual(millis.toSorted((one, other) => one - other));
  });
});
