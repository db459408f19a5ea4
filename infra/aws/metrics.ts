// Metrics that CDK's constructs do not offer: what functions count themselves, and the table together with its indexes.

import type { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { leadTable } from '../table.ts';

/** A count that functions write themselves (functions/platform/metrics.ts). */
export function businessMetric(
  stage: string,
  metricName: string,
  period: Duration,
  statistic: string = Stats.SUM,
): Metric {
  return new Metric({
    namespace: 'Leadloop',
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

/** Of the table and of each index: CloudWatch counts an index apart from its table. An alarm's sum takes ten metrics at most. */
export function tableSum(
  { tableName }: Table,
  metricName: TableMetric,
  period: Duration,
): MathExpression {
  const places = [
    { TableName: tableName },
    ...leadTable.indexes.map(({ name }) => ({
      TableName: tableName,
      GlobalSecondaryIndexName: name,
    })),
  ];
  // Ids are of the graph, not of the sum, and begin with a small letter.
  const id = `${metricName.charAt(0).toLowerCase()}${metricName.slice(1)}`;
  const usingMetrics = Object.fromEntries(
    places.map((dimensionsMap, index) => [
      `${id}${index}`,
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap,
        statistic: Stats.SUM,
        period,
      }),
    ]),
  );
  // An index without traffic has no data, and a sum with a gap would have none.
  const expression = `SUM([${Object.keys(usingMetrics)
    .map((name) => `FILL(${name}, 0)`)
    .join(', ')}])`;
  return new MathExpression({ expression, usingMetrics, period, label: metricName });
}
