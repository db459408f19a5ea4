// The real store on a table of its own in memory: what use cases are tested on (style.md 39).

import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { onTestFinished } from 'vitest';
import { dynamoTable } from '../../functions/adapters/table/dynamo-table.ts';
import { tableStore } from '../../functions/adapters/table/store.ts';
import { noBuffer, noMetrics } from '../../functions/platform/table-deps.ts';
import type { Deps, Store } from '../../functions/ports.ts';
import { dynamodbClient } from '../../infra/emulator/clients.ts';
import { openDatabase } from '../../infra/emulator/dynamodb/database.ts';
import { inTurn } from '../../infra/local/in-turn.ts';
import { createLeadTable } from '../../infra/table.ts';

const TABLE = 'leads';
/** Monday, 14 September 2026, 02:00 UTC. */
const NOW = Date.UTC(2026, 8, 14, 2);

/** A store on a fresh table, which goes when the test ends. */
async function freshStore(): Promise<Store> {
  const database = await openDatabase({ now: () => NOW });
  onTestFinished(() => database.close());
  await database.call('CreateTable', createLeadTable(TABLE));
  const client = DynamoDBDocumentClient.from(dynamodbClient(database), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return tableStore(dynamoTable({ client, table: TABLE, pauses: inTurn() }));
}

/** What a use case needs besides the store, doing nothing: a test names what matters. */
export async function freshDeps(over: Partial<Deps> = {}): Promise<Deps> {
  return {
    store: over.store ?? (await freshStore()),
    notifier: { send: async () => ({ delivered: true }) },
    executions: { start: async () => {}, wake: async () => {} },
    bus: { publish: async () => ({ refused: new Map(), cut: 0 }) },
    metaForms: { appSecret: () => undefined, lead: async () => ({}) },
    metrics: noMetrics,
    buffer: noBuffer,
    pauses: inTurn(),
    pepper: 'pepper of the tests',
    ...over,
  };
}
