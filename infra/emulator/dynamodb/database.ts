// The offline DynamoDB: dynalite's rules and expressions on a store of our own, where every write, single or
// transactional, is decided at once and committed whole: rows, index entries, change feed and request token in one batch.

import db from 'dynalite/db/index.js';
import type { Catalog } from '../catalog-shape.ts';
import type { Ground, OpenGround } from '../ground.ts';
import type { KeyValues } from '../key-values.ts';
import { ChangeFeed } from './change-feed.ts';
import { writeCapacity } from './consumed-capacity.ts';
import { type Operation, type Request, run, validate } from './dynalite.ts';
import { dynaliteView, parseItem, rowKey } from './dynalite-view.ts';
import { DynamoError, invalid } from './dynamo-error.ts';
import type { FolderRefused } from './folder-refused.ts';
import { HeldItems } from './held-items.ts';
import type { Item, ItemChange, Table } from './item.ts';
import { CollectedWrites, entriesOf, keySource } from './item-writes.ts';
import { type Copy, type Entry, LevelStore } from './level-store.ts';
import { RequestTokens } from './request-tokens.ts';
import { StoredValues } from './stored-values.ts';
import { Tables } from './tables.ts';
import { dueRange, isDue } from './time-to-live.ts';
import { transactGet } from './transact-get.ts';
import { fingerprint, judge, transactionMembers } from './transactions.ts';

interface DatabaseOptions {
  /** The folder of the store; in memory without it. */
  readonly path?: string | undefined;
  /** What a new store begins with: the `copy` of another. */
  readonly from?: Copy | undefined;
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  /** The region that ARNs name. */
  readonly region?: string;
}

type Body = Readonly<Record<string, unknown>>;

