import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../../../infra/emulator/dynamodb/database.ts';
import { counting, item, put, row, temporaryFolder, withLeads } from './opened.ts';

function transfer(from: number, to: number, amount: number) {
  const move = (account: number, change: number) => ({
    Update: {
      TableName: 'leads',
      Key: row(`account-${account}`),
      UpdateExpression: 'SET n = n + :change',
      ConditionExpression: 'n >= :least',
      ExpressionAttributeValues: {
        ':change': { N: String(change) },
        ':least': { N: String(-change) },
      },
    },
  });
  return { TransactItems: [move(from, -amount), move(to, amount)] };
}

async function balance(database: Database, account: number): Promise<number> {
  const found = await item(database, `account-${account}`);
  return Number(JSON.stringify(found).match(/"n":\{"N":"(-?\d+)"/)?.[1]);
}

describe('writes at the same time', () => {
  it.each(['memory', 'disk'])('let one of many claim an item, in %s', async (where) => {
    const { database } = await withLeads(where === 'disk' ? await temporaryFolder() : undefined);
    const claims = Array.from({ length: 50 }, (_, rep) =>
      database.call('PutItem', {
        TableName: 'leads',
        Item: row('lead', { rep: { N: String(rep) } }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );

    const outcomes = await Promise.allSettled(claims);

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('lose no count', async () => {
    const { database } = await withLeads(await temporaryFolder());
    const add = { TableName: 'leads', UpdateExpression: 'ADD n :one' };
    const values = { ExpressionAttributeValues: { ':one': { N: '1' } } };

    await Promise.all(
      Array.from({ length: 200 }, () =>
        database.call('UpdateItem', structuredClone({ ...add, ...values, Key: row('counter') })),
      ),
    );

    expect(await item(database, 'counter')).toEqual(row('counter', { n: { N: '200' } }));
  });

  it('move money between accounts without making or losing any, whatever the order', async () => {
    const account = fc.integer({ min: 0, max: 3 });
    const transfers = fc.array(fc.tuple(account, account, fc.integer({ min: 1, max: 150 })), {
      minLength: 5,
      maxLength: 40,
    });

    await fc.assert(
      fc.asyncProperty(transfers, async (moves) => {
        const { database } = await withLeads();
        for (const n of [0, 1, 2, 3]) await put(database, `account-${n}`, { n: { N: '100' } });

        await Promise.allSettled(
          moves
            .filter(([from, to]) => from !== to)
            .map(([from, to, amount]) =>
              database.call('TransactWriteItems', transfer(from, to, amount)),
            ),
        );

        const balances = await Promise.all([0, 1, 2, 3].map((n) => balance(database, n)));
        expect(balances.reduce((total, some) => total + some, 0)).toBe(400);
        expect(balances.every((some) => some >= 0)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('under one token happen once', async () => {
    const { database } = await withLeads(await temporaryFolder());

    await Promise.all(
      Array.from({ length: 5 }, () => database.call('TransactWriteItems', counting('once'))),
    );

    expect(await item(database, 'counter')).toEqual(row('counter', { n: { N: '1' } }));
  });

  it('keep both entries of an index partition whose hashes collide', async () => {
    const { database } = await withLeads();
    const many = 9_000;

    await Promise.all(
      Array.from({ length: many }, (_, index) =>
        put(database, `lead-${index}`, { status: { S: 'open' } }),
      ),
    );

    const found = await database.call('Scan', {
      TableName: 'leads',
      IndexName: 'by-status',
      Select: 'COUNT',
    });
    expect(found).toMatchObject({ Count: many });
  });
});
