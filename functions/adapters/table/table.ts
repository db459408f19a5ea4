// What the store asks of a table, whoever keeps it: DynamoDB, or the memory of a process (decision 0031).

import type { Instant } from '../../leads/instant.ts';
import type { Kind, Page, Paging, Rows } from '../../ports.ts';
import type { Item, Range } from './keys.ts';

/** What must be so of the item that is stored, or the write has lost a race. */
export type Condition =
  | { readonly is: 'absent' | 'present' }
  /** An event that is not relayed, and with which nobody has begun. */
  | { readonly is: 'untouched' }
  | { readonly version: number }
  /** Absent, or stored before. */
  | { readonly storedBefore: Instant };

export type Write =
  | { readonly put: Item; readonly given: Condition }
  | { readonly delete: Item; readonly given: Condition }
  /** One more in each of these attributes of the item, whatever it is and whether it is there. */
  | { readonly count: Item; readonly slots: readonly string[] };

export interface Update {
  readonly key: Item;
  readonly set?: Item;
  readonly remove?: readonly string[];
  readonly given: Condition;
}

/** Keys and items as keys.ts makes them. Whatever writes under a condition throws LostRace where it does not hold. */
export interface Table {
  /** The row of an item: who keeps items for ever need not read one twice. */
  parse<K extends Kind>(kind: K, item: Item): Rows[K];
  get(key: Item): Promise<Item | undefined>;
  /** Those that are there. */
  getAll(keys: readonly Item[]): Promise<readonly Item[]>;
  /** Throws Invalid on a cursor of another list. */
  page(range: Range, paging: Paging): Promise<Page<Item>>;
  put(item: Item): Promise<void>;
  update(update: Update): Promise<void>;
  /** All or nothing. */
  transact(writes: readonly Write[]): Promise<void>;
}
