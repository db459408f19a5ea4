// Dependencies of functions that work on the table alone, as most do. Their bundles hold no other client, their roles grant no
// other service, and their environment names no machine: a machine names its functions, and CloudFormation takes no circle.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { tableStore } from '../adapters/table/store.ts';
import type { Deps } from '../ports.ts';
import { once } from './first-call.ts';

const TableEnvironment = z.object({
  LEAD_TABLE: z.string().min(1),
  IDENTITY_PEPPER: z.string().min(1),
});

/** The handler of a function that is granted the table only. */
export function onTable<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
): (event: Event) => Promise<Result> {
  return once(create, tableDeps);
}

/** What works on the table works; the rest refuses. Throws ZodError naming each variable that is missing. */
export function tableDeps(): Deps {
  const env = TableEnvironment.parse(process.env);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return {
    store: tableStore({ client, table: env.LEAD_TABLE }),
    pepper: env.IDENTITY_PEPPER,
    executions: { start: refuse('executions'), wake: refuse('executions') },
    bus: { publish: refuse('bus') },
    notifier: { send: refuse('notifier') },
  };
}

function refuse(port: string): () => Promise<never> {
  return async () => {
    throw new Error(`this function is not granted ${port}; grant it in infra/catalog.ts`);
  };
}
