// The table's one adapter: ElectroDB makes keys and conditions, the document client sends them, zod reads what comes back.

import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { VersionedPolicy } from '../../leads/desk.ts';
import { Invalid, LostRace } from '../../leads/errors.ts';
import {
  LeadId,
  leadOf,
  type OfferId,
  type OpportunityId,
  offerIdOf,
  opportunityIdOf,
} from '../../leads/ids.ts';
import { Instant } from '../../leads/instant.ts';
import type {
  Change,
  Commit,
  Kind,
  NewEvent,
  Page,
  Paging,
  Rows,
  Store,
  StoredEvent,
} from '../../ports.ts';
import { policyOf, rulesFrom, staffFrom } from './desk.ts';
import {
  AccountNameEntity,
  CreditEntity,
  DeskEntity,
  EventEntity,
  LeadEntity,
  OfferEntity,
  OpportunityEntity,
  ReceiptEntity,
} from './entities.ts';
import { entities, mappings, offerKey, rowOf, SWEEP_SHARDS, schemas, shardOf } from './rows.ts';

interface Connection {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

/** DynamoDB takes so many actions in one transaction. */
const TRANSACTION_LIMIT = 100;

type Item = Record<string, unknown>;
type Condition = { readonly version: unknown };
type Compare = { eq(attribute: unknown, value: number): string };

/** What the store uses of an ElectroDB entity; its generics differ by kind and say no more here. */
interface Keyed {
  put(item: Item): {
    where(on: (a: Condition, c: Compare) => string): Parameters_;
    params(o: object): unknown;
  };
  create(item: Item): Parameters_;
  delete(key: Item): { where(on: (a: Condition, c: Compare) => string): Parameters_ };
  get(key: Item): Parameters_;
}
interface Parameters_ {
  params(options: object): unknown;
}

/** DynamoDB's parameters, of which the shape is ElectroDB's promise. */
function parameters(of: Parameters_, table: string): Record<string, unknown> {
  return of.params({ table }) as Record<string, unknown>;
}

/** Keys of text alone are ElectroDB's with a mark where each value goes, made once a kind and set of fields. */
const keyTemplates = new Map<string, Item>();

function keyOf(kind: Kind, key: Readonly<Record<string, unknown>>, table: string): Item {
  const fields = Object.keys(key);
  const isText = fields.every((field) => typeof key[field] === 'string');
  if (!isText) return parameters(keyed(kind).get(key), table).Key as Item;
  const name = `${kind} ${fields}`;
  const template = keyTemplates.get(name) ?? keyTemplate(kind, fields, table);
  keyTemplates.set(name, template);
  return Object.fromEntries(
    Object.entries(template).map(([part, text]) => [part, filled(String(text), key)]),
  );
}

function keyTemplate(kind: Kind, fields: readonly string[], table: string): Item {
  const marks = Object.fromEntries(fields.map((field) => [field, `{${field}}`]));
  return parameters(keyed(kind).get(marks), table).Key as Item;
}

function filled(text: string, key: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (_mark, field: string) => String(key[field]));
}

/** A query whose parameters are made now. */
function frozen(query: Parameters_, table: string): Parameters_ {
  const made = parameters(query, table);
  return { params: () => made };
}

function keyed(kind: Kind): Keyed {
  return entities[mappings[kind].entity] as unknown as Keyed;
}

function parse<K extends Kind>(kind: K, item: Item): Rows[K] {
  const schema = (schemas as Partial<Record<Kind, { parse(row: unknown): unknown }>>)[kind];
  const row = rowOf(item);
  return (schema ? schema.parse(row) : row) as Rows[K];
}

/** The item of a row: keys, version and the row itself. */
function itemOf(kind: Kind, row: object, version: number): Item {
  const mapping = mappings[kind] as { item(row: object): Item };
  const versioned = 'version' in row ? { ...row, version } : row;
  return { ...mapping.item(row), version, row: JSON.stringify(versioned) };
}

function versionOf(row: object | undefined): number {
  return row && 'version' in row && typeof row.version === 'number' ? row.version : 0;
}

