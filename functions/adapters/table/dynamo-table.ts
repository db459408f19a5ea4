// The table in DynamoDB: its conditions, queries and updates as that is told them.

import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { foreignCursor } from '../../leads/errors.ts';
import { fullJitter } from '../../leads/full-jitter.ts';
import { present } from '../../leads/present.ts';
import type { Pauses } from '../../ports.ts';
import { orLostRace } from '../lost-race.ts';
import { attributes, type Item, type Range } from './keys.ts';
import { parse } from './rows.ts';
import type { Condition, Table, Update, Write } from './table.ts';

export interface Connection {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly pauses: Pauses;
}

/** DynamoDB gives so many items in one batch. */
const BATCH = 100;
const BATCH_TRIES = 5;

export function dynamoTable({ client, table: TableName, pauses }: Connection): Table {
  /** What DynamoDB had no time for is asked for again, a few times, each a little later. */
  async function batch(Keys: Item[], tries = 1): Promise<readonly Item[]> {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
    );
    const items = Responses?.[TableName] ?? [];
    const left = UnprocessedKeys?.[TableName]?.Keys ?? [];
    if (left.length === 0) return items;
    if (tries === BATCH_TRIES)
      throw new RangeError(`${left.length} keys were not read in ${tries} tries; try again`);
    await pauses.wait(fullJitter(tries, pauses.chance()));
    return [...items, ...(await batch(left, tries + 1))];
  }

  return {
    parse,
    async get(Key) {
      return (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
    },
    async getAll(keys) {
      const items: Item[] = [];
      for (let from = 0; from < keys.length; from += BATCH)
        items.push(...(await batch(keys.slice(from, from + BATCH))));
      return items;
    },
    async page(range, { limit, cursor }) {
      // The keys of the last item, as this store wrote them: what leaves the house is sealed (cursors.ts).
      const ExclusiveStartKey = cursor === undefined ? undefined : JSON.parse(cursor);
      const input = present({ ...queryOf(range), TableName, Limit: limit, ExclusiveStartKey });
      const found = await client.send(new QueryCommand(input)).catch((error: unknown) => {
        // DynamoDB refuses a start outside what the query asks for: the list of lists that the page is of has changed since.
        const isForeign = cursor && error instanceof Error && error.name === 'ValidationException';
        throw isForeign ? foreignCursor(error) : error;
      });
      const last = found.LastEvaluatedKey;
      return present({ items: found.Items ?? [], cursor: last && JSON.stringify(last) });
    },
    async put(Item) {
      await client.send(new PutCommand({ TableName, Item }));
    },
    update: (update) =>
      orLostRace(client.send(new UpdateCommand({ TableName, ...updateOf(update) }))),
    async transact(writes) {
      const TransactItems = writes.map((write) => memberOf(write, TableName));
      await orLostRace(client.send(new TransactWriteCommand({ TransactItems })));
    },
  };
}

function queryOf({ index, partition, sort, backwards, mayLag }: Range) {
  const [pk, sk] = attributes[index];
  const names = { '#pk': pk, '#sk1': sk };
  const [condition, ...values] = sortConditionOf(sort);
  return {
    KeyConditionExpression: `#pk = :pk${condition}`,
    ExpressionAttributeNames: sort ? names : { '#pk': pk },
    ExpressionAttributeValues: present({ ':pk': partition, ':sk1': values[0], ':sk2': values[1] }),
    // The table's own items are read as they are now; an index lags a little and cannot be.
    ...present({
      ConsistentRead: index === 'own' && !mayLag ? true : undefined,
      IndexName: index === 'own' ? undefined : index,
      ScanIndexForward: backwards ? false : undefined,
    }),
  };
}

function sortConditionOf(sort: Range['sort']): readonly [string, ...string[]] {
  if (!sort) return [''];
  if ('is' in sort) return [' and #sk1 = :sk1', sort.is];
  if ('begins' in sort) return [' and begins_with(#sk1, :sk1)', sort.begins];
  return [' and #sk1 BETWEEN :sk1 AND :sk2', sort.from, sort.to];
}

const states = {
  absent: {
    ConditionExpression: 'attribute_not_exists(#pk) AND attribute_not_exists(#sk)',
    ExpressionAttributeNames: { '#pk': 'pk', '#sk': 'sk' },
  },
  present: { ConditionExpression: 'attribute_exists(pk)' },
  untouched: {
    ConditionExpression: 'attribute_exists(unrelayed) AND attribute_not_exists(legs)',
  },
};

function expressionOf(given: Condition): {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
} {
  if ('is' in given) return states[given.is];
  if ('version' in given)
    return {
      ConditionExpression: '#version = :version0',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version0': given.version },
    };
  return {
    ConditionExpression: 'attribute_not_exists(pk) OR storedAt < :since',
    ExpressionAttributeValues: { ':since': given.storedBefore },
  };
}

function memberOf(write: Write, TableName: string): object {
  if ('count' in write) {
    const UpdateExpression = `ADD ${write.slots.map((slot) => `${slot} :one`).join(', ')}`;
    const ExpressionAttributeValues = { ':one': 1 };
    return { Update: { TableName, Key: write.count, UpdateExpression, ExpressionAttributeValues } };
  }
  const given = { TableName, ...expressionOf(write.given) };
  return 'put' in write
    ? { Put: { Item: write.put, ...given } }
    : { Delete: { Key: write.delete, ...given } };
}

function updateOf({ key, set = {}, remove = [], given }: Update) {
  const { ExpressionAttributeNames, ExpressionAttributeValues, ...condition } = expressionOf(given);
  const names = Object.keys(set);
  return {
    Key: key,
    UpdateExpression: [
      ...(names.length > 0 ? [`SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`] : []),
      ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
    ].join(' '),
    ...condition,
    ...present({
      ExpressionAttributeNames: orNone({
        ...ExpressionAttributeNames,
        ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
      }),
      ExpressionAttributeValues: orNone({
        ...ExpressionAttributeValues,
        ...Object.fromEntries(names.map((name) => [`:${name}`, set[name]])),
      }),
    }),
  };
}

/** DynamoDB takes no empty list of names. */
function orNone<T extends object>(named: T): T | undefined {
  return Object.keys(named).length > 0 ? named : undefined;
}
