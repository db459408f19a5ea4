// The table's one adapter: entities make keys and conditions, the document client sends them, zod reads what comes back.

import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { foreignCursor, LostRace } from '../../leads/errors.ts';
import { leadOf } from '../../leads/ids.ts';
import type { VersionedPolicy } from '../../leads/policy.ts';
import { present } from '../../leads/present.ts';
import type { Commit, DueKind, Kind, Page, Paging, Rows, Store, StoredEvent } from '../../ports.ts';
import { policyOf, rulesFrom, staffFrom } from './desk.ts';
import {
  AccountNameEntity,
  ActivityEntity,
  CreditEntity,
  DeskEntity,
  DisputeEntity,
  EventEntity,
  LeadEntity,
  MergeLogEntity,
  OfferEntity,
  OpportunityEntity,
  QualificationEntity,
  ReceiptEntity,
  TokenEntity,
  TouchEntity,
} from './entities.ts';
import type { Parameters_ } from './entity.ts';
import {
  entityOf,
  eventItems,
  eventWrite,
  type Item,
  itemOf,
  keyOf,
  parameters,
  parse,
  receiptWrite,
  relayedMark,
  waiting,
  writeOf,
} from './items.ts';
import { redactedEvent, redactedRow } from './redactions.ts';
import { offerKey, rowOf } from './rows.ts';

interface Connection {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}

/** DynamoDB takes so many actions in one transaction. */
const TRANSACTION_LIMIT = 100;

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

const dueQuery = {
  lead: LeadEntity.query.due,
  offer: OfferEntity.query.due,
  opportunity: OpportunityEntity.query.due,
  credit: CreditEntity.query.due,
} as const satisfies Record<DueKind, unknown>;

function ofRep(repId: string, status: string | undefined): Item {
  return status === undefined ? { repId } : { repId, status };
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
    // The keys of the last item, as this store wrote them: what leaves the house is sealed (cursors.ts).
    const start = cursor === undefined ? undefined : JSON.parse(cursor);
    const asked = new QueryCommand({
      ...(parameters(query, table) as unknown as QueryCommandInput),
      ...options,
      Limit: limit,
      ...present({ ExclusiveStartKey: start }),
    });
    const found = await client.send(asked).catch((error: unknown) => {
      // DynamoDB refuses a start outside what the query asks for: the list of lists that the page is of has changed since.
      const isForeign = start && error instanceof Error && error.name === 'ValidationException';
      throw isForeign ? foreignCursor(error) : error;
    });
    const last = found.LastEvaluatedKey;
    return present({ items: found.Items ?? [], cursor: last && JSON.stringify(last) });
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

  async function rowsOf<K extends Kind>(
    kind: K,
    query: Parameters_,
    options?: object,
  ): Promise<readonly Rows[K][]> {
    return (await all(query, options)).map((item) => parse(kind, item));
  }

  async function pageOf<K extends Kind>(
    kind: K,
    query: Parameters_,
    paging: Paging,
  ): Promise<Page<Rows[K]>> {
    const found = await page(query, paging);
    return { ...found, items: found.items.map((item) => parse(kind, item)) };
  }

  const known = new Map<number, VersionedPolicy>();
  const inDesk = (desk: 'rules' | 'staff') => all(DeskEntity.query.byKind({ desk }));
  const rules = async () => rulesFrom(await inDesk('rules'), known);

  return {
    async commit({ changes, scope, events = [], alsoTold = [], receipt }: Commit): Promise<void> {
      const [told] = changes;
      const written = [
        ...(scope === undefined ? [] : eventItems(scope, told, events)),
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
    offersOf: (leadId) => rowsOf('offer', OfferEntity.query.byId({ leadId })),
    opportunity: (id) =>
      get('opportunity', { leadId: leadOf(id), seq: Number(id.slice(id.lastIndexOf('p') + 1)) }),
    opportunitiesOf: (leadId) => rowsOf('opportunity', OpportunityEntity.query.byId({ leadId })),
    opportunitiesOfRep: (repId, status, paging) =>
      pageOf('opportunity', OpportunityEntity.query.byRep(ofRep(repId, status)), paging),
    credit: (creditId) => get('credit', offerKey(creditId)),
    creditsOf: (leadId) => rowsOf('credit', CreditEntity.query.byId({ leadId })),
    pair: (repId, sdrId) => get('pair', { id: `${repId}|${sdrId}` }),
    touchesOf: (leadId) => rowsOf('touch', TouchEntity.query.byId({ leadId })),
    activitiesOf: (leadId) => rowsOf('activity', ActivityEntity.query.byId({ leadId })),
    qualificationsOf: (leadId) =>
      rowsOf('qualification', QualificationEntity.query.byId({ leadId })),
    tokensOf: (leadId) => rowsOf('token', TokenEntity.query.byId({ leadId })),
    mergeLogsOf: (leadId) => rowsOf('mergeLog', MergeLogEntity.query.byId({ leadId })),
    disputesOf: (leadId) => rowsOf('dispute', DisputeEntity.query.byId({ leadId })),
    accountNames: async (block, limit) =>
      (await pageOf('accountName', AccountNameEntity.query.byId({ block }), { limit })).items,
    async eventsOf(scope, paging) {
      const query = EventEntity.query.byScope({ scope });
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
    leadsIn: (state, paging) => pageOf('lead', LeadEntity.query.byState({ state }), paging),
    leadsOfAccount: (accountId) => rowsOf('lead', LeadEntity.query.byAccount({ accountId }), {}),
    offersOfRep: (repId, status, paging) =>
      pageOf('offer', OfferEntity.query.byRep(ofRep(repId, status)), paging),
    async due(kind, shard, paging) {
      const found = await page(dueQuery[kind]({ sweepShard: String(shard) }), paging);
      return { ...found, items: found.items.map((item) => waiting(kind, item)) };
    },
    async unrelayed(shard, until, paging) {
      const written = EventEntity.query
        .unrelayed({ unrelayed: `s${shard}` })
        .between({ occurredAt: '' }, { occurredAt: until });
      const found = await page(written, paging);
      return { ...found, items: found.items.map((item) => rowOf(item) as StoredEvent) };
    },
    async saveToken(token) {
      const put = entityOf('token').put(itemOf('token', token, 1));
      await client.send(new PutCommand(parameters(put, table) as unknown as PutCommandInput));
    },
    async redactLead(leadId, redact) {
      const { pk } = keyOf('lead', { leadId }, table);
      const partition = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        TableName: table,
      };
      const repeats = ReceiptEntity.query.byLead({ leadId });
      const writes = [
        ...(await all({ params: () => partition })).map((item) => redactedRow(item, redact, table)),
        ...(await all(repeats, {})).map((item) => redactedRow(item, redact, table)),
        ...(await all(EventEntity.query.byScope({ scope: leadId }))).map((item) =>
          redactedEvent(item, redact, table),
        ),
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
