// How does a write become durable, whole and in order? Writes are staged at once, so that the next one sees them, and
// reach the disk in groups: one level batch at a time, each holding everything staged while the one before was written.

import type { AbstractLevel, AbstractSnapshot } from 'abstract-level';
import { ClassicLevel } from 'classic-level';
import { MemoryLevel } from 'memory-level';

/** One key written, or deleted when the value is undefined. Values are text. */
export interface Entry {
  readonly key: string;
  readonly value: string | undefined;
}

/** Everything that a store held at one moment, by key. */
export type Copy = readonly (readonly [string, string])[];

export interface Range {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  /** -1 means all. */
  readonly limit?: number;
}

type Level = AbstractLevel<string | Buffer | Uint8Array, string, string>;
type Staged = Map<string, string | undefined>;

export class LevelStore {
  readonly #level: Level;
  #writing: Staged = new Map();
  #staged: Staged = new Map();
  #group = Promise.withResolvers<void>();
  #loop: Promise<void> = Promise.resolve();
  #busy = false;
  #broken: unknown;

  private constructor(level: Level) {
    this.#level = level;
  }

  /** Opens the store in that folder, or in memory when there is none; a new one begins with `from`. */
  static async open(path: string | undefined, from: Copy = []): Promise<LevelStore> {
    const level: Level =
      path === undefined ? new MemoryLevel({ storeEncoding: 'utf8' }) : new ClassicLevel(path);
    await level.open();
    if (from.length > 0) await level.batch(from.map(toOperation));
    return new LevelStore(level);
  }

  /** All that is committed, for another store to begin with. */
  copy(): Promise<Copy> {
    return this.#level.iterator().all();
  }

  /** The value as the next write must see it: staged ones count. */
  newest(key: string): string | undefined {
    if (this.#staged.has(key)) return this.#staged.get(key);
    if (this.#writing.has(key)) return this.#writing.get(key);
    return this.#level.getSync(key);
  }

  /** The value that is in the store for good. */
  committed(key: string, snapshot?: AbstractSnapshot): string | undefined {
    if (snapshot === undefined) return this.#level.getSync(key);
    return this.#level.getSync(key, { snapshot });
  }

  /** One state of the whole store, for reads that belong together; close it afterwards. */
  snapshot(): AbstractSnapshot {
    return this.#level.snapshot();
  }

  /** Committed entries in order of their keys; the iterator sees one state of the store. */
  entries(range: Range) {
    return this.#level.iterator(range);
  }

  /** Committed values in order of their keys. */
  values(range: Range) {
    return this.#level.values(range);
  }

  /** Stages these entries now; resolves when they are committed, all or none. */
  commit(entries: readonly Entry[]): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    for (const { key, value } of entries) this.#staged.set(key, value);
    const group = this.#group.promise;
    if (!this.#busy && this.#staged.size > 0) this.#loop = this.#write();
    return this.#staged.size > 0 ? group : this.settled();
  }

  /** Resolves when all that is staged now is committed. */
  async settled(): Promise<void> {
    if (this.#staged.size > 0) await this.#group.promise;
    else if (this.#writing.size > 0) await this.#loop;
    if (this.#broken !== undefined) throw this.#broken;
  }

  async close(): Promise<void> {
    await this.#loop;
    await this.#level.close();
  }

  async #write(): Promise<void> {
    this.#busy = true;
    while (this.#staged.size > 0) {
      const group = this.#group;
      this.#writing = this.#staged;
      this.#staged = new Map();
      this.#group = Promise.withResolvers();
      try {
        await this.#level.batch(Array.from(this.#writing, toOperation));
        group.resolve();
      } catch (error) {
        // Whatever was staged meanwhile may rest on what has just been lost.
        this.#broken = error;
        this.#staged = new Map();
        group.reject(error);
        this.#group.promise.catch(() => {});
        this.#group.reject(error);
      }
      this.#writing = new Map();
    }
    this.#busy = false;
  }
}

function toOperation([key, value]: readonly [string, string | undefined]) {
  return value === undefined ? { type: 'del' as const, key } : { type: 'put' as const, key, value };
}
