// Which tables are there? Kept in memory and in the store; a table is ACTIVE as soon as it is created.

import { type Request, runNow, validate } from './dynalite.ts';
import {
  type DynaliteStore,
  indexPrefix,
  OPTIONS,
  parseItem,
  rowKey,
  tableNotFound,
} from './dynalite-view.ts';
import { DynamoError, invalid } from './dynamo-error.ts';
import { indexesOf, type StreamViewType, type Table } from './item.ts';
import { derivedEntries } from './item-writes.ts';
import type { Entry, LevelStore } from './level-store.ts';
import { timeToLivePrefix } from './time-to-live.ts';

const PREFIX = 'table~';
const ACCOUNT = '000000000000';
const STREAM_VIEWS: readonly StreamViewType[] = [
  'KEYS_ONLY',
  'NEW_IMAGE',
  'OLD_IMAGE',
  'NEW_AND_OLD_IMAGES',
];

interface Options {
  readonly region: string;
  readonly now: () => number;
}

export class Tables {
  readonly byName: Map<string, Table>;
  readonly #store: LevelStore;
  readonly #options: Options;

  private constructor(store: LevelStore, options: Options, byName: Map<string, Table>) {
    this.byName = byName;
    this.#store = store;
    this.#options = options;
  }

  static async open(store: LevelStore, options: Options): Promise<Tables> {
    const byName = new Map<string, Table>();
    for await (const [key, text] of store.entries({ gte: PREFIX, lt: `${PREFIX}~` })) {
      // Codec: tables are written by #save only.
      byName.set(key.slice(PREFIX.length), JSON.parse(text) as Table);
    }
    return new Tables(store, options, byName);
  }

