// CloudWatch on the wire, for the one figure of a queue that SQS itself does not tell: how old its oldest message is.

import * as z from 'zod';
import { AwsError } from '../aws-error.ts';
import type { WireService } from '../http/aws-json.ts';
import type { Queues } from './queues.ts';

const GetMetricData = z.object({
  EndTime: z.number(),
  MetricDataQueries: z.array(
    z.object({
      Id: z.string(),
      MetricStat: z.object({
        Metric: z.object({
          Namespace: z.literal('AWS/SQS'),
          MetricName: z.literal('ApproximateAgeOfOldestMessage'),
          Dimensions: z.tuple([z.object({ Name: z.literal('QueueName'), Value: z.string() })]),
        }),
      }),
    }),
  ),
});

export function queueMetricsWire(queues: Queues): WireService {
  return {
    target: 'GraniteServiceVersion20100801',
    namespace: 'com.amazonaws.cloudwatch',
    contentType: 'application/x-amz-json-1.0',
    operations: {
      async GetMetricData(request) {
        const asked = GetMetricData.safeParse(request);
        if (!asked.success)
          throw new AwsError('InvalidParameterValue', 'only the age of a queue is known here');
        const { EndTime, MetricDataQueries } = asked.data;
        return {
          MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }) => {
            const [{ Value: name }] = MetricStat.Metric.Dimensions;
            const [oldest] = queues.all(name);
            const age = oldest ? [Math.floor(EndTime - oldest.sentAt / 1000)] : [];
            return { Id, Timestamps: age.map(() => EndTime), Values: age, StatusCode: 'Complete' };
          }),
        };
      },
    },
  };
}
