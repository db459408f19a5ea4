// Queues of the catalogue, each with its dead letters: what waits in them is nowhere else, so that they outlive every deployment.

import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type CatalogQueue, type QueueName, queues, rules } from '../catalog.ts';
import { deadLetterQueue } from './dead-letters.ts';

export interface KeptQueue {
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

export type KeptQueues = ReadonlyMap<QueueName, KeptQueue>;

export function keptQueues(scope: Construct, removal: RemovalPolicy): KeptQueues {
  // Codec: the keys of a record that has no others.
  const all = Object.entries(queues) as [QueueName, CatalogQueue][];
  return new Map(all.map(([name, one]) => [name, keptQueue(scope, name, { ...one, removal })]));
}

function keptQueue(
  scope: Construct,
  name: QueueName,
  { isFifo, hiddenFor, tries, removal }: CatalogQueue & { readonly removal: RemovalPolicy },
): KeptQueue {
  const deadLetters = deadLetterQueue(scope, name, { isFifo });
  deadLetters.applyRemovalPolicy(removal);
  const queue = new Queue(scope, `${name}Queue`, {
    ...(isFifo ? { fifo: true } : {}),
    visibilityTimeout: Duration.parse(hiddenFor),
    retentionPeriod: Duration.days(14),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: tries },
    removalPolicy: removal,
  });
  if (rules.some((rule) => rule.queue === name))
    for (const one of [queue, deadLetters]) takesEvents(one);
  return { queue, deadLetters };
}

/** From rules of this account's buses: which, the rules say, and they are of another stack. */
function takesEvents(queue: Queue): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: 'EventsReachTheQueue',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(queue).account } },
    }),
  );
}

/** `INTAKE_BUFFER_URL` and `INTAKE_BUFFER_DEAD_LETTERS_URL`. */
export function queueVariables(
  names: readonly QueueName[],
  kept: KeptQueues,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const { queue, deadLetters } = queueOf(name, kept);
      const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
      return [
        [`${words}_URL`, queue.queueUrl],
        [`${words}_DEAD_LETTERS_URL`, deadLetters.queueUrl],
      ];
    }),
  );
}

export function queueOf(name: QueueName, kept: KeptQueues): KeptQueue {
  const found = kept.get(name);
  if (!found) throw new RangeError(`${name} is no queue of the catalogue; add it`);
  return found;
}
