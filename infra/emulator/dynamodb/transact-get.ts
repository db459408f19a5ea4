// Several items as they were at one instant.

import db from 'dynalite/db/index.js';
import { runNow, validate } from './dynalite.ts';
import { dynaliteView, rowKey, tableNotFound } from './dynalite-view.ts';
import { type CancellationReason, DynamoError, invalid } from './dynamo-error.ts';
import type { HeldItems } from './held-items.ts';
import type { Table } from './item.ts';
import { keySource } from './item-writes.ts';
import type { LevelStore } from './level-store.ts';
import { cancelled, memberList } from './transactions.ts';

type Body = Readonly<Record<string, unknown>>;

/** Answers TransactGetItems from one snapshot. Consumes the body. */
export async function transactGet(
  body: Body,
  store: LevelStore,
  tables: ReadonlyMap<string, Table>,
  held: HeldItems,
): Promise<unknown> {
  const requests = memberList(body.TransactItems).map(({ Get }) => {
    if (typeof Get !== 'object' || Get === null)
      throw invalid('TransactItems can only contain Get');
    return validate('GetItem', { ...Get, ReturnConsumedCapacity: 'TOTAL', ConsistentRead: true });
  });
  const snapshot = store.snapshot();
  try {
    const view = dynaliteView(store, tables, {
      read: (key) => store.committed(key, snapshot),
      write: () => {},
    });
    const reasons: CancellationReason[] = [];
    const responses: object[] = [];
    const rows = new Set<string>();
    const capacity = new Map<string, number>();
    for (const request of requests) {
      const name = String(request.TableName);
      const table = tables.get(name);
      if (table === undefined) throw tableNotFound();
      const answer = getOne(() => runNow('GetItem', view, request));
      if (answer.reason.Code !== 'None') {
        reasons.push(answer.reason);
        continue;
      }
      const row = rowKey(name, db.createKey(keySource(request), table));
      reasons.push(held.reason(row) ?? answer.reason);
      if (rows.has(row)) {
        throw invalid('Transaction request cannot include multiple operations on one item');
      }
      rows.add(row);
      const { Item, ConsumedCapacity } = answer.result;
      responses.push(Item === undefined ? {} : { Item });
      capacity.set(name, (capacity.get(name) ?? 0) + 2 * units(ConsumedCapacity));
    }
    if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
    return { Responses: responses, ...consumed(body.ReturnConsumedCapacity, capacity) };
  } finally {
    await snapshot.close();
  }
}

function getOne(get: () => Record<string, unknown>): {
  readonly reason: CancellationReason;
  readonly result: Record<string, unknown>;
} {
  try {
    return { reason: { Code: 'None' }, result: get() };
  } catch (error) {
    if (!(error instanceof DynamoError) || error.name !== 'ValidationException') throw error;
    return { reason: { Code: 'ValidationError', Message: error.message }, result: {} };
  }
}

function units(capacity: unknown): number {
  if (typeof capacity !== 'object' || capacity === null) return 0;
  return 'CapacityUnits' in capacity ? Number(capacity.CapacityUnits) : 0;
}

function consumed(wanted: unknown, capacity: ReadonlyMap<string, number>): object {
  if (wanted !== 'TOTAL' && wanted !== 'INDEXES') return {};
  return {
    ConsumedCapacity: Array.from(capacity, ([TableName, CapacityUnits]) => ({
      TableName,
      CapacityUnits,
      ReadCapacityUnits: CapacityUnits,
      ...(wanted === 'INDEXES' && { Table: { CapacityUnits, ReadCapacityUnits: CapacityUnits } }),
    })),
  };
}
