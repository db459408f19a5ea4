// Items that a transaction of somebody else holds, as it happens in AWS for a moment. Here every write is decided at once,
// so that nobody ever meets one: a test holds an item to see what its callers do.

import db from 'dynalite/db/index.js';
import { rowKey } from './dynalite-view.ts';
import { type CancellationReason, DynamoError } from './dynamo-error.ts';
import type { Item, Table } from './item.ts';

const MESSAGE = 'Transaction is ongoing for the item';

export class HeldItems {
  readonly #rows = new Map<string, number>();

  /** Holds the item with these key attributes until the function that comes back is called. */
  hold(table: Table, key: Item): () => void {
    const row = rowKey(table.TableName, db.createKey(key, table));
    this.#rows.set(row, (this.#rows.get(row) ?? 0) + 1);
    return () => {
      const left = (this.#rows.get(row) ?? 1) - 1;
      if (left > 0) this.#rows.set(row, left);
      else this.#rows.delete(row);
    };
  }

  get areAny(): boolean {
    return this.#rows.size > 0;
  }

  /** Throws TransactionConflictException when a single write meets a held item. */
  check(row: string): void {
    if (this.#rows.has(row)) throw new DynamoError('TransactionConflictException', MESSAGE);
  }

  /** Why a member of a transaction that meets a held item cancels it. */
  reason(row: string): CancellationReason | undefined {
    return this.#rows.has(row) ? { Code: 'TransactionConflict', Message: MESSAGE } : undefined;
  }
}
