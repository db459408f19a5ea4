// How the table is read: one item, several, a page of a list, or all of it. Rows are parsed as they come.

import { present } from '../../leads/present.ts';
import type { Kind, Page, Paging, Rows } from '../../ports.ts';
import { asked, type Item, keysOf, type List, type Range } from './keys.ts';
import { type IdOf, keyOf } from './rows.ts';
import type { Table } from './table.ts';

/** So many items of a list are looked at for one page of those that are wanted, and so many are read at a time. */
const MOST_LOOKED_AT = 1000;
const LOOKED_AT_ONCE = 200;

export function reader({ parse, get: find, getAll, page }: Table) {
  async function get<K extends Kind>(kind: K, id: IdOf<K>): Promise<Rows[K] | undefined> {
    const item = await find(keyOf(kind, id));
    return item && parse(kind, item);
  }

  /** By id, those that are there. */
  async function getMany<K extends 'contactKey' | 'lock' | 'lead' | 'person' | 'account' | 'spend'>(
    kind: K,
    ids: readonly string[],
  ): Promise<Map<string, Rows[K]>> {
    const keys = [...new Set(ids)].map((id) =>
      keyOf(kind, { id, leadId: id, personId: id, accountId: id, spendId: id } as IdOf<K>),
    );
    const items = await getAll(keys);
    return new Map(items.map((item) => [String(item.id ?? item.leadId), parse(kind, item)]));
  }

  /** Those that are wanted, until the page is full; it ends behind the last one, or where nobody looks any further in one go. */
  async function wanted<Row>(
    range: Range,
    { limit, cursor: from }: Paging,
    { parse: read, keep }: { parse: (item: Item) => Row; keep: (row: Row) => boolean },
  ): Promise<Page<Row>> {
    const rows: Row[] = [];
    let cursor = from;
    for (let lookedAt = 0; lookedAt < MOST_LOOKED_AT; lookedAt += LOOKED_AT_ONCE) {
      const found = await page(range, { limit: LOOKED_AT_ONCE, cursor });
      for (const [index, item] of found.items.entries()) {
        const row = read(item);
        if (!keep(row)) continue;
        rows.push(row);
        if (rows.length < limit) continue;
        const isLast = index === found.items.length - 1;
        return present({
          items: rows,
          cursor: isLast ? found.cursor : JSON.stringify(keysOf(item, range.index)),
        });
      }
      if (found.cursor === undefined) return { items: rows };
      cursor = found.cursor;
    }
    return present({ items: rows, cursor });
  }

  async function all(range: Range): Promise<readonly Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const one = await page(range, { limit: 1000, cursor });
      items.push(...one.items);
      cursor = one.cursor;
    } while (cursor !== undefined);
    return items;
  }

  return {
    get,
    getMany,
    all,
    async rowsOf<K extends Kind>(kind: K, list: List): Promise<readonly Rows[K][]> {
      return (await all(asked(kind, list))).map((item) => parse(kind, item));
    },
    /** `keep` says which are wanted; without it all are. */
    async pageOf<K extends Kind>(
      kind: K,
      list: List,
      paging: Paging,
      keep?: (row: Rows[K]) => boolean,
    ): Promise<Page<Rows[K]>> {
      const ofKind = (item: Item) => parse(kind, item);
      if (keep) return wanted(asked(kind, list), paging, { parse: ofKind, keep });
      const found = await page(asked(kind, list), paging);
      return { ...found, items: found.items.map(ofKind) };
    },
  };
}
