// How sure a figure is that was reckoned once in each of several runs.

/** 97.5 % points of Student's t by degrees of freedom, from 1; beyond the list the normal distribution's is near enough. */
const T = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
];
const NORMAL = 1.96;

/** A mean, and between what one more run would lie in 95 of 100 cases. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Over runs of which each heard other weeks of its people, and drew its luck anew: their spread holds what the sample leaves open and what
 * chance does, so the interval is one for what happens, not for a mean of many worlds. Throws RangeError on fewer than two.
 */
export function intervalOf(runs: readonly number[]): Interval {
  if (runs.length < 2) throw new RangeError(`${runs.length} runs have no spread; make at least 2`);
  const mean = runs.reduce((sum, value) => sum + value, 0) / runs.length;
  const squares = runs.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const spread = Math.sqrt((squares / (runs.length - 1)) * (1 + 1 / runs.length));
  const reach = spread * (T[runs.length - 2] ?? NORMAL);
  return { mean, low: mean - reach, high: mean + reach };
}

/** Sums in another order differ in their last digits. */
const ROUNDING = 1e-9;

export function lies(value: number, { low, high }: Interval): boolean {
  return value >= low - ROUNDING && value <= high + ROUNDING;
}
