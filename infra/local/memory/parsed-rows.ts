// Rows of items that were read of late: an item in memory never changes, so its row need not be parsed again, and nobody may change it.

import type { Item } from '../../../functions/adapters/table/keys.ts';

/** So many are known, and as many that were read before them: the rows of a hundred thousand leads would fill the memory. */
const MOST = 10_000;

export class ParsedRows {
  #young = new Map<Item, unknown>();
  #old = new Map<Item, unknown>();

  of<Row>(item: Item, parse: () => Row): Row {
    // Codec: one item is of one kind.
    const young = this.#young.get(item) as Row | undefined;
    if (young !== undefined) return young;
    const row = (this.#old.get(item) as Row | undefined) ?? frozen(parse());
    if (this.#young.size >= MOST) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(item, row);
    return row;
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
