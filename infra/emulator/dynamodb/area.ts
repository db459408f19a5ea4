// Small stores for others (executions, clock, outbox) next to the tables, in the same files and the same batches.

import type { Entry, LevelStore, Range } from './level-store.ts';

/** One write into an area; values are any JSON. */
export type AreaWrite =
  | { readonly area: string; readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly area: string; readonly type: 'del'; readonly key: string };

interface AreaEntry {
  readonly key: string;
  readonly value: unknown;
}

export class Area {
  readonly #store: LevelStore;
  readonly #name: string;

  constructor(store: LevelStore, name: string) {
    if (!/^[a-z0-9-]+$/.test(name)) {
      throw new TypeError(`area name "${name}" is not made of a-z, 0-9 and -, choose another`);
    }
    this.#store = store;
    this.#name = name;
  }

  /** The value, also of a write that is not committed yet; undefined when there is none. */
  get(key: string): unknown {
    const text = this.#store.newest(areaKey(this.#name, key));
    return text === undefined ? undefined : JSON.parse(text);
  }

  put(key: string, value: unknown): Promise<void> {
    return this.#store.commit([areaEntry({ area: this.#name, type: 'put', key, value })]);
  }

  del(key: string): Promise<void> {
    return this.#store.commit([areaEntry({ area: this.#name, type: 'del', key })]);
  }

  /** Entries in order of their keys, bounds as in level. */
  async range(range: Range = {}): Promise<readonly AreaEntry[]> {
    await this.#store.settled();
    const { gt, gte, lt, lte, reverse = false, limit = -1 } = range;
    const prefix = areaKey(this.#name, '');
    const entries = await this.#store
      .entries({
        ...(gt === undefined ? { gte: prefix + (gte ?? '') } : { gt: prefix + gt }),
        // '!' follows the space that ends the prefix: everything in the area sorts before it.
        ...(lte === undefined
          ? { lt: lt === undefined ? `area~${this.#name}!` : prefix + lt }
          : { lte: prefix + lte }),
        reverse,
        limit,
      })
      .all();
    return entries.map(([key, text]) => ({
      key: key.slice(prefix.length),
      value: JSON.parse(text),
    }));
  }
}

/** The entry that carries an area's write, to be committed alone or with others. */
export function areaEntry(write: AreaWrite): Entry {
  const key = areaKey(write.area, write.key);
  return { key, value: write.type === 'del' ? undefined : JSON.stringify(write.value) };
}

function areaKey(area: string, key: string): string {
  return `area~${area} ${key}`;
}
