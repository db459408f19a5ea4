import {
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './endpoint.ts';

const KB = 1024;

describe('the limits and costs of a table', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk();
  });

  afterAll(() => desk.close());

  function put(Item: Record<string, unknown>, more: object = {}) {
    return desk.document.send(new PutCommand({ TableName: desk.table, Item, ...more }));
  }

  it.each([
    ['400 KB of ASCII text', 'x'.repeat(400 * KB - 20), true],
    ['more than 400 KB of ASCII text', 'x'.repeat(400 * KB), false],
    ['140,000 Chinese characters, which are 420,000 bytes', '线'.repeat(140_000), false],
  ])('an item may hold %s: %#', async (_name, text, allowed) => {
    const written = put({ pk: 'large', sk: 'row', text });

    if (allowed) await expect(written).resolves.toBeDefined();
    else {
      await expect(written).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'Item size has exceeded the maximum allowed size',
      });
    }
  });

  it('an update may not grow an item beyond 400 KB', async () => {
    const grown = desk.document.send(
      new UpdateCommand({
        TableName: desk.table,
        Key: { pk: 'grown', sk: 'row' },
        UpdateExpression: 'SET textual = :text',
        ExpressionAttributeValues: { ':text': '线'.repeat(140_000) },
      }),
    );

    await expect(grown).rejects.toMatchObject({
      message: 'Item size to update has exceeded the maximum allowed size',
    });
  });

  it.each([
    [{ pk: 'x' }, 'a sort key'],
    [{ pk: 1, sk: 'x' }, 'a key of the right type'],
    [{ pk: '', sk: 'x' }, 'a key that is not empty'],
    [{ pk: 'x', sk: 'x', team: 1 }, 'an index key of the right type'],
    [{ pk: 'x', sk: 'x', team: '', rank: 1 }, 'an index key that is not empty'],
  ])('the item %j is refused: it needs %s', async (Item, _need) => {
    await expect(put({ ...Item })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('a batch writes 25 items and no more', async () => {
    const batch = (size: number) =>
      new BatchWriteCommand({
        RequestItems: {
          [desk.table]: Array.from({ length: size }, (_, index) => ({
            PutRequest: { Item: { pk: 'batch', sk: String(index) } },
          })),
        },
      });

    const { UnprocessedItems } = await desk.document.send(batch(25));

    expect(UnprocessedItems).toEqual({});
    await expect(desk.document.send(batch(26))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('a batch names an item once', async () => {
    const Item = { pk: 'double', sk: 'row' };
    const batch = new BatchWriteCommand({
      RequestItems: { [desk.table]: [{ PutRequest: { Item } }, { DeleteRequest: { Key: Item } }] },
    });

    await expect(desk.document.send(batch)).rejects.toMatchObject({
      message: 'Provided list of item keys contains duplicates',
    });
  });

  it('a batch reads 100 items and no more, and leaves out what is not there', async () => {
    const keys = (size: number) =>
      Array.from({ length: size }, (_, index) => ({ pk: 'batch', sk: String(index) }));
    const batch = (size: number) =>
      new BatchGetCommand({ RequestItems: { [desk.table]: { Keys: keys(size) } } });

    const { Responses } = await desk.document.send(batch(100));

    expect(Responses?.[desk.table]).toHaveLength(25);
    await expect(desk.document.send(batch(101))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('a write costs a unit for each KB of the table and of each index it changes', async () => {
    const plain = await put(
      { pk: 'cost', sk: 'plain', text: 'x'.repeat(1500) },
      { ReturnConsumedCapacity: 'TOTAL' },
    );
    const indexed = await put(
      { pk: 'cost', sk: 'row', team: 'a', rank: 1 },
      { ReturnConsumedCapacity: 'INDEXES' },
    );
    const moved = await put(
      { pk: 'cost', sk: 'row', team: 'a', rank: 2 },
      { ReturnConsumedCapacity: 'INDEXES' },
    );

    expect(plain.ConsumedCapacity).toMatchObject({ TableName: desk.table, CapacityUnits: 2 });
    expect(indexed.ConsumedCapacity).toMatchObject({
      CapacityUnits: 4,
      Table: { CapacityUnits: 1 },
    });
    expect(moved.ConsumedCapacity?.GlobalSecondaryIndexes).toMatchObject({
      'by-team': { CapacityUnits: 2 },
    });
  });

  it('a transaction costs the double', async () => {
    const { ConsumedCapacity } = await desk.document.send(
      new TransactWriteCommand({
        ReturnConsumedCapacity: 'TOTAL',
        TransactItems: [
          { Put: { TableName: desk.table, Item: { pk: 'cost', sk: 'a' } } },
          { Put: { TableName: desk.table, Item: { pk: 'cost', sk: 'b' } } },
        ],
      }),
    );

    expect(ConsumedCapacity).toMatchObject([{ TableName: desk.table, CapacityUnits: 4 }]);
  });

  it('a consistent read costs twice an eventual one', async () => {
    const get = (ConsistentRead: boolean) =>
      desk.document.send(
        new GetCommand({
          TableName: desk.table,
          Key: { pk: 'cost', sk: 'plain' },
          ConsistentRead,
          ReturnConsumedCapacity: 'TOTAL',
        }),
      );

    const [eventual, consistent] = [await get(false), await get(true)];

    expect(eventual.ConsumedCapacity?.CapacityUnits).toBe(0.5);
    expect(consistent.ConsumedCapacity?.CapacityUnits).toBe(1);
  });
});
