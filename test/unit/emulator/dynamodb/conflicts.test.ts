import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../../infra/emulator/dynamodb/database.ts';
import { item, put, row, withLeads } from './opened.ts';

// AWS: Amazon DynamoDB Transactions, "Transaction conflict handling". DynamoDB Local never has a conflict, so that the
// contract suite can't compare this.

let database: Database;

beforeEach(async () => {
  ({ database } = await withLeads());
  await put(database, 'held', { n: { N: '1' } });
  await put(database, 'free', { n: { N: '1' } });
});

const key = (pk: string) => ({ TableName: 'leads', Key: row(pk) });
const held = () => database.holdItem('leads', { pk: { S: 'held' }, sk: { S: 'row' } });

describe('an item that a transaction holds elsewhere', () => {
  it.each([
    ['PutItem', { TableName: 'leads', Item: row('held') }],
    ['DeleteItem', key('held')],
    ['UpdateItem', { ...key('held'), UpdateExpression: 'REMOVE n' }],
  ])('refuses %s with TransactionConflictException', async (operation, body) => {
    held();

    await expect(database.call(operation, structuredClone(body))).rejects.toMatchObject({
      name: 'TransactionConflictException',
      message: 'Transaction is ongoing for the item',
    });
    expect(await item(database, 'held')).toMatchObject({ n: { N: '1' } });
  });

  it('cancels a transaction that names it, and writes none of its members', async () => {
    held();
    const members = [
      { Delete: key('free') },
      { Update: { ...key('held'), UpdateExpression: 'REMOVE n' } },
    ];

    await expect(
      database.call('TransactWriteItems', { TransactItems: members }),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict]',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
      ],
    });
    expect(await item(database, 'free')).toBeDefined();
  });

  it('cancels a transaction that only reads it', async () => {
    held();
    const members = [{ Get: key('free') }, { Get: key('held') }];

    await expect(
      database.call('TransactGetItems', { TransactItems: members }),
    ).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    });
  });

  it('is still read by anybody, and others are still written', async () => {
    held();

    await put(database, 'free', { n: { N: '2' } });

    expect(await item(database, 'held')).toMatchObject({ n: { N: '1' } });
    expect(await item(database, 'free')).toMatchObject({ n: { N: '2' } });
  });

  it('is written again when it is let go, by the same token too', async () => {
    const letGo = held();
    const request = () => ({
      ClientRequestToken: 'once',
      TransactItems: [{ Delete: key('held') }],
    });
    await expect(database.call('TransactWriteItems', request())).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });

    letGo();
    await database.call('TransactWriteItems', request());

    expect(await item(database, 'held')).toBeUndefined();
  });
});