function writeOf(change: Change, table: string): object {
  const entity = keyed(change.kind);
  const { before, after } = change;
  if (change.kind === 'receipt' && change.after) return receiptWrite(change.after, table);
  const seen = versionOf(before);
  if (!after) {
    const mapping = mappings[change.kind] as { item(row: object): Item };
    const key = mapping.item(before ?? {});
    return {
      Delete: parameters(
        entity.delete(key).where((a, c) => c.eq(a.version, seen)),
        table,
      ),
    };
  }
  const item = itemOf(change.kind, after, seen + 1);
  if (!before) return { Put: parameters(entity.create(item), table) };
  return {
    Put: parameters(
      entity.put(item).where((a, c) => c.eq(a.version, seen)),
      table,
    ),
  };
}

/** Which fields of the row changed, for the event to carry; null for one that was removed. */
function changesOf({ before, after }: Change): Record<string, unknown> {
  const old: Item = { ...before };
  const now: Item = { ...after };
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (field) => field !== 'version' && JSON.stringify(old[field]) !== JSON.stringify(now[field]),
  );
  return Object.fromEntries(fields.map((field) => [field, now[field] ?? null]));
}

function eventItems(
  scope: string,
  told: Change,
  events: readonly NewEvent[],
): readonly StoredEvent[] {
  const at = versionOf(told.before) + 1;
  return events.map((event, index) => ({
    ...event,
    id: `${scope}-e${at}${index === 0 ? '' : `.${index}`}`,
    scope,
    at,
    index,
    ...(index === 0 ? { changes: changesOf(told) } : {}),
  }));
}

function eventWrite(event: StoredEvent, table: string): object {
  const { scope, at, index, occurredAt } = event;
  const item = {
    scope,
    at,
    index,
    occurredAt,
    unrelayed: `s${shardOf(scope)}`,
    row: JSON.stringify(event),
  };
  return { Put: parameters(EventEntity.create(item) as unknown as Parameters_, table) };
}

function isLostRace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TransactionConflictException') return true;
  if (error.name !== 'TransactionCanceledException') return false;
  const reasons =
    (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? [];
  return reasons.some(
    ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
  );
}

/** The keys of the last item of a page: all of them are text. */
const Cursor = z.record(z.string(), z.string());

function decodeCursor(cursor: string | undefined): Item | undefined {
  if (cursor === undefined) return undefined;
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw foreignCursor(cause);
  }
}

/** A cursor is opaque, so there is only one thing to say of a bad one. */
function foreignCursor(cause: unknown): Invalid {
  const problem = {
    path: 'cursor',
    message: 'not a cursor of this list; take it from the last page',
  };
  return new Invalid([problem], cause);
}

