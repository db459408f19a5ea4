// How many calls wait in the buffer, and since when: SQS counts them, CloudWatch knows how old the oldest is.

import * as z from 'zod';
import { instantOf, millisOf } from '../leads/instant.ts';
import { present } from '../leads/present.ts';
import type { IntakeBuffer } from '../ports.ts';
import type { BufferQueues } from './intake-buffer.ts';
import type { Call } from './signed-call.ts';

const COUNTS = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
const Counted = z.object({ Attributes: z.record(z.string(), z.coerce.number()) });
/** The newest figure first. */
const Ages = z.object({
  MetricDataResults: z.array(
    z.object({ Timestamps: z.array(z.number()), Values: z.array(z.number()) }),
  ),
});
const LOOK_BACK_SECONDS = 600;

export function bufferState(
  call: Call,
  { waiting, putAside }: BufferQueues,
): IntakeBuffer['state'] {
  async function count(QueueUrl: string): Promise<number> {
    const asked = { QueueUrl, AttributeNames: COUNTS };
    const { Attributes } = Counted.parse(await call('AmazonSQS.GetQueueAttributes', asked));
    return COUNTS.reduce((sum, name) => sum + (Attributes[name] ?? 0), 0);
  }

  /** Seconds since the epoch. A message of this minute is in no figure yet. */
  async function oldestSentAt(atSeconds: number): Promise<number | undefined> {
    const QueueName = waiting.split('/').at(-1) ?? '';
    const Metric = {
      ...{ Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage' },
      Dimensions: [{ Name: 'QueueName', Value: QueueName }],
    };
    const answer = await call('GraniteServiceVersion20100801.GetMetricData', {
      ...{ StartTime: atSeconds - LOOK_BACK_SECONDS, EndTime: atSeconds },
      MetricDataQueries: [{ Id: 'age', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }],
    });
    const [ages] = Ages.parse(answer).MetricDataResults;
    const [at] = ages?.Timestamps ?? [];
    const [age] = ages?.Values ?? [];
    return at === undefined || age === undefined ? undefined : at - age;
  }

  return async (at) => {
    const [wait, aside] = await Promise.all([count(waiting), count(putAside)]);
    const since = wait > 0 ? await oldestSentAt(Math.ceil(millisOf(at) / 1000)) : undefined;
    return {
      ...{ waiting: wait, putAside: aside },
      ...present({ since: since === undefined ? undefined : instantOf(since * 1000) }),
    };
  };
}
