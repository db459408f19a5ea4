// MetricTable: facts, differences and cells as items (reports.md, 2 to 4). Facts and the difference that they make are one transaction,
// so that a difference is there exactly once, whoever brings it how often; what is in the cells is told by their `through`.

import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { present } from '../../leads/present.ts';
import type { CellsRow, Difference, FoldedRow, MetricHead, MetricStore } from '../../ports.ts';
import { orLostRace } from '../lost-race.ts';

type Item = Record<string, unknown>;

const HEAD = { pk: 'head', sk: 'head' } as const;
const DIFFERENCES = 'differences';
/** Keys that one call of DynamoDB takes. */
const GET_AT_ONCE = 100;

const factKey = (scope: string) => ({ pk: `fact#${scope}`, sk: 'fact' });
const differenceKey = (seq: number) => ({ pk: DIFFERENCES, sk: String(seq).padStart(12, '0') });
const cellsKey = (name: string, period: string) => ({ pk: `cells#${name}`, sk: period });

export function metricTable(client: DynamoDBDocumentClient, TableName: string): MetricStore {
  const query = async (
    input: Item,
  ): Promise<{ items: readonly Item[]; cursor: string | undefined }> => {
    const found = await client.send(
      new QueryCommand({ TableName, ConsistentRead: true, ...input }),
    );
    const last = found.LastEvaluatedKey;
    return { items: found.Items ?? [], cursor: last && JSON.stringify(last) };
  };
  const all = async (input: Item): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const start = cursor === undefined ? {} : { ExclusiveStartKey: JSON.parse(cursor) };
      const page = await query({ ...input, ...start });
      items.push(...page.items);
      cursor = page.cursor;
    } while (cursor !== undefined);
    return items;
  };

  return {
    async head() {
      const { Item: item } = await client.send(
        new GetCommand({ TableName, Key: HEAD, ConsistentRead: true }),
      );
      return item && headOf(item);
    },
    async facts(scopes) {
      const found = new Map<string, FoldedRow>();
      for (let from = 0; from < scopes.length; from += GET_AT_ONCE) {
        let Keys: Item[] = scopes.slice(from, from + GET_AT_ONCE).map(factKey);
        while (Keys.length > 0) {
          const asked = { RequestItems: { [TableName]: { Keys, ConsistentRead: true } } };
          const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand(asked));
          for (const item of Responses?.[TableName] ?? [])
            found.set(String(item.pk).slice('fact#'.length), foldedOf(item));
          Keys = UnprocessedKeys?.[TableName]?.Keys ?? [];
        }
      }
      return found;
    },
    async move({ head, facts, moved }) {
      const seq = head.seq + 1;
      const isMoved = Object.keys(moved).length > 0;
      const TransactItems = [
        ...facts.map(({ scope, before, after }) => ({
          Put: { TableName, Item: { ...factKey(scope), ...after }, ...unless(before) },
        })),
        ...facts.flatMap(({ scope, before, after }) => {
          const month = after.day.slice(0, 7);
          const last = before?.day.slice(0, 7) || undefined;
          if (month === '' || month === last) return [];
          const Item = present({ pk: `month#${month}`, sk: scope, before: last });
          return [{ Put: { TableName, Item } }];
        }),
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
      const { items } = await query({
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
      const start = cursor === undefined ? {} : { ExclusiveStartKey: JSON.parse(cursor) };
      const page = await query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `month#${month}` },
        Limit: limit,
        ...start,
      });
      const items = page.items.map(({ sk, before: last }) =>
        present({ scope: String(sk), before: last === undefined ? undefined : String(last) }),
      );
      return present({ items, cursor: page.cursor });
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
function headOf({ seq, compacted, closed, zone }: Item): MetricHead {
  return {
    seq: Number(seq),
    compacted: Number(compacted),
    closed: String(closed),
    zone: String(zone),
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
