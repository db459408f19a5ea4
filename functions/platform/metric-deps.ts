// Dependencies of functions that make or read figures: the table of leads and the table of figures.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { metricTable } from '../adapters/metrics/metric-table.ts';
import { pauses } from '../adapters/pauses.ts';
import type { Deps, MetricStore } from '../ports.ts';
import { type Logged, once } from './first-call.ts';
import { documentsOf, patientClient, tableDeps } from './table-deps.ts';

const MetricEnvironment = z.object({ METRIC_TABLE: z.string().min(1) });

/** The handler of a function that is granted both tables. */
export function onTableAndMetrics<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
): Logged<Event, Result> {
  return once(create, () => {
    const { METRIC_TABLE } = MetricEnvironment.parse(process.env);
    const client = patientClient();
    return tableDeps({ metrics: awsMetrics(client, METRIC_TABLE) }, client);
  });
}

/** The table of figures of that name, where this client looks. */
export function awsMetrics(dynamodb: DynamoDBClient, table: string): MetricStore {
  return metricTable({ client: documentsOf(dynamodb), table, pauses });
}
