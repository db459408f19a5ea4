// LeadTable in the memory of the process: the same keys, conditions and orders as in DynamoDB, without its words for them.

import { type Item, keysOf, type Range } from '../../../functions/adapters/table/keys.ts';
import { parse } from '../../../functions/adapters/table/rows.ts';
import type { Condition, Table, Update, Write } from '../../../functions/adapters/table/table.ts';
import { foreignCursor, LostRace } from '../../../functions/leads/errors.ts';
import { present } from '../../../functions/leads/present.ts';
import type { Kind, Page, Paging, Rows } from '../../../functions/ports.ts';
import type { MemoryFeed } from '../../emulator/memory/memory-feed.ts';
import { leadTable } from '../../table.ts';
import { type Change, isChange, recordOf } from './change-record.ts';
import { checkItem, checkTransaction, PAGE_BYTES } from './limits.ts';
import { Order } from './order.ts';
import { ParsedRows } from './parsed-rows.ts';
import { counted, inTable, keyed, keyText, type Stored, stored } from './stored-item.ts';

interface Parts {
  readonly feed: MemoryFeed;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

interface Kept {
  readonly items: Map<string, Stored>;
  /** Those with a time to live. */
  readonly mortal: Map<string, Stored>;
  readonly orders: ReadonlyMap<string, Order>;
}

function nothing(): Kept {
  const orders = [{ name: 'own', ...leadTable.keys }, ...leadTable.indexes];
  return {
    items: new Map(),
    mortal: new Map(),
    orders: new Map(orders.map(({ name, partition, sort }) => [name, new Order(partition, sort)])),
  };
}

/** What an index holds of an item, where that is not all. */
const holds = new Map<string, readonly string[]>(
  leadTable.indexes.flatMap((index) =>
    'holds' in index
      ? [[index.name, ['pk', 'sk', index.partition, index.sort, ...index.holds]]]
      : [],
  ),
);

export class MemoryTable implements Table {
  readonly #parts: Parts;
  readonly #kept: Kept;
  readonly #rows = new ParsedRows();
  /** In epoch seconds: nothing's time is over before. */
  #firstEnd = 0;

  constructor(parts: Parts, kept = nothing()) {
    this.#parts = parts;
    this.#kept = kept;
  }

  copy(parts: Parts): MemoryTable {
    const { items, mortal, orders } = this.#kept;
    return new MemoryTable(parts, {
      items: new Map(items),
      mortal: new Map(mortal),
      orders: new Map([...orders].map(([name, order]) => [name, order.copy()])),
    });
  }

  /** All that is in it, in no order. */
  get items(): readonly Item[] {
    return [...this.#kept.items.values()].map(({ item }) => item);
  }

  readonly parse = <K extends Kind>(kind: K, item: Item): Rows[K] =>
    this.#rows.of(item, () => parse(kind, item));

  readonly get = async (key: Item): Promise<Item | undefined> => this.#found(key)?.item;

  readonly getAll = async (keys: readonly Item[]): Promise<readonly Item[]> =>
    keys.flatMap((key) => {
      const item = this.#found(key)?.item;
      return item ? [item] : [];
    });

  readonly page = async (range: Range, { limit, cursor }: Paging): Promise<Page<Item>> => {
    const items: Item[] = [];
    let bytes = 0;
    for (const { item } of this.#from(range, cursor)) {
      items.push(projected(item, range));
      bytes += String(item.row).length;
      if (items.length === limit || bytes >= PAGE_BYTES)
        return { items, cursor: JSON.stringify(keysOf(item, range.index)) };
    }
    return { items };
  };

  readonly put = async (item: Item): Promise<void> => {
    this.#write([{ before: this.#found(item), after: stored(item) }]);
  };

  readonly update = async ({ key, set, remove = [], given }: Update): Promise<void> => {
    const before = this.#found(key);
    if (!isSo(given, before?.item)) throw lost();
    const gone = Object.fromEntries(remove.map((name) => [name, undefined]));
    this.#write([{ before, after: stored({ ...key, ...before?.item, ...set, ...gone }) }]);
  };

  readonly transact = async (writes: readonly Write[]): Promise<void> => {
    checkTransaction(writes);
    const changes = writes.map((write): Change => {
      const before = this.#found(keyed(write));
      if ('count' in write)
        return { before, after: stored(counted(before?.item ?? write.count, write.slots)) };
      if (!isSo(write.given, before?.item)) throw lost();
      return { before, after: 'put' in write ? stored(write.put) : undefined };
    });
    this.#write(changes);
  };

  /** Deletes every item whose time to live is over. */
  expireDue(): number {
    const seconds = this.#parts.now() / 1000;
    if (seconds < this.#firstEnd) return 0;
    const over = [...this.#kept.mortal.values()]
      .filter((one) => endOf(one) <= seconds)
      .toSorted(
        (one, other) => endOf(one) - endOf(other) || (inTable(one) < inTable(other) ? -1 : 1),
      );
    this.#write(over.map((before) => ({ before, after: undefined })));
    this.#firstEnd = Math.min(...[...this.#kept.mortal.values()].map(endOf));
    return over.length;
  }

  #found(key: Item): Stored | undefined {
    return this.#kept.items.get(keyText(key));
  }

  #from(range: Range, cursor: string | undefined): Iterable<Stored> {
    const order = this.#kept.orders.get(range.index);
    try {
      const start = cursor === undefined ? undefined : stored(JSON.parse(cursor));
      return order?.of(range, start) ?? [];
    } catch (error) {
      throw foreignCursor(error);
    }
  }

  /** At once and whole: index entries, too. */
  #write(changes: readonly Change[]): void {
    for (const { after } of changes) if (after) checkItem(after.item);
    for (const { before, after } of changes) {
      const key = keyText((after ?? before)?.item ?? {});
      for (const order of this.#kept.orders.values()) order.replace(before, after);
      if (after) this.#kept.items.set(key, after);
      else this.#kept.items.delete(key);
      if (after?.item.expiresAt === undefined) this.#kept.mortal.delete(key);
      else {
        this.#kept.mortal.set(key, after);
        this.#firstEnd = Math.min(this.#firstEnd, endOf(after));
      }
    }
    const { feed, now } = this.#parts;
    feed.append(changes.filter(isChange).map((change) => recordOf(change, now())));
  }
}

function lost(): LostRace {
  return new LostRace('a row changed meanwhile');
}

function endOf({ item }: Stored): number {
  return Math.floor(Number(item.expiresAt));
}

function isSo(given: Condition, item: Item | undefined): boolean {
  if ('version' in given) return item?.version === given.version;
  if ('storedBefore' in given) return !item || String(item.storedAt) < given.storedBefore;
  if (given.is === 'absent') return !item;
  if (given.is === 'present') return item !== undefined;
  return item?.unrelayed !== undefined && item.legs === undefined;
}

function projected(item: Item, { index }: Range): Item {
  const names = holds.get(index);
  return names ? present(Object.fromEntries(names.map((name) => [name, item[name]]))) : item;
}
