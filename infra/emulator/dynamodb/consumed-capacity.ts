// What would these writes cost? A unit for each KB written to the table and to every index that changes.

import { type Item, type ItemChange, indexesOf, sameValue } from './item.ts';
import { itemBytes } from './item-size.ts';
import { indexEntry } from './item-writes.ts';

interface Units {
  table: number;
  readonly global: Record<string, number>;
  readonly local: Record<string, number>;
}

/** ConsumedCapacity of each table, as `ReturnConsumedCapacity` wants it; a transaction costs the double. */
export function writeCapacity(
  changes: readonly ItemChange[],
  wanted: unknown,
  factor: 1 | 2 = 1,
): readonly object[] | undefined {
  if (wanted !== 'TOTAL' && wanted !== 'INDEXES') return undefined;
  const byTable = Map.groupBy(changes, ({ table }) => table.TableName);
  return Array.from(byTable, ([TableName, ofTable]) => {
    const units = unitsOf(ofTable, factor);
    const all = [units.table, ...Object.values(units.global), ...Object.values(units.local)];
    const CapacityUnits = all.reduce((total, some) => total + some, 0);
    return {
      TableName,
      CapacityUnits,
      ...(factor === 2 && { WriteCapacityUnits: CapacityUnits }),
      ...(wanted === 'INDEXES' && {
        Table: shown(units.table, factor),
        ...named('GlobalSecondaryIndexes', units.global, factor),
        ...named('LocalSecondaryIndexes', units.local, factor),
      }),
    };
  });
}

function unitsOf(changes: readonly ItemChange[], factor: number): Units {
  const units: Units = { table: 0, global: {}, local: {} };
  for (const { table, before, after } of changes) {
    units.table += factor * Math.max(1, kilobytes(before), kilobytes(after));
    for (const index of indexesOf(table)) {
      const cost = indexUnits(
        before && indexEntry(before, table, index),
        after && indexEntry(after, table, index),
      );
      if (cost === 0) continue;
      const group = table.LocalSecondaryIndexes?.includes(index) ? units.local : units.global;
      group[index.IndexName] = (group[index.IndexName] ?? 0) + factor * cost;
    }
  }
  return units;
}

type IndexEntry = ReturnType<typeof indexEntry>;

function indexUnits(before: IndexEntry, after: IndexEntry): number {
  if (before?.key !== after?.key) return kilobytes(before?.item) + kilobytes(after?.item);
  if (sameValue(before?.item, after?.item)) return 0;
  return Math.max(kilobytes(before?.item), kilobytes(after?.item));
}

function kilobytes(item: Item | undefined): number {
  return item === undefined ? 0 : Math.max(1, Math.ceil(itemBytes(item) / 1024));
}

function shown(CapacityUnits: number, factor: number): object {
  return factor === 2 ? { CapacityUnits, WriteCapacityUnits: CapacityUnits } : { CapacityUnits };
}

function named(name: string, units: Readonly<Record<string, number>>, factor: number): object {
  const entries = Object.entries(units).map(([index, some]) => [index, shown(some, factor)]);
  return entries.length === 0 ? {} : { [name]: Object.fromEntries(entries) };
}
