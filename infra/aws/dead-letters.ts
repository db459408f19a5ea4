// Where what could not be delivered waits two weeks for somebody to look.

import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** `hidden`: how long a letter that somebody has taken out is not seen by others. */
export function deadLetterQueue(scope: Construct, name: string, hidden?: Duration): Queue {
  return new Queue(scope, `${name}DeadLetters`, {
    ...(hidden ? { visibilityTimeout: hidden } : {}),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}
