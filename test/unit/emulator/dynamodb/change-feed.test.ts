import { describe, expect, it } from 'vitest';
import { item, MONDAY_NINE, opened, put, row, temporaryFolder, withLeads } from './opened.ts';

describe('the change feed', () => {
  it('tells inserts, changes and removals in the order in which they were committed', async () => {
    const { database } = await withLeads();

    await put(database, 'a', { n: { N: '1' } });
    await put(database, 'a', { n: { N: '2' } });
    await database.call('DeleteItem', { TableName: 'leads', Key: row('a') });

    const records = await database.feed.read(0, 10);
    expect(records.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    expect(records[1]).toMatchObject({
      eventSource: 'aws:dynamodb',
      eventSourceARN: expect.stringMatching(
        /^arn:aws:dynamodb:us-east-1:\d{12}:table\/leads\/stream\//,
      ),
      dynamodb: {
        ApproximateCreationDateTime: MONDAY_NINE / 1000,
        Keys: row('a'),
        OldImage: row('a', { n: { N: '1' } }),
        NewImage: row('a', { n: { N: '2' } }),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
    const numbers = records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));
    expect(numbers).toEqual([1, 2, 3]);
  });

  it('says nothing about a write that changes nothing', async () => {
    const { database } = await withLeads();
    await put(database, 'a', { m: { M: { x: { S: '1' } } }, s: { SS: ['x', 'y'] } });

    await put(database, 'a', { s: { SS: ['y', 'x'] }, m: { M: { x: { S: '1' } } } });
    await database.call('UpdateItem', {
      TableName: 'leads',
      Key: row('a'),
      UpdateExpression: 'REMOVE nothing',
    });
    await database.call('DeleteItem', { TableName: 'leads', Key: row('b') });

    expect(await database.feed.read(0, 10)).toHaveLength(1);
  });

  it('says nothing about a transaction that was cancelled', async () => {
    const { database } = await withLeads();
    const members = [
      { Put: { TableName: 'leads', Item: row('a') } },
      {
        ConditionCheck: {
          TableName: 'leads',
          Key: row('b'),
          ConditionExpression: 'attribute_exists(pk)',
        },
      },
    ];

    await expect(database.call('TransactWriteItems', { TransactItems: members })).rejects.toThrow();

    expect(database.feed.last).toBe(0);
  });

  it('calls back when records can be read', async () => {
    const { database } = await withLeads();
    const seen: Promise<readonly unknown[]>[] = [];
    const stop = database.feed.onAppend(() => seen.push(database.feed.read(0, 10)));

    await put(database, 'a');
    stop();
    await put(database, 'b');

    expect((await Promise.all(seen)).map((records) => records.length)).toEqual([1]);
  });

  it('keeps positions, and drops only what every consumer is done with', async () => {
    const path = await temporaryFolder();
    const { database } = await withLeads(path);
    for (const pk of ['a', 'b', 'c']) await put(database, pk);
    await database.feed.commit('metrics', 1);
    await database.feed.commit('relay', 3);

    const left = await database.feed.read(0, 10);
    await database.close();
    const { database: again } = await opened(path);

    expect(left.map(({ dynamodb }) => dynamodb.Keys.pk)).toEqual([{ S: 'b' }, { S: 'c' }]);
    expect([
      again.feed.position('metrics'),
      again.feed.position('relay'),
      again.feed.position('new'),
    ]).toEqual([1, 3, 0]);
  });

  it('goes on counting when everything was read before the restart', async () => {
    const path = await temporaryFolder();
    const { database } = await withLeads(path);
    await put(database, 'a');
    await put(database, 'b');
    await database.feed.commit('relay', 2);
    await database.close();

    const { database: again } = await opened(path);
    await put(again, 'c');

    expect(again.feed.last).toBe(3);
    expect(await again.feed.read(again.feed.position('relay'), 10)).toHaveLength(1);
    expect(await item(again, 'a')).toEqual(row('a'));
  });

  it('keeps all records for a consumer that has asked where it is and done nothing yet', async () => {
    const { database } = await withLeads();
    const position = database.feed.position('metrics');
    await put(database, 'a');

    await database.feed.commit('relay', 1);

    expect(await database.feed.read(position, 10)).toHaveLength(1);
  });

  it('refuses a position beyond the last record', async () => {
    const { database } = await withLeads();

    await expect(database.feed.commit('relay', 1)).rejects.toThrow(
      'feed position 1 is not a record',
    );
  });
});
