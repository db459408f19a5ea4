// Durations as counts in logarithmic bins (reports.md, 3): they add up over leads and correct by subtraction, and a median or p90 read
// from them is within half a bin of the true one.

/** Each bin ends 5 % above the one before it. */
const WIDTH = Math.log(1.05);
/** Durations up to a second are all the same to us. */
const LEAST_MILLIS = 1000;

/** The bin of a duration. */
export function binOf(millis: number): number {
  return Math.max(0, Math.ceil(Math.log(Math.max(millis, 1) / LEAST_MILLIS) / WIDTH));
}

/** The middle of a bin, in milliseconds: no duration in it is further away than 2.5 %. */
export function millisOfBin(bin: number): number {
  return bin === 0 ? LEAST_MILLIS : LEAST_MILLIS * Math.exp((bin - 0.5) * WIDTH);
}

/** How many durations fell into each bin. */
export type Bins = ReadonlyMap<number, number>;

export function countIn(bins: Bins): number {
  let count = 0;
  for (const each of bins.values()) count += each;
  return count;
}

/** The duration that this share of all does not exceed, in milliseconds; undefined of none. The median of an even number lies between the two. */
export function quantile(bins: Bins, share: number): number | undefined {
  const count = countIn(bins);
  if (count === 0) return undefined;
  const sorted = [...bins].toSorted(([one], [other]) => one - other);
  const rank = share * (count - 1);
  const low = millisOfBin(atRank(sorted, Math.floor(rank)));
  const high = millisOfBin(atRank(sorted, Math.ceil(rank)));
  return low + (high - low) * (rank - Math.floor(rank));
}

function atRank(sorted: readonly (readonly [number, number])[], rank: number): number {
  let seen = 0;
  for (const [bin, count] of sorted) {
    seen += count;
    if (rank < seen) return bin;
  }
  return sorted.at(-1)?.[0] ?? 0;
}
