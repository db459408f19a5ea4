// Dependencies of functions that work on the table alone, as most do. Their bundles hold no other client, their roles grant no
// other service, and their environment names no machine: a machine names its functions, and CloudFormation takes no circle.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { pauses } from '../adapters/pauses.ts';
import { dynamoTable } from '../adapters/table/dynamo-table.ts';
import { tableStore } from '../adapters/table/store.ts';
import type { Table } from '../adapters/table/table.ts';
import type { Deps, IntakeBuffer, MetricStore } from '../ports.ts';
import { type Logged, once } from './first-call.ts';

const TableEnvironment = z.object({ LEAD_TABLE: z.string().min(1) });
const PepperEnvironment = z.object({ IDENTITY_PEPPER: z.string().min(1) });

/** A service that does not answer is away: a call has to end while there is time to keep what came (decisions 0028, 0029). */
export const patience = {
  connectionTimeout: 1000,
  requestTimeout: 3000,
  throwOnRequestTimeout: true,
};

/** The handler of a function that is granted the table only. */
export function onTable<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
): Logged<Event, Result> {
  return once(create, () => tableDeps());
}

/** The table, and the ports that are granted besides; the rest refuses. Throws ZodError naming each variable that is missing. */
export function tableDeps(
  granted: Partial<Omit<Deps, 'store' | 'pepper'>> = {},
  client = patientClient(),
): Deps {
  const env = TableEnvironment.parse(process.env);
  return {
    store: tableStore(awsTable(client, env.LEAD_TABLE)),
    executions: { start: refuse('executions'), wake: refuse('executions') },
    bus: { publish: refuse('bus') },
    notifier: { send: refuse('notifier') },
    metaForms: { appSecret: () => undefined, lead: refuse('metaForms') },
    metrics: noMetrics,
    buffer: noBuffer,
    pauses,
    ...granted,
    /** Only those who are granted it have it: read when it is used. */
    get pepper() {
      return PepperEnvironment.parse(process.env).IDENTITY_PEPPER;
    },
  };
}

/** DynamoDB for one function, whatever tables it works on. */
export function patientClient(): DynamoDBClient {
  return new DynamoDBClient({ requestHandler: patience });
}

/** The table of that name, where this client looks. */
export function awsTable(dynamodb: DynamoDBClient, table: string): Table {
  return dynamoTable({ client: documentsOf(dynamodb), table, pauses });
}

/** The client with items as objects. */
export function documentsOf(dynamodb: DynamoDBClient): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(dynamodb, {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** Of functions whose calls nobody keeps. */
export const noBuffer: IntakeBuffer = {
  keep: refuse('buffer'),
  putAside: refuse('buffer'),
  state: refuse('buffer'),
};

/** A port that this function was not given. */
export function refuse(port: string): () => Promise<never> {
  return async () => {
    throw new Error(`this function is not granted ${port}; grant it in infra/catalog.ts`);
  };
}

/** For whoever works on leads: figures are made of their events, by others. Codec: whatever is asked of it is refused. */
export const noMetrics = new Proxy({} as MetricStore, { get: () => refuse('metrics') });
