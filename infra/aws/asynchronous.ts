// Every way on which nobody waits for the answer: stream, schedules, rules, queues. What cannot be delivered is kept, not lost.

import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  type CatalogQueue,
  type QueueName,
  queues,
  rules,
  schedules,
  streams,
} from '../catalog.ts';
import { acknowledgeWildcard } from './acknowledgements.ts';
import type { StageConfig } from './config.ts';
import type { DataStack } from './data-stack.ts';
import { deadLetterQueue } from './dead-letters.ts';
import { allow, viaService } from './grants.ts';
import { output } from './outputs.ts';
import { privateBucket } from './private-bucket.ts';
import { type KeptQueue, queueOf } from './queues.ts';
import type { StageFunction } from './stage-function.ts';

interface AsynchronousProps {
  readonly functions: ReadonlyMap<string, StageFunction>;
  readonly data: DataStack;
  readonly config: StageConfig;
}

/** How often a delivery is tried again, by EventBridge and then by Lambda, and how long each holds it. */
interface Patience {
  readonly tries: number;
  readonly keptFor: Duration;
  /** How often its dead letters come to the function again, where they do. */
  readonly again?: Duration | undefined;
}

const RECEIVING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

export class Asynchronous extends Construct {
  /** Dead letters, by the function that should have had them. */
  readonly deadLetters: ReadonlyMap<string, Queue>;
  readonly #functions: ReadonlyMap<string, StageFunction>;
  readonly #config: StageConfig;
  readonly #queues = new Map<string, Queue>();