/** The store over one table. Every write is conditional; a lost race throws LostRace. */
export function tableStore({ client, table }: Connection): Store {
  async function get<K extends Kind>(kind: K, key: Item): Promise<Rows[K] | undefined> {
    const Key = keyOf(kind, key, table);
    const found = await client.send(
      new GetCommand({ TableName: table, Key, ConsistentRead: true }),
    );
    return found.Item && parse(kind, found.Item);
  }

  async function getMany<K extends Kind>(
    kind: K,
    ids: readonly string[],
  ): Promise<Map<string, Rows[K]>> {
    if (ids.length === 0) return new Map();
    const keys = [...new Set(ids)].map((id) => keyOf(kind, { id }, table));
    const found = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: keys, ConsistentRead: true } } }),
    );
    const items = found.Responses?.[table] ?? [];
    return new Map(items.map((item) => [String(item.id), parse(kind, item)]));
  }

  async function page(
    query: Parameters_,
    { limit, cursor }: Paging,
    options: object = {},
  ): Promise<Page<Item>> {
    const start = decodeCursor(cursor);
    const asked = new QueryCommand({
      ...(parameters(query, table) as unknown as QueryCommandInput),
      ...options,
      Limit: limit,
      ...(start ? { ExclusiveStartKey: start } : {}),
    });
    const found = await client.send(asked).catch((error: unknown) => {
      // DynamoDB refuses a start outside what the query asks for, such as another list's.
      const isForeign = start && error instanceof Error && error.name === 'ValidationException';
      throw isForeign ? foreignCursor(error) : error;
    });
    const last = found.LastEvaluatedKey;
    return {
      items: found.Items ?? [],
      ...(last ? { cursor: Buffer.from(JSON.stringify(last)).toString('base64url') } : {}),
    };
  }

  async function all(
    query: Parameters_,
    options: object = { ConsistentRead: true },
  ): Promise<Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const one = await page(
        query,
        cursor === undefined ? { limit: 1000 } : { limit: 1000, cursor },
        options,
      );
      items.push(...one.items);
      cursor = one.cursor;
    } while (cursor !== undefined);
    return items;
  }

  async function ofLead<K extends Kind>(kind: K, leadId: string): Promise<readonly Rows[K][]> {
    const entity = entities[mappings[kind].entity] as unknown as {
      query: { byId(key: Item): Parameters_ };
    };
    return (await all(entity.query.byId({ leadId }))).map((item) => parse(kind, item));
  }

  const known = new Map<number, VersionedPolicy>();
  // Asked at every step, and always the same: their parameters are made once.
  const deskQueries = {
    rules: frozen(DeskEntity.query.byKind({ desk: 'rules' }) as unknown as Parameters_, table),
    staff: frozen(DeskEntity.query.byKind({ desk: 'staff' }) as unknown as Parameters_, table),
  };
  const inDesk = (desk: 'rules' | 'staff') => all(deskQueries[desk]);
  const rules = async () => rulesFrom(await inDesk('rules'), known);

  return {
    async commit({ changes, scope, events = [], alsoTold = [], receipt }: Commit): Promise<void> {
      const [told] = changes;
      const written = [
        ...(told && scope !== undefined ? eventItems(scope, told, events) : []),
        ...alsoTold.flatMap((one) => eventItems(one.scope, one.change, one.events)),
      ];
      const items = [
        ...[...changes, ...alsoTold.map(({ change }) => change)].map((change) =>
          writeOf(change, table),
        ),
        ...written.map((event) => eventWrite(event, table)),
        ...(receipt ? [receiptWrite(receipt, table)] : []),
      ];
      try {
        await client.send(new TransactWriteCommand({ TransactItems: items as never }));
      } catch (error) {
        if (isLostRace(error)) throw new LostRace('a row changed meanwhile', { cause: error });
        throw error;
      }
    },
    lead: (leadId) => get('lead', { leadId }),
    offer: (offerId) => get('offer', offerKey(offerId)),
    offersOf: (leadId) => ofLead('offer', leadId),
    opportunity: (id) =>
      get('opportunity', { leadId: leadOf(id), seq: Number(id.slice(id.lastIndexOf('p') + 1)) }),
    opportunitiesOf: (leadId) => ofLead('opportunity', leadId),
    async opportunitiesOfRep(repId, status, paging) {
      const key = status === undefined ? { repId } : { repId, status };
      const found = await page(
        OpportunityEntity.query.byRep(key) as unknown as Parameters_,
        paging,
      );
      return { ...found, items: found.items.map((item) => parse('opportunity', item)) };
    },
    credit: (creditId) => get('credit', offerKey(creditId)),
    creditsOf: (leadId) => ofLead('credit', leadId),
    pair: (repId, sdrId) => get('pair', { id: `${repId}|${sdrId}` }),
    touchesOf: (leadId) => ofLead('touch', leadId),
    activitiesOf: (leadId) => ofLead('activity', leadId),
    qualificationsOf: (leadId) => ofLead('qualification', leadId),
    tokensOf: (leadId) => ofLead('token', leadId),
    mergeLogsOf: (leadId) => ofLead('mergeLog', leadId),
    disputesOf: (leadId) => ofLead('dispute', leadId),
    async accountNames(block, limit) {
      const query = AccountNameEntity.query.byId({ block }) as unknown as Parameters_;
      return (await page(query, { limit })).items.map((item) => parse('accountName', item));
    },
    async eventsOf(scope, paging) {
      const query = EventEntity.query.byScope({ scope }) as unknown as Parameters_;
      const found = await page(query, paging, { ConsistentRead: true });
      return { ...found, items: found.items.map((item) => rowOf(item) as StoredEvent) };
    },
    person: (personId) => get('person', { id: personId }),
    account: (accountId) => get('account', { id: accountId }),
    submission: (submissionId) => get('submission', { id: submissionId }),
    contactKeys: (hashes) => getMany('contactKey', hashes),
    locks: (ids) => getMany('lock', ids),
    receipt: (id) => get('receipt', { id }),
    record: (repId) => get('record', { id: repId }),
    rep: (repId) => get('rep', { desk: 'staff', kind: 'rep', id: repId }),
    sdr: (sdrId) => get('sdr', { desk: 'staff', kind: 'sdr', id: sdrId }),
    content: (contentId) => get('content', { desk: 'contents', kind: 'content', id: contentId }),
    import: (importId) => get('import', { id: importId }),
    importChunk: (id) => get('importChunk', { id }),
    visitor: (id) => get('visitor', { id }),
    async policy() {
      return policyOf(await get('policy', { desk: 'rules', kind: 'policy', id: 'current' }));
    },
    rules,
    async desk() {
      const [ruling, staff] = await Promise.all([rules(), inDesk('staff')]);
      return { ...ruling, ...staffFrom(staff) };
    },
    async leadsIn(state, paging) {
      const found = await page(
        LeadEntity.query.byState({ state }) as unknown as Parameters_,
        paging,
      );
      return { ...found, items: found.items.map((item) => parse('lead', item)) };
    },
    async leadsOfAccount(accountId) {
      const items = await all(
        LeadEntity.query.byAccount({ accountId }) as unknown as Parameters_,
        {},
      );
      return items.map((item) => parse('lead', item));
    },
    async offersOfRep(repId, status, paging) {
      const key = status === undefined ? { repId } : { repId, status };
      const found = await page(OfferEntity.query.byRep(key) as unknown as Parameters_, paging);
      return { ...found, items: found.items.map((item) => parse('offer', item)) };
    },
    async due(shard, limit) {
      const key = { sweepShard: String(shard) };
      const [leads, offers, opportunities, credits] = await Promise.all([
        page(LeadEntity.query.due(key) as unknown as Parameters_, { limit }),
        page(OfferEntity.query.due(key) as unknown as Parameters_, { limit }),
        page(OpportunityEntity.query.due(key) as unknown as Parameters_, { limit }),
        page(CreditEntity.query.due(key) as unknown as Parameters_, { limit }),
      ]);
      return {
        leads: leads.items.map((item) => waiting(item, leadOfItem)),
        offers: offers.items.map((item) => waiting(item, offerOfItem)),
        opportunities: opportunities.items.map((item) => waiting(item, opportunityOfItem)),
        credits: credits.items.map((item) => waiting(item, offerOfItem)),
      };
    },
    async unrelayed(until, limit) {
      const shards = Array.from({ length: SWEEP_SHARDS }, async (_, shard) => {
        const query = EventEntity.query
          .unrelayed({ unrelayed: `s${shard}` })
          .between({ occurredAt: '' }, { occurredAt: until }) as unknown as Parameters_;
        return (await page(query, { limit })).items;
      });
      return (await Promise.all(shards)).flat().map((item) => rowOf(item) as StoredEvent);
    },
    async saveToken(token) {
      const { Item } = parameters(
        keyed('token').put(itemOf('token', token, 1)) as Parameters_,
        table,
      );
      await client.send(new PutCommand({ TableName: table, Item: Item as Item }));
    },
    async redactLead(leadId, redact) {
      const { pk } = keyOf('lead', { leadId }, table);
      const asked = new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
      });
      const rows: Item[] = [];
      for (let start: Item | undefined, more = true; more; ) {
        asked.input.ExclusiveStartKey = start;
        const found = await client.send(asked);
        rows.push(...(found.Items ?? []));
        start = found.LastEvaluatedKey;
        more = start !== undefined;
      }
      const scope = EventEntity.query.byScope({ scope: leadId }) as unknown as Parameters_;
      const repeats = ReceiptEntity.query.byLead({ leadId }) as unknown as Parameters_;
      const writes = [
        ...rows.map((item) => redactedRow(item, redact, table)),
        ...(await all(repeats, {})).map((item) => redactedRow(item, redact, table)),
        ...(await all(scope)).map((item) => redactedEvent(item, redact, table)),
      ].filter((write) => write !== undefined);
      for (const write of writes) {
        try {
          await client.send(write);
        } catch (error) {
          const lost = error instanceof Error && error.name === 'ConditionalCheckFailedException';
          throw lost ? new LostRace('a row changed meanwhile', { cause: error }) : error;
        }
      }
    },
    async markRelayed(events) {
      const marks = events.map((event) => relayedMark(event, table));
      for (let from = 0; from < marks.length; from += TRANSACTION_LIMIT) {
        const TransactItems = marks.slice(from, from + TRANSACTION_LIMIT);
        await client.send(new TransactWriteCommand({ TransactItems }));
      }
    },
  };
}

