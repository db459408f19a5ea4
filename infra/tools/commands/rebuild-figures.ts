// `npm run rebuild-figures`: all figures anew out of the events (docs/runbook.md, Rebuild the figures).

import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { pauses } from '../../../functions/adapters/pauses.ts';
import { tableStore } from '../../../functions/adapters/table/store.ts';
import { instantOf } from '../../../functions/leads/instant.ts';
import { awsMetrics } from '../../../functions/platform/metric-deps.ts';
import { awsTable } from '../../../functions/platform/table-deps.ts';
import { rebuildFigures } from '../../../functions/use-cases/reporting/rebuild-figures.ts';

const USE = 'npm run rebuild-figures -- --table LEADS --metrics METRICS';

const { values } = parseArgs({
  options: { table: { type: 'string' }, metrics: { type: 'string' } },
});
const { table, metrics } = values;
if (!table || !metrics) {
  console.error(USE);
  process.exit(2);
}
const client = new DynamoDBClient({});
const count = await rebuildFigures(
  { store: tableStore(awsTable(client, table)), metrics: awsMetrics(client, metrics), pauses },
  instantOf(Date.now()),
  (scopes) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${scopes} leads and reps`);
  },
);
console.log(`${count} leads and reps are in the figures`);
