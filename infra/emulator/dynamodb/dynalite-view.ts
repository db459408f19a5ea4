// The store as dynalite's actions see it: rows and index entries of our level store, behind dynalite's interface.
// Index entries get longer keys than dynalite's own: its key ends in 24 bits of a hash, so two items in a large index
// partition may collide and one would vanish from the index.

import { Stream } from 'node:stream';
import db from 'dynalite/db/index.js';
import { DynamoError } from './dynamo-error.ts';
import { type Item, indexesOf, type KeySchema, type Table } from './item.ts';
import type { LevelStore, Range } from './level-store.ts';

export type Callback<T> = (error: unknown, result?: T) => void;

/** 400 KB, the largest item. */
export const OPTIONS = { maxItemSize: 409_600, createTableMs: 0 } as const;

interface SubStore {
  get(key: string, callback: Callback<Item>): void;
  put(key: string, item: Item, callback: Callback<void>): void;
  del(key: string, callback: Callback<void>): void;
  lock(key: string, locked: (release: <T>(callback: T) => T) => void): void;
  createValueStream(range: Range): Stream;
}

export interface DynaliteStore {
  readonly options: typeof OPTIONS;
  readonly tableDb: unknown;
  getTable(name: string, checkStatus: boolean | Callback<Table>, callback?: Callback<Table>): void;
  getItemDb(name: string): SubStore;
  getIndexDb(kind: string, table: string, index: string): SubStore;
}

interface Access {
  read(key: string): string | undefined;
  /** Called once for each row that the action writes; undefined deletes. */
  write(table: string, key: string, item: Item | undefined): void;
  /** The key at which the page before ended, for queries and scans. */
  readonly exclusiveStartKey?: unknown;
}

const CHUNK = 100;

export function rowKey(table: string, key: string): string {
  return `row~${table}~${key}`;
}

export function indexPrefix(table: string, index: string): string {
  return `index~${table}~${index}~`;
}

/** The key of an item's entry in an index, and how dynalite would end it. */
export function indexKey(item: Item, table: Table, keySchema: KeySchema) {
  const short = db.createIndexKey(item, table, keySchema);
  return { short, full: `${short}/${db.createKey(item, table)}` };
}

/** What dynalite's actions work on. `access` says where single rows are read and what becomes of writes. */
export function dynaliteView(
  store: LevelStore,
  tables: ReadonlyMap<string, Table>,
  access: Access,
): DynaliteStore {
  return {
    options: OPTIONS,
    tableDb: undefined,
    getTable(name, checkStatus, callback) {
      const answer = typeof checkStatus === 'function' ? checkStatus : callback;
      const table = tables.get(name);
      if (table) answer?.(null, table);
      else answer?.(tableNotFound());
    },
    getItemDb(name) {
      return {
        ...lockless,
        get(key, callback) {
          const text = access.read(rowKey(name, key));
          callback(null, text === undefined ? undefined : parseItem(text));
        },
        put(key, item, callback) {
          access.write(name, key, item);
          callback(null);
        },
        del(key, callback) {
          access.write(name, key, undefined);
          callback(null);
        },
        createValueStream: (range) => new ValueStream(store, rowKey(name, ''), range),
      };
    },
    getIndexDb(_kind, table, index) {
      return {
        ...lockless,
        get: (_key, callback) => callback(null),
        // Entries follow from the row when it is committed.
        put: (_key, _item, callback) => callback(null),
        del: (_key, callback) => callback(null),
        createValueStream(range) {
          const startKey = indexStartKey(tables.get(table), index, access.exclusiveStartKey);
          return new ValueStream(store, indexPrefix(table, index), afterStartKey(range, startKey));
        },
      };
    },
  };
}

/** An item that this store has written. */
export function parseItem(text: string): Item {
  // Codec: rows are written by item-writes.ts only, after dynalite has validated them.
  return JSON.parse(text) as Item;
}

export function tableNotFound(name?: string): DynamoError {
  const which = name === undefined ? '' : `: Table: ${name} not found`;
  return new DynamoError('ResourceNotFoundException', `Requested resource not found${which}`);
}

// Each action runs to its end before the next one starts: there is nothing to lock.
const lockless = {
  lock(_key: string, locked: (release: <T>(callback: T) => T) => void): void {
    locked((callback) => callback);
  },
};

function indexStartKey(table: Table | undefined, name: string, startKey: unknown) {
  const index = table && indexesOf(table).find(({ IndexName }) => IndexName === name);
  if (table === undefined || index === undefined || startKey === undefined) return undefined;
  // Codec: dynalite has checked the start key before it opens the stream.
  return indexKey(startKey as Item, table, index.KeySchema);
}

function afterStartKey(range: Range, startKey: ReturnType<typeof indexStartKey>): Range {
  if (startKey === undefined) return range;
  if (range.gt === startKey.short) return { ...range, gt: startKey.full };
  if (range.lt === startKey.short) return { ...range, lt: startKey.full };
  return range;
}

/** The values of a key range as 'data' events, read in chunks until dynalite has enough. */
class ValueStream extends Stream {
  #done = false;

  constructor(store: LevelStore, prefix: string, range: Range) {
    super();
    queueMicrotask(() => {
      this.#flow(store, prefix, range).catch((error: unknown) => this.emit('error', error));
    });
  }

  destroy(): void {
    this.#done = true;
  }

  async #flow(store: LevelStore, prefix: string, range: Range): Promise<void> {
    const { gt, gte, lt, lte, reverse = false, limit = -1 } = range;
    const values = store.values({
      ...(gt === undefined ? { gte: prefix + (gte ?? '') } : { gt: prefix + gt }),
      ...(lte === undefined ? { lt: prefix + (lt ?? '~') } : { lte: prefix + lte }),
      reverse,
      limit,
    });
    try {
      while (!this.#done) {
        const chunk = await values.nextv(CHUNK);
        if (chunk.length === 0) break;
        for (const value of chunk) {
          if (this.#done) break;
          this.emit('data', parseItem(value));
        }
      }
    } finally {
      await values.close();
    }
    if (!this.#done) this.emit('end');
  }
}
