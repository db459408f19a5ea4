// MetricTable: facts, differences and cells as items (reports.md, 2 to 4). Facts and the difference that they make are one transaction,
// so that a difference is there exactly once, whoever brings it how often; what is in the cells is told by their `through`.

import {
  DeleteCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Instant } from '../../leads/instant.ts';
import { present } from '../../leads/present.ts';
import type {
  CellsRow,
  Difference,
  FoldedRow,
  MetricHead,
  MetricStore,
  Page,
} from '../../ports.ts';
import { orLostRace } from '../lost-race.ts';
import { type Connection, dynamoTable } from '../table/dynamo-table.ts';
import type { Item } from '../table/keys.ts';

const HEAD = { pk: 'head', sk: 'head' } as const;
const DIFFERENCES = 'differences';

const factKey = (scope: string) => ({ pk: `fact#${scope}`, sk: 'fact' });
const differenceKey = (seq: number) => ({ pk: DIFFERENCES, sk: String(seq).padStart(12, '0') });
const cellsKey = (name: string, period: string) => ({ pk: `cells#${name}`, sk: period });

export function metricTable(connection: Connection): MetricStore {
  const { client, table: TableName } = connection;
  const { get, getAll } = dynamoTable(connection);
  const page = async (input: Item, cursor?: string): Promise<Page<Item>> => {
    const ExclusiveStartKey = cursor === undefined ? undefined : JSON.parse(cursor);
    const asked = present({ TableName, ConsistentRead: true, ...input, ExclusiveStartKey });
    const found = await client.send(new QueryCommand(asked));
    const last = found.LastEvaluatedKey;
    return present({ items: found.Items ?? [], cursor: last && JSON.stringify(last) });
  };
  const all = async (input: Item): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const one = await page(input, cursor);
      items.push(...one.items);
      cursor = one.cursor;
    } while (cursor !== undefined);
    return items;
  };

  return {
    async head() {
      const item = await get(HEAD);
      return item && headOf(item);
    },
    async facts(scopes) {
      const items = await getAll(scopes.map(factKey));
      return new Map(
        items.map((item) => [String(item.pk).slice('fact#'.length), foldedOf(item)] as const),
      );
    },
    async move({ head, facts, moved }) {
      const seq = head.seq + 1;
      const isMoved = Object.keys(moved).length > 0;
      const TransactItems = [
        ...facts.map(({ scope, before, after }) => ({
          Put: { TableName, Item: { ...factKey(scope), ...after }, ...unless(before) },
        })),
        ...facts.flatMap(({ scope, months }) =>
          months.map(({ month, before }) => ({
            Put: { TableName, Item: present({ pk: `month#${month}`, sk: scope, before }) },
          })),
        ),
        ...(isMoved
          ? [
              { Put: { TableName, Item: { ...differenceKey(seq), seq, moved } } },
              { Put: { TableName, Item: { ...HEAD, ...head, seq }, ...unlessHead(head) } },
            ]
          : []),
      ];
      await orLostRace(client.send(new TransactWriteCommand({ TransactItems })));
    },
    async differences(seq, limit) {
      const { items } = await page({
        KeyConditionExpression: 'pk = :pk AND sk > :sk',
        ExpressionAttributeValues: { ':pk': DIFFERENCES, ':sk': differenceKey(seq).sk },
        Limit: limit,
      });
      return items.map(differenceOf);
    },
    async cells(name, from, to) {
      const items = await all({
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': `cells#${name}`, ':from': from, ':to': to },
      });
      return items.map(cellsRowOf);
    },
    async putCells(name, row) {
      const { period, through, cells } = row;
      const put = new PutCommand({
        TableName,
        Item: { ...cellsKey(name, period), through, cells },
        ConditionExpression: 'attribute_not_exists(pk) OR #through < :through',
        ExpressionAttributeNames: { '#through': 'through' },
        ExpressionAttributeValues: { ':through': through },
      });
      await orLostRace(client.send(put));
    },
    async advance(head, { compacted, closed }) {
      const update = new UpdateCommand({
        TableName,
        Key: HEAD,
        UpdateExpression: 'SET #compacted = :compacted, #closed = :closed',
        ConditionExpression: '#compacted = :was AND #closed = :wasClosed',
        ExpressionAttributeNames: { '#compacted': 'compacted', '#closed': 'closed' },
        ExpressionAttributeValues: {
          ':compacted': compacted,
          ':closed': closed,
          ':was': head.compacted,
          ':wasClosed': head.closed,
        },
      });
      await orLostRace(client.send(update));
    },
    async forget(differences) {
      const gone = differences.map(({ seq }) => differenceKey(seq));
      const deleted = gone.map((Key) => client.send(new DeleteCommand({ TableName, Key })));
      await Promise.all(deleted);
    },
    async movedIn(month, { limit, cursor }) {
      const input = {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `month#${month}` },
        Limit: limit,
      };
      const found = await page(input, cursor);
      const items = found.items.map(({ sk, before: last }) =>
        present({ scope: String(sk), before: last === undefined ? undefined : String(last) }),
      );
      return { ...found, items };
    },
  };
}

/** The fact as it was read, or none. */
function unless(before: FoldedRow | undefined): Item {
  if (before === undefined) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#at = :at AND #index = :index',
    ExpressionAttributeNames: { '#at': 'at', '#index': 'index' },
    ExpressionAttributeValues: { ':at': before.at, ':index': before.index },
  };
}

/** Differences have numbers without a gap: whoever comes second reads again. */
function unlessHead({ seq, compacted, closed }: MetricHead): Item {
  if (seq === 0) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#seq = :seq AND #compacted = :compacted AND #closed = :closed',
    ExpressionAttributeNames: { '#seq': 'seq', '#compacted': 'compacted', '#closed': 'closed' },
    ExpressionAttributeValues: { ':seq': seq, ':compacted': compacted, ':closed': closed },
  };
}

// Codec: only this file writes these items.
function headOf({ seq, compacted, closed, zone, edition, latest }: Item): MetricHead {
  return {
    seq: Number(seq),
    compacted: Number(compacted),
    closed: String(closed),
    zone: String(zone),
    edition: edition === undefined ? undefined : Number(edition),
    latest: latest as Instant | undefined,
  };
}

function foldedOf({ at, index, day, fact }: Item): FoldedRow {
  const known = fact === undefined ? undefined : String(fact);
  return present({ at: Number(at), index: Number(index), day: String(day), fact: known });
}

function differenceOf({ seq, moved }: Item): Difference {
  return { seq: Number(seq), moved: moved as Difference['moved'] };
}

function cellsRowOf({ sk, through, cells }: Item): CellsRow {
  return { period: String(sk), through: Number(through), cells: String(cells) };
}
