/** The first pause is no longer than this, each one after it up to twice as long, and none longer than a second: milliseconds. */
const FIRST = 50;
const LONGEST = 1000;

/**
 * How long to wait before it is tried again, in milliseconds: anything between nothing and a bound that doubles, so that those who lost
 * together do not come together again (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter). `chance` is in [0, 1).
 */
export function fullJitter(tries: number, chance: number): number {
  return Math.ceil(chance * Math.min(LONGEST, FIRST * 2 ** (tries - 1)));
}