/** Opens the offline DynamoDB with all tables, items and feed positions it held when it ended, however it ended. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { path, from, now, region = 'us-east-1' } = options;
  const store = await LevelStore.open(path, from);
  const tables = await Tables.open(store, { region, now });
  const feed = await ChangeFeed.open(store, now);
  const tokens = await RequestTokens.open(store, now);
  return new Database({ store, tables, feed, tokens, now });
}

interface Parts {
  readonly store: LevelStore;
  readonly tables: Tables;
  readonly feed: ChangeFeed;
  readonly tokens: RequestTokens;
  readonly now: () => number;
}

export class Database implements Ground {
  readonly isStraight = false;
  /** Every committed item change of tables with a stream, in order. */
  readonly feed: ChangeFeed;
  /** A store of others next to the tables. */
  readonly values: KeyValues;
  readonly #store: LevelStore;
  readonly #tables: Tables;
  readonly #tokens: RequestTokens;
  readonly #now: () => number;
  readonly #held = new HeldItems();

  readonly #operations: Readonly<Record<string, (body: Body) => unknown>> = {
    BatchGetItem: (body) => this.#read('BatchGetItem', body),
    BatchWriteItem: (body) => this.#write('BatchWriteItem', body),
    CreateTable: (body) => this.#tables.create(body),
    DeleteItem: (body) => this.#write('DeleteItem', body),
    DeleteTable: (body) => this.#tables.delete(body),
    DescribeTable: (body) => this.#tables.describe(body),
    DescribeTimeToLive: (body) => this.#tables.describeTimeToLive(body),
    GetItem: (body) => this.#read('GetItem', body),
    ListTables: (body) => this.#tables.list(body),
    PutItem: (body) => this.#write('PutItem', body),
    Query: (body) => this.#read('Query', body),
    Scan: (body) => this.#read('Scan', body),
    TransactGetItems: (body) => transactGet(body, this.#store, this.#tables.byName, this.#held),
    TransactWriteItems: (body) => this.#transact(body),
    UpdateItem: (body) => this.#write('UpdateItem', body),
    UpdateTimeToLive: (body) => this.#tables.updateTimeToLive(body),
  };

  constructor({ store, tables, feed, tokens, now }: Parts) {
    this.feed = feed;
    this.values = new StoredValues(store);
    this.#store = store;
    this.#tables = tables;
    this.#tokens = tokens;
    this.#now = now;
  }

  /** Does one operation of the DynamoDB API, e.g. `PutItem`. The body is in wire form and used up. Throws DynamoError. */
  async call(operation: string, body: unknown): Promise<unknown> {
    const act = Object.hasOwn(this.#operations, operation)
      ? this.#operations[operation]
      : undefined;
    if (act === undefined) {
      throw new DynamoError(
        'UnknownOperationException',
        `operation ${operation} is not offered offline`,
      );
    }
    if (!isBody(body))
      throw new DynamoError('SerializationException', 'Start of structure expected');
    return act(body);
  }

  /**
   * Holds an item as a transaction elsewhere would, until the function that comes back is called: writes and
   * transactions that meet it are refused. `key` is in wire form. Throws RangeError when there is no such table.
   */
  holdItem(tableName: string, key: Item): () => void {
    const table = this.#tables.byName.get(tableName);
    if (table === undefined) throw new RangeError(`no table ${tableName} to hold an item of`);
    return this.#held.hold(table, key);
  }

  /** Deletes every item whose time to live is over, as DynamoDB does in its own time. Returns how many. */
  async expireDue(): Promise<number> {
    await this.#store.settled();
    const due: { table: Table; key: string }[] = [];
    for (const table of this.#tables.byName.values()) {
      if (table.timeToLiveAttribute === undefined) continue;
      for await (const [, text] of this.#store.entries(dueRange(table.TableName, this.#now()))) {
        due.push({ table, key: rowKey(table.TableName, db.createKey(parseItem(text), table)) });
      }
    }
    const changes = due.flatMap(({ table, key }): ItemChange[] => {
      const text = this.#store.newest(key);
      const before = text === undefined ? undefined : parseItem(text);
      // A write since the search may have put the item's end off.
      if (before === undefined || !isDue(before, table, this.#now())) return [];
      return [{ table, before, after: undefined, by: 'time-to-live' }];
    });
    await this.#commit(changes);
    return changes.length;
  }

  async createTables(tables: Catalog['tables']): Promise<void> {
    for (const { create, timeToLive } of tables) {
      if (this.#tables.byName.has(create.TableName)) continue;
      await this.call('CreateTable', structuredClone(create));
      if (timeToLive === undefined) continue;
      await this.call('UpdateTimeToLive', {
        TableName: create.TableName,
        TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
      });
    }
  }

  async copy(): Promise<OpenGround> {
    await this.#store.settled();
    const from = await this.#store.copy();
    return (at) => openDatabase({ ...at, from });
  }

  /** Resolves when the store cannot be written any more; it has to be opened anew. */
  get failed(): Promise<FolderRefused> {
    return this.#store.failed;
  }

  /** Waits for staged writes and closes the files. */
  close(): Promise<void> {
    return this.#store.close();
  }

  #read(operation: Operation, body: Body): Promise<unknown> {
    const request = validate(operation, body);
    const view = dynaliteView(this.#store, this.#tables.byName, {
      read: (key) => this.#store.committed(key),
      write: () => {},
      exclusiveStartKey: request.ExclusiveStartKey,
    });
    return run(operation, view, request);
  }

  async #write(operation: Operation, body: Body): Promise<unknown> {
    const returnOld = body.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    const request = validate(operation, body);
    const wanted = request.ReturnConsumedCapacity;
    const writes = this.#collect();
    let result: Record<string, unknown>;
    try {
      if (this.#held.areAny && operation !== 'BatchWriteItem') this.#checkHeld(request);
      result = writes.run(operation, { ...request, ReturnConsumedCapacity: 'NONE' });
    } catch (error) {
      return this.#refuse(returnOld ? withItem(error, writes.existing(request)) : error);
    }
    // No await between judging and staging: nothing may come between.
    await this.#commit(writes.changes);
    const capacity = writeCapacity(writes.changes, wanted);
    if (capacity === undefined) return result;
    return { ...result, ConsumedCapacity: operation === 'BatchWriteItem' ? capacity : capacity[0] };
  }

  async #transact(body: Body): Promise<unknown> {
    const token = requestToken(body.ClientRequestToken);
    const print = token === undefined ? '' : fingerprint(body);
    if (token !== undefined && this.#tokens.isDone(token, print)) {
      await this.#store.settled();
      return {};
    }
    const members = transactionMembers(body, this.#tables.byName);
    let changes: readonly ItemChange[];
    try {
      changes = judge(members, () => this.#collect(), this.#held);
    } catch (error) {
      return this.#refuse(error);
    }
    const also = token === undefined ? [] : this.#tokens.entriesOf(token, print);
    await this.#commit(changes, also);
    const ConsumedCapacity = writeCapacity(changes, body.ReturnConsumedCapacity, 2);
    return ConsumedCapacity ? { ConsumedCapacity } : {};
  }

  #checkHeld(request: Request): void {
    const table = this.#tables.byName.get(String(request.TableName));
    if (table === undefined) return;
    this.#held.check(rowKey(table.TableName, db.createKey(keySource(request), table)));
  }

  /** What refused a write may itself be on its way to the disk only: answer when it is there. */
  async #refuse(error: unknown): Promise<never> {
    await this.#store.settled();
    throw error;
  }

  #collect(): CollectedWrites {
    return new CollectedWrites(this.#store, this.#tables.byName);
  }

  async #commit(changes: readonly ItemChange[], also: readonly Entry[] = []): Promise<void> {
    const records = this.feed.entriesOf(changes);
    await this.#store.commit([...changes.flatMap(entriesOf), ...records, ...also]);
    if (records.length > 0) this.feed.appended();
  }
}

function withItem(error: unknown, item: Item | undefined): unknown {
  if (!(error instanceof DynamoError) || item === undefined) return error;
  if (error.name !== 'ConditionalCheckFailedException') return error;
  return new DynamoError(error.name, error.message, { Item: item });
}

function isBody(body: unknown): body is Body {
  return typeof body === 'object' && body !== null && !Array.isArray(body);
}

function requestToken(value: unknown): string | undefined {
  if (value == null) return undefined;
  if (typeof value === 'string' && value.length >= 1 && value.length <= 36) return value;
  throw invalid(
    `1 validation error detected: Value '${value}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36`,
  );
}
