// Chance without memory: the same question under the same seed gets the same answer, whatever was asked before.

import { createHash } from 'node:crypto';

/** A number in [0, 1) for what is asked about; nothing else decides it. */
export type Chance = (...about: readonly string[]) => number;

const RANGE = 2 ** 32;

/** Chance under a seed. */
export function chanceOf(seed: string): Chance {
  return (...about) =>
    createHash('sha256')
      .update([seed, ...about].join('\n'))
      .digest()
      .readUInt32BE(0) / RANGE;
}

/** A whole number from `least` to `most`, both included, where `drawn` in [0, 1) falls. */
export function wholeAt(drawn: number, least: number, most: number): number {
  return least + Math.floor(drawn * (most - least + 1));
}

/** The one of a list on which `drawn` in [0, 1) falls. Throws RangeError on an empty list. */
export function oneAt<Item>(drawn: number, list: readonly Item[]): Item {
  const found = list[Math.floor(drawn * list.length)];
  if (found === undefined) throw new RangeError('nothing to choose from; give at least one');
  return found;
}

/** The one of a weighted list on which `drawn` in [0, 1) falls; weights need not sum to 1. Throws RangeError on an empty list. */
export function weightedAt<Item>(
  drawn: number,
  list: readonly (readonly [item: Item, weight: number])[],
): Item {
  const total = list.reduce((sum, [, weight]) => sum + weight, 0);
  let left = drawn * total;
  for (const [item, weight] of list) {
    left -= weight;
    if (left < 0) return item;
  }
  return oneAt(
    0,
    list.map(([item]) => item),
  );
}