  async create(body: Readonly<Record<string, unknown>>): Promise<unknown> {
    const stream = streamSpecification(body.StreamSpecification);
    const created = this.#describeNew(validate('CreateTable', { ...body }));
    const now = new Date(this.#options.now()).toISOString().replace('Z', '');
    const table: Table = {
      ...created,
      ...(stream && {
        StreamSpecification: stream,
        LatestStreamLabel: now,
        LatestStreamArn: `${created.TableArn}/stream/${now}`,
      }),
    };
    await this.#save(table);
    return { TableDescription: described(table) };
  }

  describe(body: Readonly<Record<string, unknown>>): unknown {
    return { Table: described(this.#named(body.TableName)) };
  }

  list(body: Readonly<Record<string, unknown>>): unknown {
    const after =
      typeof body.ExclusiveStartTableName === 'string' ? body.ExclusiveStartTableName : '';
    const limit = typeof body.Limit === 'number' ? body.Limit : 100;
    const names = [...this.byName.keys()].toSorted().filter((name) => name > after);
    const TableNames = names.slice(0, limit);
    const more = names.length > limit;
    return { TableNames, ...(more && { LastEvaluatedTableName: TableNames.at(-1) }) };
  }

  /** Deletes the table with everything in it, in one batch. */
  async delete(body: Readonly<Record<string, unknown>>): Promise<unknown> {
    const table = this.#named(body.TableName);
    this.byName.delete(table.TableName);
    await this.#store.settled();
    const entries: Entry[] = [{ key: PREFIX + table.TableName, value: undefined }];
    const prefixes = [
      rowKey(table.TableName, ''),
      timeToLivePrefix(table.TableName),
      ...indexesOf(table).map(({ IndexName }) => indexPrefix(table.TableName, IndexName)),
    ];
    for (const prefix of prefixes) {
      for await (const [key] of this.#store.entries({ gte: prefix, lt: `${prefix}~` })) {
        entries.push({ key, value: undefined });
      }
    }
    await this.#store.commit(entries);
    return { TableDescription: { ...described(table), TableStatus: 'DELETING' } };
  }

  describeTimeToLive(body: Readonly<Record<string, unknown>>): unknown {
    const AttributeName = this.#named(body.TableName).timeToLiveAttribute;
    return {
      TimeToLiveDescription: AttributeName
        ? { TimeToLiveStatus: 'ENABLED', AttributeName }
        : { TimeToLiveStatus: 'DISABLED' },
    };
  }

  async updateTimeToLive(body: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { timeToLiveAttribute, ...table } = this.#named(body.TableName);
    const { Enabled, AttributeName } = timeToLiveSpecification(body.TimeToLiveSpecification);
    if (Enabled && timeToLiveAttribute) throw invalid('TimeToLive is already enabled');
    if (!Enabled && !timeToLiveAttribute) throw invalid('TimeToLive is already disabled');
    const changed: Table = Enabled ? { ...table, timeToLiveAttribute: AttributeName } : table;
    // From here on writes keep the new order themselves; the rows from before are added to it.
    this.byName.set(table.TableName, changed);
    await this.#store.settled();
    const prefix = rowKey(table.TableName, '');
    const entries: Entry[] = [];
    for await (const [, text] of this.#store.entries({ gte: prefix, lt: `${prefix}~` })) {
      const item = parseItem(text);
      const before = derivedEntries(item, {
        ...table,
        ...(timeToLiveAttribute && { timeToLiveAttribute }),
      });
      entries.push(...before.map(({ key }) => ({ key, value: undefined })));
      entries.push(...derivedEntries(item, changed));
    }
    await this.#save(changed, entries);
    return { TimeToLiveSpecification: { Enabled, AttributeName } };
  }

  #named(name: unknown): Table {
    const table = typeof name === 'string' ? this.byName.get(name) : undefined;
    if (table === undefined) throw tableNotFound(String(name));
    return table;
  }

  async #save(table: Table, entries: readonly Entry[] = []): Promise<void> {
    this.byName.set(table.TableName, table);
    const entry = { key: PREFIX + table.TableName, value: JSON.stringify(table) };
    await this.#store.commit([entry, ...entries]);
  }

  /** Dynalite's description of a new table, without the time that it would take to become active. */
  #describeNew(request: Request): Table {
    const name = String(request.TableName);
    if (this.byName.has(name)) {
      throw new DynamoError('ResourceInUseException', `Table already exists: ${name}`);
    }
    const { TableDescription } = runNow('CreateTable', this.#tableWriter(), request);
    // Codec: dynalite's description of a table that its validation has passed.
    const table = structuredClone(TableDescription) as Table;
    return {
      ...table,
      ...{ TableStatus: 'ACTIVE', CreationDateTime: this.#options.now() / 1000 },
      ...(table.GlobalSecondaryIndexes && {
        GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({
          ...index,
          IndexStatus: 'ACTIVE',
        })),
      }),
    };
  }

  #tableWriter(): DynaliteStore {
    type Done = (error: unknown) => void;
    const nowhere = () => {
      throw new Error('creating a table reads no items');
    };
    return {
      options: OPTIONS,
      tableDb: {
        awsAccountId: ACCOUNT,
        awsRegion: this.#options.region,
        lock: (_key: string, locked: (release: (done: Done) => Done) => void) =>
          locked((done) => done),
        get: (_key: string, callback: Done) => callback(null),
        put: (_key: string, _table: unknown, callback: Done) => callback(null),
      },
      getTable: nowhere,
      getItemDb: nowhere,
      getIndexDb: nowhere,
    };
  }
}

function described({ timeToLiveAttribute: _, ...table }: Table): object {
  return table;
}

function streamSpecification(value: unknown): Table['StreamSpecification'] {
  if (typeof value !== 'object' || value === null || !('StreamEnabled' in value)) return undefined;
  if (value.StreamEnabled !== true) return undefined;
  const wanted = 'StreamViewType' in value ? value.StreamViewType : undefined;
  const view = STREAM_VIEWS.find((known) => known === wanted);
  if (view === undefined) {
    throw invalid(
      'One or more parameter values were invalid: StreamViewType is required when StreamEnabled is true',
    );
  }
  return { StreamEnabled: true, StreamViewType: view };
}

function timeToLiveSpecification(value: unknown): { Enabled: boolean; AttributeName: string } {
  if (
    typeof value === 'object' &&
    value !== null &&
    'Enabled' in value &&
    'AttributeName' in value
  ) {
    return { Enabled: value.Enabled === true, AttributeName: String(value.AttributeName) };
  }
  throw invalid(
    "1 validation error detected: Value null at 'timeToLiveSpecification' failed to satisfy constraint: Member must not be null",
  );
}
