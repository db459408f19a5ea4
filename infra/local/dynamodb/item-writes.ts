// What does a write change? Actions run against a view that collects rows instead of writing them; a row's change then
// tells everything that is committed with it: the row, its index entries, its place in the time-to-live order.

import db from 'dynalite/db/index.js';
import {
  type DynaliteStore,
  dynaliteView,
  indexKey,
  indexPrefix,
  parseItem,
  rowKey,
} from './dynalite-view.ts';
import { type Item, type ItemChange, indexesOf, type Table } from './item.ts';
import type { Entry, LevelStore } from './level-store.ts';
import { timeToLiveKey } from './time-to-live.ts';

/** A view for one write action, and the changes that the action asks for. Reads see all that is staged. */
export class CollectedWrites {
  readonly view: DynaliteStore;
  readonly changes: ItemChange[] = [];

  constructor(store: LevelStore, tables: ReadonlyMap<string, Table>) {
    this.view = dynaliteView(store, tables, {
      read: (key) => store.newest(key),
      write: (name, key, after) => {
        const table = tables.get(name);
        if (table === undefined) return;
        const text = store.newest(rowKey(name, key));
        const before = text === undefined ? undefined : parseItem(text);
        if (before || after) this.changes.push({ table, before, after, by: 'client' });
      },
    });
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
    const keys = index.KeySchema.map(({ AttributeName }) => AttributeName);
    // Sparse: an item without the index key is not in the index.
    if (keys.some((name) => item[name] === undefined)) return [];
    const { full } = indexKey(item, table, index.KeySchema);
    const projected = project(item, table, keys, index.Projection);
    return {
      key: indexPrefix(table.TableName, index.IndexName) + full,
      value: JSON.stringify(projected),
    };
  });
  const due = timeToLiveKey(item, table);
  return due === undefined
    ? entries
    : [...entries, { key: due, value: JSON.stringify(keyOf(item, table)) }];
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
  projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] },
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