/** A receipt gives way to a new one only after its 24 hours (api.md); the caller has checked the stored instant. */
function receiptWrite(receipt: Rows['receipt'], table: string): object {
  const put = parameters(keyed('receipt').put(itemOf('receipt', receipt, 1)) as Parameters_, table);
  return {
    Put: {
      ...put,
      ConditionExpression: 'attribute_not_exists(pk) OR storedAt < :since',
      ExpressionAttributeValues: { ':since': receipt.replaces },
    },
  };
}

/** The write of a row without what was personal in it, under the version read; none when nothing was, and for what only machines read. */
function redactedRow(
  { pk, sk, version, row, __edb_e__: entity }: Item,
  redact: (row: unknown) => unknown,
  TableName: string,
): UpdateCommand | undefined {
  const before = JSON.parse(String(row));
  const after = redact(before);
  if (entity === 'token' || JSON.stringify(after) === JSON.stringify(before)) return undefined;
  const next = Number(version) + 1;
  const versioned = 'version' in before ? { ...Object(after), version: next } : after;
  return new UpdateCommand({
    TableName,
    Key: { pk, sk },
    UpdateExpression: 'SET #row = :row, #version = :next',
    ConditionExpression: '#version = :seen',
    ExpressionAttributeNames: { '#row': 'row', '#version': 'version' },
    ExpressionAttributeValues: {
      ':row': JSON.stringify(versioned),
      ':next': next,
      ':seen': version,
    },
  });
}

