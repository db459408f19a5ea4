// `npm run erase-again`: after a table was restored, erases again who was erased since (docs/runbook.md, Restore from a point in time).

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { pauses } from '../../../functions/adapters/pauses.ts';
import { dynamoTable } from '../../../functions/adapters/table/dynamo-table.ts';
import { tableStore } from '../../../functions/adapters/table/store.ts';
import { Instant, instantOf } from '../../../functions/leads/instant.ts';
import { noBuffer, noMetrics } from '../../../functions/platform/table-deps.ts';
import { type Deps, system } from '../../../functions/ports.ts';
import { eraseAgain } from '../../../functions/use-cases/identity/erase-again.ts';
import { erasuresInLog, erasuresInTable } from '../erasures/erasures.ts';

const USE =
  'npm run erase-again -- --table RESTORED --since INSTANT (--from TABLE_BEFORE | --log LINES.json); IDENTITY_PEPPER as the stage has it';

const { values } = parseArgs({
  options: {
    table: { type: 'string' },
    since: { type: 'string' },
    from: { type: 'string' },
    log: { type: 'string' },
  },
});
const { table, from, log } = values;
const since = Instant.safeParse(values.since).data;
const pepper = process.env.IDENTITY_PEPPER;
if (!table || !since || !pepper || (from === undefined) === (log === undefined)) {
  console.error(USE);
  process.exit(2);
}
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
  marshallOptions: { removeUndefinedValues: true },
});
const erasures =
  from === undefined
    ? erasuresInLog(readFileSync(log ?? '', 'utf8'), since)
    : await erasuresInTable(client, from, since);
const deps: Deps = {
  store: tableStore(dynamoTable({ client, table, pauses })),
  // What is written is told when the stage starts again; only what ops have to delete elsewhere is said here.
  notifier: {
    send: async ({ subject, text }) => {
      console.log(`${subject}\n${text}`);
      return { delivered: true };
    },
  },
  executions: { start: async () => {}, wake: async () => {} },
  bus: { publish: async () => ({ refused: new Map(), cut: 0 }) },
  metaForms: { appSecret: () => undefined, lead: async () => ({}) },
  metrics: noMetrics,
  buffer: noBuffer,
  pauses,
  pepper,
};
for (const erasure of erasures) {
  const outcome = await eraseAgain(deps, system(instantOf(Date.now()), ulid()), erasure);
  console.log(`${erasure.leadId} ${erasure.personId} ${outcome}`);
}
console.log(`${erasures.length} looked at`);