  constructor(scope: Construct, id: string, { functions, data, config }: AsynchronousProps) {
    super(scope, id);
    this.#config = config;
    this.#functions = functions;
    this.deadLetters = this.#queues;
    for (const stream of streams) this.#stream(stream, data);
    // Codec: the keys of a record that has no others.
    for (const [name, queue] of Object.entries(queues) as [QueueName, CatalogQueue][])
      this.#queue(name, queue, data);
    for (const { name, rate, function: to } of schedules) {
      const schedule = Schedule.rate(Duration.parse(rate));
      const rule = new Rule(this, `${name}Schedule`, { schedule });
      // A tick that failed is not tried again: the next one does its work.
      this.#deliver(rule, { to, tries: 0, keptFor: Duration.minutes(1) });
      output(this, `${name}ScheduleName`, rule.ruleName);
    }
    for (const { name, pattern, function: to, queue, comesAgainEvery } of rules) {
      const rule = new Rule(this, `${name}Rule`, { eventBus: data.bus, eventPattern: pattern });
      if (queue) this.#enqueue(rule, queueOf(queue, data.queues));
      if (to)
        this.#deliver(rule, {
          to,
          tries: 2,
          keptFor: Duration.hours(1),
          again: comesAgainEvery === undefined ? undefined : Duration.parse(comesAgainEvery),
        });
    }
  }

  #stream({ function: to, batchSize, filter }: (typeof streams)[number], data: DataStack): void {
    const { function: target, role } = this.#function(to);
    const givenUp = this.#givenUpBucket(to, data);
    const streamArn = data.table.tableStreamArn ?? '';
    role.addToPolicy(
      allow(
        'Stream',
        ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        [streamArn],
      ),
    );
    role.addToPolicy(allow('Streams', ['dynamodb:ListStreams'], ['*']));
    role.addToPolicy(allow('GivenUpBucket', ['s3:ListBucket'], [givenUp.bucketArn]));
    const objects = givenUp.arnForObjects('*');
    role.addToPolicy(allow('GivenUp', ['s3:PutObject'], [objects]));
    acknowledgeWildcard(
      role,
      objects,
      'Lambda names the objects that it writes there; the bucket holds nothing else.',
    );
    const key = allow('GivenUpKey', ['kms:GenerateDataKey'], [data.key.keyArn]);
    key.addConditions(viaService('s3'));
    role.addToPolicy(key);
    const mapping = new EventSourceMapping(this, `${to}Stream`, {
      target,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      filters: [FilterCriteria.filter(filter)],
      // Half a batch at a time until the record is found that fails; after an hour it goes to the bucket, and the rest goes on.
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 20,
      maxRecordAge: Duration.hours(1),
      parallelizationFactor: 1,
      // The role's own statements say what it may do there; CDK's destination would add more.
      onFailure: { bind: () => ({ destination: givenUp.bucketArn }) },
    });
    mapping.node.addDependency(role);
    output(this, `${to}StreamMappingId`, mapping.eventSourceMappingId);
    output(this, `${to}GivenUpBucket`, givenUp.bucketName);
  }

  /** What its function did not do is seen again after a while, and goes to the queue's own dead letters in the end. */
  #queue(
    name: QueueName,
    { function: to, batchSize, window, atOnce }: CatalogQueue,
    data: DataStack,
  ): void {
    const { function: target, role } = this.#function(to);
    const { queueArn: eventSourceArn } = queueOf(name, data.queues).queue;
    role.addToPolicy(allow('Queue', RECEIVING, [eventSourceArn]));
    const mapping = new EventSourceMapping(this, `${name}Queue`, {
      ...{ target, eventSourceArn, batchSize },
      ...(window ? { maxBatchingWindow: Duration.parse(window) } : {}),
      reportBatchItemFailures: true,
      maxConcurrency: atOnce,
    });
    mapping.node.addDependency(role);
  }

  /** Stream records that no try could deliver, whole; they hold personal data and go after 90 days. */
  #givenUpBucket(name: string, { key }: DataStack): IBucket {
    const lifecycleRules = [{ expiration: Duration.days(90) }];
    const config = this.#config;
    const serverAccessLogsBucket = privateBucket(this, `${name}AccessLogs`, {
      config,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules,
    });
    return privateBucket(this, `${name}GivenUp`, {
      config,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket,
      lifecycleRules,
    });
  }

  /** What the queue does not take within a day is among its dead letters. The queue's own policy lets the rule in. */
  #enqueue(rule: Rule, { queue, deadLetters }: KeptQueue): void {
    const { queueArn: arn } = queue;
    const deadLetterConfig = { arn: deadLetters.queueArn };
    rule.addTarget({ bind: () => ({ arn, deadLetterConfig }) });
  }

  #deliver(rule: Rule, { to, ...patience }: Patience & { readonly to: string }): void {
    const { function: target } = this.#function(to);
    const deadLetterQueue = this.#deadLettersOf(to, patience);
    const { tries: retryAttempts, keptFor: maxEventAge } = patience;
    rule.addTarget(new FunctionTarget(target, { deadLetterQueue, retryAttempts, maxEventAge }));
  }

  /** Where EventBridge puts what it could not hand over, and Lambda what the function threw at. */
  #deadLettersOf(name: string, { tries, keptFor, again }: Patience): Queue {
    const known = this.#queues.get(name);
    if (known) return known;
    const queue = deadLetterQueue(this, name, { hidden: again });
    this.#queues.set(name, queue);
    const { function: target, role } = this.#function(name);
    role.addToPolicy(allow('DeadLetters', ['sqs:SendMessage'], [queue.queueArn]));
    target.configureAsyncInvoke({
      onFailure: { bind: () => ({ destination: queue.queueArn }) },
      retryAttempts: tries,
      maxEventAge: keptFor,
    });
    if (again) this.#comeAgain(name, queue);
    return queue;
  }

  /** One that fails again is hidden for the queue's time, and goes when the function has done it. */
  #comeAgain(name: string, queue: Queue): void {
    const { function: target, role } = this.#function(name);
    role.addToPolicy(allow('DeadLettersAgain', RECEIVING, [queue.queueArn]));
    const { queueArn: eventSourceArn } = queue;
    const mapping = new EventSourceMapping(this, `${name}Again`, {
      target,
      eventSourceArn,
      batchSize: 1,
      maxConcurrency: 2,
    });
    mapping.node.addDependency(role);
  }

  #function(name: string): StageFunction {
    const one = this.#functions.get(name);
    if (!one) throw new RangeError(`${name} is not in the catalogue; add it`);
    return one;
  }
}
