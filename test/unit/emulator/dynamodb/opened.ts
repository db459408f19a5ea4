// Databases for tests: a table of leads with an index, a change feed and a clock that stands still until it is set.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../../../infra/emulator/dynamodb/database.ts';

export const LEADS = {
  TableName: 'leads',
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', 'status'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-status',
      KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};

/** Monday, 5 January 2026, 09:00 UTC. */
export const MONDAY_NINE = Date.UTC(2026, 0, 5, 9);

interface Opened {
  readonly database: Database;
  readonly clock: { now: number };
}

/** An open database, in memory unless a folder is given; closed when the test ends. */
export async function opened(path?: string): Promise<Opened> {
  const clock = { now: MONDAY_NINE };
  const database = await openDatabase({ now: () => clock.now, ...(path && { path }) });
  onTestFinished(() => database.close());
  return { database, clock };
}

/** The same with the table of leads. */
export async function withLeads(path?: string): Promise<Opened> {
  const created = await opened(path);
  await created.database.call('CreateTable', structuredClone(LEADS));
  return created;
}

/** A folder of its own for the test. */
export async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'leadloop-dynamodb-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

export function row(pk: string, attributes: object = {}): Record<string, unknown> {
  return { pk: { S: pk }, sk: { S: 'row' }, ...attributes };
}

export function put(database: Database, pk: string, attributes: object = {}): Promise<unknown> {
  return database.call('PutItem', { TableName: 'leads', Item: row(pk, attributes) });
}

export async function item(database: Database, pk: string): Promise<unknown> {
  const found = await database.call('GetItem', { TableName: 'leads', Key: row(pk) });
  return typeof found === 'object' && found !== null && 'Item' in found ? found.Item : undefined;
}

/** A transaction that adds one to a counter, under a token. */
export function counting(token: string): object {
  return {
    ClientRequestToken: token,
    TransactItems: [
      {
        Update: {
          TableName: 'leads',
          Key: row('counter'),
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ],
  };
}
