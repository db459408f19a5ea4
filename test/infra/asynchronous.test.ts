import { Duration } from 'aws-cdk-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { queues, rules, schedules, streams } from '../../infra/catalog.ts';
import { all, named, ofType, productionTemplates, type StackTemplate } from './templates.ts';

/** Other rules put what they match into a queue. */
const toFunctions = rules.filter((rule) => rule.function !== undefined);

describe('where nobody waits for the answer', () => {
  let lifecycle: StackTemplate;

  beforeAll(() => {
    lifecycle = productionTemplates().Lifecycle as StackTemplate;
  }, 60_000);

  it.each(streams)(
    'the stream to $function halves a failing batch and keeps what it gives up',
    ({ function: name, batchSize, filter }) => {
      const mappings = ofType(lifecycle, 'AWS::Lambda::EventSourceMapping').map(
        ([, { Properties }]) => Properties,
      );
      const mapping = mappings.find(({ FunctionName }) => named(FunctionName).startsWith(name));

      expect(mapping).toMatchObject({
        BatchSize: batchSize,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify(filter) }] },
        MaximumRecordAgeInSeconds: 3600,
      });
      const { OnFailure } = (mapping?.DestinationConfig ?? {}) as {
        OnFailure?: { Destination: unknown };
      };
      expect(named(OnFailure?.Destination)).toBe(`Asynchronous${name}GivenUp`);
    },
  );

  it.each([...schedules, ...toFunctions])(
    '$name has dead letters on both hops to $function',
    ({ function: name }) => {
      const targets = ofType(lifecycle, 'AWS::Events::Rule').flatMap(
        ([, { Properties }]) =>
          Properties.Targets as { Arn: unknown; DeadLetterConfig?: { Arn: unknown } }[],
      );
      const target = targets.find(({ Arn }) => named(Arn) === `${name}Function`);
      const configs = ofType(lifecycle, 'AWS::Lambda::EventInvokeConfig').map(
        ([, { Properties }]) =>
          Properties as {
            FunctionName: unknown;
            DestinationConfig?: { OnFailure?: { Destination: unknown } };
          },
      );
      const invoke = configs.find(({ FunctionName }) => named(FunctionName) === `${name}Function`);

      expect(named(target?.DeadLetterConfig?.Arn)).toBe(`Asynchronous${name}DeadLetters`);
      expect(named(invoke?.DestinationConfig?.OnFailure?.Destination)).toBe(
        `Asynchronous${name}DeadLetters`,
      );
    },
  );

  it.each([
    ...schedules.map((one) => ({ ...one, tries: 0, seconds: 60 })),
    ...toFunctions.map((one) => ({ ...one, tries: 2, seconds: 3600 })),
  ])(
    '$name is tried again $tries times on either hop: the next tick does the work of a lost one',
    ({ function: name, tries, seconds }) => {
      const patience = { MaximumRetryAttempts: tries, MaximumEventAgeInSeconds: seconds };

      const targets = ofType(lifecycle, 'AWS::Events::Rule').flatMap(
        ([, { Properties }]) => Properties.Targets as { Arn: unknown; RetryPolicy: unknown }[],
      );
      const invokes = ofType(lifecycle, 'AWS::Lambda::EventInvokeConfig').map(
        ([, { Properties }]) => Properties,
      );
      const target = targets.find(({ Arn }) => named(Arn) === `${name}Function`);
      const invoke = invokes.find(({ FunctionName }) => named(FunctionName) === `${name}Function`);

      expect(target?.RetryPolicy).toEqual(patience);
      expect(invoke).toMatchObject(patience);
    },
  );

  it('brings messages that failed to their function again, each quarter of an hour', () => {
    const again = rules.filter(({ comesAgainEvery }) => comesAgainEvery !== undefined);
    const mappings = ofType(lifecycle, 'AWS::Lambda::EventSourceMapping').map(
      ([, { Properties }]) => Properties,
    );

    expect(again.map(({ function: name }) => name)).toEqual(['Notify']);
    for (const { function: name } of again) {
      const mapping = mappings.find(
        ({ EventSourceArn }) => named(EventSourceArn) === `Asynchronous${name}DeadLetters`,
      );
      const [, queue] =
        ofType(lifecycle, 'AWS::SQS::Queue').find(([id]) =>
          id.startsWith(`Asynchronous${name}DeadLetters`),
        ) ?? [];
      expect(named(mapping?.FunctionName)).toBe(`${name}Function`);
      expect(mapping).toMatchObject({ BatchSize: 1 });
      expect(queue?.Properties).toMatchObject({ VisibilityTimeout: 900 });
    }
  });

  it('puts every event of a lead into the queue of moves, and what that refuses among its dead letters', () => {
    const [rule] = ofType(lifecycle, 'AWS::Events::Rule').flatMap(([id, { Properties }]) =>
      id.startsWith('AsynchronousMetricMovesRule') ? [Properties] : [],
    );
    const data = productionTemplates().Data as StackTemplate;
    const [, policy] =
      ofType(data, 'AWS::SQS::QueuePolicy').find(([id]) =>
        id.startsWith('MetricMovesQueuePolicy'),
      ) ?? [];

    expect(rule?.EventPattern).toEqual({
      source: ['leads'],
      'detail-type': [{ 'anything-but': ['MessageRequested'] }],
    });
    expect(rule?.Targets).toMatchObject([{ Arn: {}, DeadLetterConfig: { Arn: {} } }]);
    expect(JSON.stringify(policy)).toMatch(/"events\.amazonaws\.com".*|EventsReachTheQueue/);
    expect(JSON.stringify(policy)).toContain('aws:SourceAccount');
  });

  it.each(Object.entries(queues))(
    '%s brings what waits to its function, and keeps what it did not do',
    (name, { function: to, batchSize, tries, hiddenFor, isFifo, atOnce }) => {
      const mapping = ofType(lifecycle, 'AWS::Lambda::EventSourceMapping')
        .map(([, { Properties }]) => Properties)
        .find(({ EventSourceArn }) => named(EventSourceArn) === `${name}Queue`);
      const kept = new Map(
        ofType(productionTemplates().Data as StackTemplate, 'AWS::SQS::Queue').map(
          ([id, resource]) => [id.replace(/[0-9A-F]{8}$/, ''), resource],
        ),
      );

      expect(named(mapping?.FunctionName)).toBe(`${to}Function`);
      expect(mapping).toMatchObject({
        BatchSize: batchSize,
        ScalingConfig: { MaximumConcurrency: atOnce },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      });
      expect(kept.get(`${name}Queue`)).toMatchObject({ DeletionPolicy: 'Retain' });
      expect(kept.get(`${name}Queue`)?.Properties).toMatchObject({
        ...(isFifo ? { FifoQueue: true } : {}),
        VisibilityTimeout: Duration.parse(hiddenFor).toSeconds(),
        RedrivePolicy: { maxReceiveCount: tries },
      });
      expect(kept.get(`${name}DeadLetters`)).toMatchObject({ DeletionPolicy: 'Retain' });
    },
  );

  it('keeps queues and dead letters encrypted for two weeks', () => {
    for (const [, { Properties }] of all(productionTemplates(), 'AWS::SQS::Queue'))
      expect(Properties).toMatchObject({
        MessageRetentionPeriod: 14 * 24 * 3600,
        SqsManagedSseEnabled: true,
      });
  });
});
