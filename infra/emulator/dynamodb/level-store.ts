// How does a write become durable, whole and in order? Writes are staged at once, so that the next one sees them, and
// reach the disk in groups: one level batch at a time, each holding everything staged while the one before was written.

import type { AbstractLevel, AbstractSnapshot } from 'abstract-level';
import { ClassicLevel } from 'classic-level';
import { MemoryLevel } from 'memory-level';
import { type FolderRefused, folderRefused } from './folder-refused.ts';
import { KeptFolder } from './kept-folder.ts';

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
/** Under this key a folder has the number of its last group of writes. */
const GROUP = 'group~';

/** LevelDB's own option: the call ends when the disk has it. */
const ON_DISK: object = { sync: true };

type Staged = Map<string, string | undefined>;

export class LevelStore {
  readonly #level: Level;
  readonly #folder: KeptFolder | undefined;
  readonly #path: string;
  readonly #failed = Promise.withResolvers<FolderRefused>();
  #groups: number;
  #writing: Staged = new Map();
  #staged: Staged = new Map();
  #group = Promise.withResolvers<void>();
  #loop: Promise<void> = Promise.resolve();
  #busy = false;
  #broken: FolderRefused | undefined;

  private constructor(level: Level, path = 'memory', folder?: KeptFolder) {
    this.#level = level;
    this.#path = path;
    this.#folder = folder;
    this.#groups = groupIn(level);
  }

  /** Opens the store in that folder, or in memory when there is none; a new one begins with `from`. Throws FolderRefused. */
  static async open(path: string | undefined, from: Copy = []): Promise<LevelStore> {
    const store =
      path === undefined
        ? new LevelStore(await openMemory())
        : await openFolder(path, (level, folder) => new LevelStore(level, path, folder));
    if (from.length > 0) await store.commit(from.map(([key, value]) => ({ key, value })));
    return store;
  }

  /** Resolves when a write has failed. From then on nothing is written: what comes later may rest on what was lost. */
  get failed(): Promise<FolderRefused> {
    return this.#failed.promise;
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
    const isOnDisk = await this.#putOnDisk();
    await this.#level.close();
    if (isOnDisk) await this.#folder?.closed(this.#groups).catch(() => {});
    this.#folder?.abandon();
  }

  /** Whoever closes in good order has all of it on the disk. */
  async #putOnDisk(): Promise<boolean> {
    if (!this.#folder || this.#broken || this.#level.status !== 'open') return false;
    return await this.#level.batch([this.#nextGroup()], ON_DISK).then(
      () => true,
      () => false,
    );
  }

  /** The next number, to be written with its group. */
  #nextGroup() {
    this.#groups += 1;
    return { type: 'put' as const, key: GROUP, value: String(this.#groups) };
  }

  async #write(): Promise<void> {
    this.#busy = true;
    while (this.#staged.size > 0) {
      const group = this.#group;
      this.#writing = this.#staged;
      this.#staged = new Map();
      this.#group = Promise.withResolvers();
      try {
        const operations = Array.from(this.#writing, toOperation);
        if (this.#folder) operations.push(this.#nextGroup());
        await this.#level.batch(operations);
        this.#folder?.acknowledge(this.#groups);
        group.resolve();
      } catch (error) {
        // Whatever was staged meanwhile may rest on what has just been lost.
        const broken = folderRefused(this.#path, error);
        this.#broken = broken;
        this.#staged = new Map();
        this.#failed.resolve(broken);
        // Nobody may wait for one of them: who does hears it all the same.
        for (const { promise, reject } of [group, this.#group]) {
          promise.catch(() => {});
          reject(broken);
        }
      }
      this.#writing = new Map();
    }
    this.#busy = false;
  }
}

async function openMemory(): Promise<Level> {
  const level = new MemoryLevel({ storeEncoding: 'utf8' });
  await level.open();
  return level;
}

async function openFolder(
  path: string,
  storeOver: (level: Level, folder: KeptFolder) => LevelStore,
): Promise<LevelStore> {
  let level: ClassicLevel | undefined;
  try {
    const folder = await KeptFolder.checked(path);
    // Not before: a level opens itself as soon as it is made.
    level = new ClassicLevel(path);
    await level.open();
    await folder.opened(groupIn(level));
    return storeOver(level, folder);
  } catch (error) {
    await level?.close().catch(() => {});
    throw folderRefused(path, error);
  }
}

function groupIn(level: Level): number {
  return Number(level.getSync(GROUP) ?? 0);
}

function toOperation([key, value]: readonly [string, string | undefined]) {
  return value === undefined ? { type: 'del' as const, key } : { type: 'put' as const, key, value };
}
