// Metrics that CDK's constructs do not offer: what functions count themselves, and the table together with its indexes.

import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { NAMESPACE } from '../../functions/platform/metrics.ts';
import { leadTable } from '../table.ts';

/** A count that functions write themselves (functions/platform/metrics.ts). */
export function businessMetric(
  stage: string,
  metricName: string,
  period: Duration,
  statistic: string = Stats.SUM,
): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { Stage: stage },
    statistic,
    period,
  });
}

/** Seconds for which the oldest row had been due when a sweep met it. */
export function sweepLag(stage: string, period: Duration): Metric {
  return businessMetric(stage, 'SweepLagSeconds', period, Stats.MAXIMUM);
}

type TableMetric = `Consumed${'Read' | 'Write'}CapacityUnits` | `${'Read' | 'Write'}ThrottleEvents`;

/** Of the table itself (no index) or of one index: CloudWatch counts an index apart from its table. */
export function tableMetric(
  { tableName }: Table,
  metricName: TableMetric,
  { index, period }: { readonly index?: string | undefined; readonly period: Duration },
): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: {
      TableName: tableName,
      ...(index === undefined ? {} : { GlobalSecondaryIndexName: index }),
    },
    statistic: Stats.SUM,
    period,
  });
}

/** Of the table and all its indexes together. */
export function tableSum(table: Table, metricName: TableMetric, period: Duration): MathExpression {
  // Ids are of the graph, not of the sum, and begin with a small letter.
  const id = `${metricName.charAt(0).toLowerCase()}${metricName.slice(1)}`;
  const usingMetrics = Object.fromEntries(
    [undefined, ...leadTable.indexes.map(({ name }) => name)].map((index, at) => [
      `${id}${at}`,
      tableMetric(table, metricName, { index, period }),
    ]),
  );
  // An index without traffic has no data, and a sum with a gap would have none.
  const filled = Object.keys(usingMetrics).map((name) => `FILL(${name}, 0)`);
  const expression = `SUM([${filled.join(', ')}])`;
  return new MathExpression({ expression, usingMetrics, period, label: metricName });
}
