// How the table is read: one item, several, a page of a list, or all of it. Rows are parsed as they come.

import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { foreignCursor } from '../../leads/errors.ts';
import { fullJitter } from '../../leads/full-jitter.ts';
import { present } from '../../leads/present.ts';
import type { Kind, Page, Paging, Pauses, Rows } from '../../ports.ts';
import { type Asked, asked, type Item, keysOf, type List } from './keys.ts';
import { type IdOf, keyOf, parse } from './rows.ts';

/** So many items of a list are looked at for one page of those that are wanted, and so many are read at a time. */
const MOST_LOOKED_AT = 1000;
const LOOKED_AT_ONCE = 200;

/** DynamoDB gives so many items in one batch. */
const BATCH = 100;
const BATCH_TRIES = 5;

export interface Connection {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly pauses: Pauses;
}

export function reader({ client, table, pauses }: Connection) {
  async function get<K extends Kind>(kind: K, id: IdOf<K>): Promise<Rows[K] | undefined> {
    const Key = keyOf(kind, id);
    const found = await client.send(
      new GetCommand({ TableName: table, Key, ConsistentRead: true }),
    );
    return found.Item && parse(kind, found.Item);
  }

  /** By id, those that are there. */
  async function getMany<K extends 'contactKey' | 'lock' | 'lead' | 'person' | 'account'>(
    kind: K,
    ids: readonly string[],
  ): Promise<Map<string, Rows[K]>> {
    const keys = [...new Set(ids)].map((id) =>
      keyOf(kind, { id, leadId: id, personId: id, accountId: id } as IdOf<K>),
    );
    const items = await getItems(keys);
    return new Map(items.map((item) => [String(item.id ?? item.leadId), parse(kind, item)]));
  }

  /** By key, those that are there. */
  async function getItems(keys: readonly Item[]): Promise<readonly Item[]> {
    const items: Item[] = [];
    for (let from = 0; from < keys.length; from += BATCH)
      items.push(...(await batch(keys.slice(from, from + BATCH))));
    return items;
  }

  /** What DynamoDB had no time for is asked for again, a few times, each a little later. */
  async function batch(Keys: Item[], tries = 1): Promise<readonly Item[]> {
    const asked = new BatchGetCommand({
      RequestItems: { [table]: { Keys, ConsistentRead: true } },
    });
    const { Responses, UnprocessedKeys } = await client.send(asked);
    const items = Responses?.[table] ?? [];
    const left = UnprocessedKeys?.[table]?.Keys ?? [];
    if (left.length === 0) return items;
    if (tries === BATCH_TRIES)
      throw new RangeError(`${left.length} keys were not read in ${tries} tries; try again`);
    await pauses.wait(fullJitter(tries, pauses.chance()));
    return [...items, ...(await batch(left, tries + 1))];
  }

  async function page(query: Asked, { limit, cursor }: Paging): Promise<Page<Item>> {
    // The keys of the last item, as this store wrote them: what leaves the house is sealed (cursors.ts).
    const ExclusiveStartKey = cursor === undefined ? undefined : JSON.parse(cursor);
    const input = present({ ...query, TableName: table, Limit: limit, ExclusiveStartKey });
    const found = await client.send(new QueryCommand(input)).catch((error: unknown) => {
      // DynamoDB refuses a start outside what the query asks for: the list of lists that the page is of has changed since.
      const isForeign = cursor && error instanceof Error && error.name === 'ValidationException';
      throw isForeign ? foreignCursor(error) : error;
    });
    const last = found.LastEvaluatedKey;
    return present({ items: found.Items ?? [], cursor: last && JSON.stringify(last) });
  }

  /** Those that are wanted, until the page is full; it ends behind the last one, or where nobody looks any further in one go. */
  async function wanted<Row>(
    list: List,
    query: Asked,
    { limit, cursor: from }: Paging,
    { parse: read, keep }: { parse: (item: Item) => Row; keep: (row: Row) => boolean },
  ): Promise<Page<Row>> {
    const rows: Row[] = [];
    let cursor = from;
    for (let lookedAt = 0; lookedAt < MOST_LOOKED_AT; lookedAt += LOOKED_AT_ONCE) {
      const found = await page(query, { limit: LOOKED_AT_ONCE, cursor });
      for (const [index, item] of found.items.entries()) {
        const row = read(item);
        if (!keep(row)) continue;
        rows.push(row);
        if (rows.length < limit) continue;
        const isLast = index === found.items.length - 1;
        return present({
          items: rows,
          cursor: isLast ? found.cursor : JSON.stringify(keysOf(item, list)),
        });
      }
      if (found.cursor === undefined) return { items: rows };
      cursor = found.cursor;
    }
    return present({ items: rows, cursor });
  }

  async function all(query: Asked): Promise<readonly Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const one = await page(query, { limit: 1000, cursor });
      items.push(...one.items);
      cursor = one.cursor;
    } while (cursor !== undefined);
    return items;
  }

  return {
    get,
    getItems,
    getMany,
    page,
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
      if (keep) return wanted(list, asked(kind, list), paging, { parse: ofKind, keep });
      const found = await page(asked(kind, list), paging);
      return { ...found, items: found.items.map(ofKind) };
    },
  };
}
