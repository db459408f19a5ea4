// `npm run export`: events and facts as tables for BI (docs/export.md), or a recording for a simulator (docs/recording.md), of the
// server of `npm start` or of a table in AWS.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableStore } from '../../../functions/adapters/table/store.ts';
import { awsTable } from '../../../functions/platform/table-deps.ts';
import type { Store } from '../../../functions/ports.ts';
import { LEAD_TABLE } from '../../local/runtime.ts';
import { exportInto } from '../export/export.ts';
import { ExportError } from '../export/export-error.ts';
import { type ExportFlags, parseFlags } from '../export/options.ts';
import { RecordingError, toldOf, writeRecording } from '../simulate/recording-file.ts';
import { recordingOf } from '../simulate/recording-of.ts';

/** The exit code of shells for a command line that makes no sense. */
const WRONG_USE = 2;

try {
  const flags = parseFlags(process.argv.slice(2));
  const told = await written(tableStore(await tableOf(flags)), flags).catch((error: unknown) => {
    const isUnknown = error instanceof Error && error.name === 'ResourceNotFoundException';
    throw isUnknown ? new ExportError(`there is no table ${flags.table ?? LEAD_TABLE}`) : error;
  });
  console.log(`${flags.out}: ${told}`);
} catch (error) {
  const wrong = error instanceof ExportError || error instanceof RecordingError;
  console.error(wrong ? error.message : error);
  process.exitCode = wrong ? WRONG_USE : 1;
}

/** What was written, in words. */
async function written(store: Store, { format, out, from, to }: ExportFlags): Promise<string> {
  if (format === 'recording') {
    const recording = await recordingOf(store, { from, to }, tell);
    await writeRecording(out, recording);
    return toldOf(recording);
  }
  const { rows } = await exportInto(store, { format, out, from, to }, tell);
  return Object.entries(rows)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

function tell(stories: number): void {
  if (process.stderr.isTTY && stories % 100 === 0) process.stderr.write(`\r${stories} stories`);
}

async function tableOf({ table, api }: ExportFlags) {
  if (table !== undefined) return awsTable(new DynamoDBClient({}), table);
  await fetch(`${api}/_local/settled`, { method: 'POST' }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : error;
    throw new ExportError(`${api} does not answer (${why}); is npm start running?`);
  });
  // Offline anybody may look at the table, by whatever credentials.
  const credentials = { accessKeyId: 'offline', secretAccessKey: 'offline' };
  const client = new DynamoDBClient({ endpoint: `${api}/_aws`, region: 'us-east-1', credentials });
  return awsTable(client, LEAD_TABLE);
}