/** An event is what happened and stays; what it says of a person goes, and so do its messages, which were sent. */
function redactedEvent(
  { pk, sk, row }: Item,
  redact: (row: unknown) => unknown,
  TableName: string,
): UpdateCommand | undefined {
  const { messages: _, ...event } = JSON.parse(String(row)) as StoredEvent;
  const after = {
    ...event,
    data: redact(event.data),
    ...(event.changes ? { changes: redact(event.changes) } : {}),
  };
  if (JSON.stringify(after) === row) return undefined;
  return new UpdateCommand({
    TableName,
    Key: { pk, sk },
    UpdateExpression: 'SET #row = :row',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#row': 'row' },
    ExpressionAttributeValues: { ':row': JSON.stringify(after) },
  });
}

/** Takes an event out of the index of those that nobody relayed yet. */
function relayedMark({ scope, at, index }: StoredEvent, TableName: string) {
  const { Key } = parameters(
    EventEntity.get({ scope, at, index }) as unknown as Parameters_,
    TableName,
  );
  return {
    Update: {
      TableName,
      Key: Key as Item,
      UpdateExpression: 'REMOVE unrelayed, unrelayedPk, unrelayedSk',
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
}

/** The index of what waits holds ids and instants, no rows. */
function waiting<Id>(
  item: Item,
  idOf: (item: Item) => Id,
): { readonly id: Id; readonly nextInstant: Instant } {
  return { id: idOf(item), nextInstant: Instant.parse(item.nextInstant) };
}

function leadOfItem({ leadId }: Item): LeadId {
  return LeadId.parse(leadId);
}

/** Of an offer, and of the credit that hangs on it. */
function offerOfItem(item: Item): OfferId {
  return offerIdOf(leadOfItem(item), Number(item.cycle), Number(item.seq));
}

function opportunityOfItem(item: Item): OpportunityId {
  return opportunityIdOf(leadOfItem(item), Number(item.seq));
}
