// Small stores for others (executions, clock, outbox) next to the tables, in the same files and the same batches.

import type { KeyRange, KeyValues, Write } from '../key-values.ts';
import type { LevelStore } from './level-store.ts';

export class StoredValues implements KeyValues {
  readonly #store: LevelStore;

  constructor(store: LevelStore) {
    this.#store = store;
  }

  get(area: string, key: string): unknown {
    const text = this.#store.newest(prefixOf(area) + key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async list(area: string, { gt, gte = '', lt, ...range }: KeyRange = {}) {
    await this.#store.settled();
    const prefix = prefixOf(area);
    const entries = await this.#store
      .entries({
        ...range,
        ...(gt === undefined ? { gte: prefix + gte } : { gt: prefix + gt }),
        // '!' follows the space that ends the prefix: everything in the area sorts before it.
        lt: lt === undefined ? `area~${area}!` : prefix + lt,
      })
      .all();
    return entries.map(([key, text]) => ({
      key: key.slice(prefix.length),
      value: JSON.parse(text),
    }));
  }

  write(writes: readonly Write[]): Promise<void> {
    if (writes.length === 0) return Promise.resolve();
    const entries = writes.map((write) => ({
      key: prefixOf(write.area) + write.key,
      value: write.type === 'del' ? undefined : JSON.stringify(write.value),
    }));
    return this.#store.commit(entries);
  }
}

function prefixOf(area: string): string {
  return `area~${area} `;
}
