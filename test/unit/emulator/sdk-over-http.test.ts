import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executionArn, stateMachineArn } from '../../../infra/emulator/arns.ts';
import { listen, type RunningServer } from '../../../infra/local/server.ts';
import { openToyCompany, type ToyCompany } from './toy-company.ts';

// The AWS SDK for JavaScript as anybody would set it up, on a socket: signing, retries and parsing of errors included.

let company: ToyCompany;
let server: RunningServer;
let sfn: SFNClient;
let dynamodb: DynamoDBClient;
let events: EventBridgeClient;

beforeAll(async () => {
  company = await openToyCompany();
  server = await listen(company.runtime.door, { port: 0, failed: () => {} });
  const config = {
    endpoint: `${server.origin}/_aws`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'offline', secretAccessKey: 'offline' },
    maxAttempts: 1,
  };
  sfn = new SFNClient(config);
  dynamodb = new DynamoDBClient(config);
  events = new EventBridgeClient(config);
});

afterAll(async () => {
  for (const client of [sfn, dynamodb, events]) client.destroy();
  await server.close();
  await company.runtime.stop();
});

describe('Step Functions', () => {
  it('runs an execution to its token, answers it and reads its history', async () => {
    const started = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: stateMachineArn('Offer'), name: 'http-o1' }),
    );
    await company.runtime.settled();

    const taskToken = company.tokens.get('http-o1');
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"answer":"yes"}' }));

    const { executionArn: arn } = started;
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
    const history = await sfn.send(new GetExecutionHistoryCommand({ executionArn: arn }));
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"answer":"yes"}' });
    expect(described.startDate).toBeInstanceOf(Date);
    expect(history.events?.at(-1)).toMatchObject({ type: 'ExecutionSucceeded' });
  });

  it('is stopped from outside with an error and a cause', async () => {
    const { executionArn: arn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: stateMachineArn('Offer'), name: 'http-o2' }),
    );

    await sfn.send(new StopExecutionCommand({ executionArn: arn, error: 'Manual', cause: 'ops' }));

    const described = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
    const { events: history = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn: arn }),
    );
    expect(described).toMatchObject({ status: 'ABORTED', error: 'Manual', cause: 'ops' });
    expect(history.at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'Manual', cause: 'ops' },
    });
  });

  it.each([
    [
      'ExecutionDoesNotExist',
      () =>
        sfn.send(new DescribeExecutionCommand({ executionArn: executionArn('Offer', 'nobody') })),
    ],
    [
      'StateMachineDoesNotExist',
      () =>
        sfn.send(new DescribeStateMachineCommand({ stateMachineArn: stateMachineArn('Nobody') })),
    ],
    [
      'InvalidToken',
      () => sfn.send(new SendTaskSuccessCommand({ taskToken: 'none', output: '{}' })),
    ],
    [
      'InvalidOutput',
      () => sfn.send(new SendTaskSuccessCommand({ taskToken: 'none', output: '{' })),
    ],
    [
      'TaskTimedOut',
      () =>
        sfn.send(
          new SendTaskSuccessCommand({ taskToken: company.tokens.get('http-o1'), output: '{}' }),
        ),
    ],
    [
      'InvalidDefinition',
      () => sfn.send(new CreateStateMachineCommand({ name: 'X', definition: '{}', roleArn: 'r' })),
    ],
    ['InvalidArn', () => sfn.send(new DescribeExecutionCommand({ executionArn: 'nonsense' }))],
    [
      'InvalidName',
      () =>
        sfn.send(
          new StartExecutionCommand({ stateMachineArn: stateMachineArn('Offer'), name: 'a b' }),
        ),
    ],
    [
      'InvalidExecutionInput',
      () =>
        sfn.send(
          new StartExecutionCommand({ stateMachineArn: stateMachineArn('Offer'), input: '{' }),
        ),
    ],
  ])('says %s by its name', async (name, send) => {
    await expect(send()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });
});

describe('DynamoDB', () => {
  it('makes a table and reads what it wrote', async () => {
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'Http',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'Http' }));
    await dynamodb.send(
      new PutItemCommand({
        TableName: 'Http',
        Item: { id: { S: 'a' }, bytes: { B: Buffer.from('x') } },
      }),
    );
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: 'Http', Key: { id: { S: 'a' } } }),
    );
    const { Count } = await dynamodb.send(
      new QueryCommand({
        TableName: 'Http',
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': { S: 'a' } },
      }),
    );

    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(Buffer.from(Item?.bytes?.B ?? []).toString()).toBe('x');
    expect(Count).toBe(1);
  });

  it.each([
    [
      'UnknownOperationException',
      () => dynamodb.send(new UpdateTableCommand({ TableName: 'Leads' })),
    ],
    [
      'ResourceNotFoundException',
      () => dynamodb.send(new DescribeTableCommand({ TableName: 'Nowhere' })),
    ],
    [
      'ValidationException',
      () => dynamodb.send(new PutItemCommand({ TableName: 'Leads', Item: {} })),
    ],
    [
      'ConditionalCheckFailedException',
      () =>
        dynamodb.send(
          new PutItemCommand({
            TableName: 'Leads',
            Item: { id: { S: 'x' } },
            ConditionExpression: 'attribute_exists(id)',
          }),
        ),
    ],
  ])('says %s by its name', async (name, send) => {
    await expect(send()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  it('gives the reasons of a transaction that was cancelled', async () => {
    const Put = {
      TableName: 'Leads',
      Item: { id: { S: 'x' } },
      ConditionExpression: 'attribute_exists(id)',
    };

    const refused = dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));

    await expect(refused).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    });
  });
});

describe('EventBridge', () => {
  it('takes events, and says of each that it did not take why', async () => {
    const entry = { Source: 'ci', DetailType: 'Looked', Detail: '{}' };

    const answer = await events.send(
      new PutEventsCommand({ Entries: [entry, { ...entry, Detail: 'no json' }] }),
    );

    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ EventId: expect.any(String) }, { ErrorCode: 'MalformedDetail' }],
    });
  });

  it('says ValidationException when there are none', async () => {
    await expect(events.send(new PutEventsCommand({ Entries: [] }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
