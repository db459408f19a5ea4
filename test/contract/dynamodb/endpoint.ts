// The DynamoDB that the suite runs against: the one at DYNAMODB_ENDPOINT, or the offline one in memory.

import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamodbClient } from '../../../infra/emulator/clients.ts';
import { type Database, openDatabase } from '../../../infra/emulator/dynamodb/database.ts';

export interface Desk {
  readonly client: DynamoDBClient;
  readonly document: DynamoDBDocumentClient;
  /** A table with key `pk`, `sk`, and indexes by `team` (number `rank`): whole, keys only and with `name`. */
  readonly table: string;
  close(): Promise<void>;
}

const LEADS: Omit<CreateTableCommandInput, 'TableName'> = {
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'team', AttributeType: 'S' },
    { AttributeName: 'rank', AttributeType: 'N' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-team',
      KeySchema: [
        { AttributeName: 'team', KeyType: 'HASH' },
        { AttributeName: 'rank', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
    {
      IndexName: 'keys-by-team',
      KeySchema: [{ AttributeName: 'team', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
    {
      IndexName: 'names-by-team',
      KeySchema: [{ AttributeName: 'team', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['name'] },
    },
  ],
};

/** A client and a fresh table. */
export async function openDesk(): Promise<Desk> {
  const { client, database } = await chosen();
  const document = DynamoDBDocumentClient.from(client);
  const table = `leads-${randomUUID()}`;
  await client.send(new CreateTableCommand({ ...LEADS, TableName: table }));
  async function close(): Promise<void> {
    await client.send(new DeleteTableCommand({ TableName: table }));
    client.destroy();
    await database?.close();
  }
  return { client, document, table, close };
}

async function chosen(): Promise<{ client: DynamoDBClient; database?: Database }> {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  if (endpoint) {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    return { client: new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }) };
  }
  const database = await openDatabase({ now: () => Date.UTC(2026, 0, 5, 9) });
  return { client: dynamodbClient(database), database };
}
