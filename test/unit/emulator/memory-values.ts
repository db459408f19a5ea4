import type { KeyRange, KeyValues, Write } from '../../../infra/emulator/key-values.ts';

/** A store in a map. `dieAfter` writes the process that uses it is dead: nothing it writes then is stored or answered. */
export class MemoryValues implements KeyValues {
  readonly stored: Map<string, string>;
  dieAfter = Number.POSITIVE_INFINITY;
  writes = 0;
  readonly #death = Promise.withResolvers<void>();

  constructor(stored: ReadonlyMap<string, string> = new Map()) {
    this.stored = new Map(stored);
  }

  /** Resolves when the process tries to write after its death. */
  get died(): Promise<void> {
    return this.#death.promise;
  }

  get(area: string, key: string): unknown {
    const text = this.stored.get(`${area} ${key}`);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async list(area: string, { gte = '', gt, lt, reverse, limit }: KeyRange = {}) {
    const keys = [...this.stored.keys()]
      .filter((key) => key.startsWith(`${area} `))
      .map((key) => key.slice(area.length + 1))
      .filter(
        (key) => key >= gte && (gt === undefined || key > gt) && (lt === undefined || key < lt),
      )
      .sort();
    if (reverse) keys.reverse();
    return keys.slice(0, limit).map((key) => ({ key, value: this.get(area, key) }));
  }

  async write(writes: readonly Write[]): Promise<void> {
    if (this.writes >= this.dieAfter) {
      this.#death.resolve();
      return await new Promise(() => {});
    }
    this.writes += 1;
    for (const write of writes) {
      const key = `${write.area} ${write.key}`;
      if (write.type === 'del') this.stored.delete(key);
      else this.stored.set(key, JSON.stringify(write.value));
    }
  }
}
