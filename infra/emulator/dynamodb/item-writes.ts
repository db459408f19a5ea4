// What does a write change? Actions run against a view that collects rows instead of writing them; a row's change then
// tells everything that is committed with it: the row, its index entries, its place in the time-to-live order.

import db from 'dynalite/db/index.js';
import { type Operation, type Request, runNow } from './dynalite.ts';
import {
  type DynaliteStore,
  dynaliteView,
  indexKey,
  indexPrefix,
  parseItem,
  rowKey,
} from './dynalite-view.ts';
import { invalid } from './dynamo-error.ts';
import { exactly } from './exact-expressions.ts';
import { type Item, type ItemChange, indexesOf, type SecondaryIndex, type Table } from './item.ts';
import { itemBytes, MAX_ITEM_BYTES } from './item-size.ts';
import type { Entry, LevelStore } from './level-store.ts';
import { timeToLiveKey } from './time-to-live.ts';

/** A write action being judged: reads see all that is staged, and what it would write is collected. */
export class CollectedWrites {
  /** One for each item that the action touches, also when nothing changes. */
  readonly changes: ItemChange[] = [];
  readonly #store: LevelStore;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #view: DynaliteStore;

  constructor(store: LevelStore, tables: ReadonlyMap<string, Table>) {
    this.#store = store;
    this.#tables = tables;
    this.#view = dynaliteView(store, tables, {
      read: (key) => store.newest(key),
      write: (name, key, after) => {
        const table = tables.get(name);
        if (table === undefined) return;
        this.changes.push({ table, before: this.#row(rowKey(name, key)), after, by: 'client' });
      },
    });
  }

  /** Runs the action; its result is what DynamoDB answers, without capacity. Throws DynamoError. */
  run(operation: Operation, request: Request): Record<string, unknown> {
    const exact = request._condition || request._updates;
    const result = runNow(
      operation,
      this.#view,
      exact ? exactly(request, this.existing(request)) : request,
    );
    for (const change of this.changes) checkItem(change, operation);
    return result;
  }

  /** The item that a validated single write meets. */
  existing(request: Request): Item | undefined {
    const table = this.#tables.get(String(request.TableName));
    if (table === undefined) return undefined;
    const key = keyOf(keySource(request), table);
    // A key that is none meets no item: the action will say so.
    if (db.validateKey(key, table)) return undefined;
    return this.#row(rowKey(table.TableName, db.createKey(key, table)));
  }

  #row(key: string): Item | undefined {
    const text = this.#store.newest(key);
    return text === undefined ? undefined : parseItem(text);
  }
}

/** The part of a validated request that holds its key. */
export function keySource(request: Request): Item {
  // Codec: dynalite has checked the shape of both.
  return (request.Key ?? request.Item) as Item;
}

function checkItem({ table, after }: ItemChange, operation: Operation): void {
  if (after === undefined) return;
  const update = operation === 'UpdateItem';
  if (itemBytes(after) > MAX_ITEM_BYTES) {
    throw invalid(`Item size ${update ? 'to update ' : ''}has exceeded the maximum allowed size`);
  }
  for (const { IndexName, KeySchema } of indexesOf(table)) {
    for (const { AttributeName } of KeySchema) {
      const value = after[AttributeName];
      if (value?.S !== '' && value?.B !== '') continue;
      const what = update
        ? 'The update expression attempted to update a secondary index key to a value that is not supported.'
        : 'A value specified for a secondary index key is not supported.';
      const where = update ? '' : ` IndexName: ${IndexName}, IndexKey: ${AttributeName}`;
      throw invalid(
        `One or more parameter values are not valid. ${what} The AttributeValue for a key attribute cannot contain an empty string value.${where}`,
      );
    }
  }
}

/** The entries that carry a change of one item: its row, its index entries, its time to live. */
export function entriesOf({ table, before, after }: ItemChange): readonly Entry[] {
  const item = after ?? before;
  if (item === undefined) return [];
  const row = {
    key: rowKey(table.TableName, db.createKey(item, table)),
    value: after && JSON.stringify(after),
  };
  const gone = before ? derivedEntries(before, table) : [];
  const kept = after ? derivedEntries(after, table) : [];
  return [row, ...gone.map(({ key }) => ({ key, value: undefined })), ...kept];
}

/** Everything in the store that follows from an item being there, apart from its row. */
export function derivedEntries(item: Item, table: Table): readonly Entry[] {
  const entries = indexesOf(table).flatMap((index) => {
    const entry = indexEntry(item, table, index);
    return entry ? { key: entry.key, value: JSON.stringify(entry.item) } : [];
  });
  const due = timeToLiveKey(item, table);
  return due === undefined
    ? entries
    : [...entries, { key: due, value: JSON.stringify(keyOf(item, table)) }];
}

/** What an index holds of an item, and where; undefined for an item without the index key: indexes are sparse. */
export function indexEntry(item: Item, table: Table, index: SecondaryIndex) {
  const keys = index.KeySchema.map(({ AttributeName }) => AttributeName);
  if (keys.some((name) => item[name] === undefined)) return undefined;
  const { full } = indexKey(item, table, index.KeySchema);
  return {
    key: indexPrefix(table.TableName, index.IndexName) + full,
    item: project(item, table, keys, index.Projection),
  };
}

/** The primary key of an item. */
export function keyOf(item: Item, table: Table): Item {
  return pick(
    item,
    table.KeySchema.map(({ AttributeName }) => AttributeName),
  );
}

function project(
  item: Item,
  table: Table,
  indexKeys: readonly string[],
  projection: SecondaryIndex['Projection'],
): Item {
  if (projection.ProjectionType === 'ALL') return item;
  const tableKeys = table.KeySchema.map(({ AttributeName }) => AttributeName);
  return pick(item, [...indexKeys, ...tableKeys, ...(projection.NonKeyAttributes ?? [])]);
}

function pick(item: Item, names: readonly string[]): Item {
  const picked: Record<string, Item[string]> = {};
  for (const name of names) {
    const value = item[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
