// The small stores of the moving parts in the memory of the process: what was written is given back as it is, so nobody may change it.

import type { KeyRange, KeyValues, Write } from '../key-values.ts';
import { before } from './sorted.ts';

class Area {
  readonly values: Map<string, unknown>;
  /** In order; made when somebody asks for a list. */
  #keys: string[] | undefined;

  constructor(values: ReadonlyMap<string, unknown> = new Map()) {
    this.values = new Map(values);
  }

  get keys(): readonly string[] {
    this.#keys ??= [...this.values.keys()].sort();
    return this.#keys;
  }

  put(key: string, value: unknown): void {
    if (this.#keys && !this.values.has(key)) this.#keys.splice(this.#placeOf(key), 0, key);
    this.values.set(key, value);
  }

  delete(key: string): void {
    if (this.values.delete(key)) this.#keys?.splice(this.#placeOf(key), 1);
  }

  #placeOf(key: string): number {
    return before(this.#keys ?? [], (one) => one < key);
  }
}

export class MemoryValues implements KeyValues {
  readonly #areas: Map<string, Area>;

  constructor(areas: Iterable<readonly [string, Area]> = []) {
    this.#areas = new Map(areas);
  }

  copy(): MemoryValues {
    return new MemoryValues([...this.#areas].map(([name, { values }]) => [name, new Area(values)]));
  }

  get(area: string, key: string): unknown {
    return this.#areas.get(area)?.values.get(key);
  }

  async list(area: string, { gte = '', gt, lt, reverse, limit }: KeyRange = {}) {
    const { keys, values } = this.#area(area);
    const from = before(keys, (one) => (gt === undefined ? one < gte : one <= gt));
    const to = lt === undefined ? keys.length : before(keys, (one) => one < lt);
    const last = limit === undefined || limit < 0 ? to - from : limit;
    const found = reverse
      ? keys.slice(Math.max(from, to - last), Math.max(from, to)).reverse()
      : keys.slice(from, Math.min(to, from + last));
    return found.map((key) => ({ key, value: values.get(key) }));
  }

  async write(writes: readonly Write[]): Promise<void> {
    for (const write of writes) {
      if (write.type === 'del') this.#area(write.area).delete(write.key);
      else this.#area(write.area).put(write.key, write.value);
    }
  }

  #area(name: string): Area {
    const known = this.#areas.get(name) ?? new Area();
    this.#areas.set(name, known);
    return known;
  }
}
