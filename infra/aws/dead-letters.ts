// Where what could not be delivered waits two weeks for somebody to look.

import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** `hidden`: how long a letter that somebody has taken out is not seen by others. Those of a FIFO queue keep their order. */
export function deadLetterQueue(
  scope: Construct,
  name: string,
  {
    hidden,
    isFifo = false,
  }: { readonly hidden?: Duration | undefined; readonly isFifo?: boolean } = {},
): Queue {
  return new Queue(scope, `${name}DeadLetters`, {
    ...(isFifo ? { fifo: true } : {}),
    ...(hidden ? { visibilityTimeout: hidden } : {}),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}
