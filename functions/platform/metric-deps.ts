// Dependencies of functions that make or read figures: the table of leads and the table of figures.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { metricTable } from '../adapters/metrics/metric-table.ts';
import type { Deps, MetricStore } from '../ports.ts';
import { type Logged, once } from './first-call.ts';
import { tableDeps } from './table-deps.ts';

const MetricEnvironment = z.object({ METRIC_TABLE: z.string().min(1) });

/** The handler of a function that is granted both tables. */
export function onTableAndMetrics<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
): Logged<Event, Result> {
  return once(create, () => {
    const { METRIC_TABLE } = MetricEnvironment.parse(process.env);
    return tableDeps({ metrics: awsMetrics(new DynamoDBClient({}), METRIC_TABLE) });
  });
}

/** The table of figures of that name, where this client looks. */
export function awsMetrics(dynamodb: DynamoDBClient, table: string): MetricStore {
  const client = DynamoDBDocumentClient.from(dynamodb, {
    marshallOptions: { removeUndefinedValues: true },
  });
  return metricTable(client, table);
}
