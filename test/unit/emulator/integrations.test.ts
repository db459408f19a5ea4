import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateStateMachineCommand, DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { executionArn, functionArn, stateMachineArn } from '../../../infra/emulator/arns.ts';
import { AwsError } from '../../../infra/emulator/aws-error.ts';
import type { RuntimeOptions } from '../../../infra/local/runtime.ts';
import { openToyCompany, type ToyCompany } from './toy-company.ts';

let company: ToyCompany;

afterEach(async () => {
  await company.runtime.stop();
});

/** Runs one task on the offline target until nothing moves. */
async function call(
  resource: string,
  given: object,
  options: Pick<RuntimeOptions, 'integrations'> = {},
) {
  company = await openToyCompany(options);
  const { runtime } = company;
  const Resource = resource.startsWith('arn:') ? resource : `arn:aws:states:::${resource}`;
  const task = { Type: 'Task', Resource, Arguments: given, End: true };
  const definition = { QueryLanguage: 'JSONata', StartAt: 'Call', States: { Call: task } };
  await runtime.clients.stepFunctions.send(
    new CreateStateMachineCommand({
      name: 'Caller',
      definition: JSON.stringify(definition),
      roleArn: 'arn:aws:iam::000000000000:role/Caller',
    }),
  );
  await runtime.stepFunctions.start({
    machine: stateMachineArn('Caller'),
    name: 'c1',
    input: '{}',
  });
  await runtime.settled();
  return described('Caller', 'c1');
}

async function described(machine: string, name: string) {
  const { status, output, error, cause } = await company.runtime.clients.stepFunctions.send(
    new DescribeExecutionCommand({ executionArn: executionArn(machine, name) }),
  );
  return { status, error, cause, output: output === undefined ? undefined : JSON.parse(output) };
}

const lead = { id: { S: 'lead_1' } };

describe('a table', () => {
  it('is written by dynamodb:putItem, with metadata in the answer', async () => {
    const { output } = await call('dynamodb:putItem', { TableName: 'Leads', Item: lead });

    const { Item } = await company.runtime.clients.dynamodb.send(
      new GetItemCommand({ TableName: 'Leads', Key: lead }),
    );
    expect(Item).toEqual(lead);
    expect(output).toMatchObject({ SdkHttpMetadata: { HttpStatusCode: 200 } });
  });

  it('is changed by dynamodb:updateItem and emptied by dynamodb:deleteItem', async () => {
    const { output } = await call('dynamodb:updateItem', {
      TableName: 'Leads',
      Key: lead,
      UpdateExpression: 'SET seen = :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
      ReturnValues: 'ALL_NEW',
    });
    expect(output.Attributes).toEqual({ ...lead, seen: { N: '1' } });
    await company.runtime.stop();

    const gone = await call('dynamodb:deleteItem', { TableName: 'Leads', Key: lead });
    expect(gone.status).toBe('SUCCEEDED');
  });

  it('is read by dynamodb:getItem, which answers no Item where there is none', async () => {
    const { output } = await call('dynamodb:getItem', { TableName: 'Leads', Key: lead });

    expect(Object.keys(output)).toEqual(['SdkHttpMetadata', 'SdkResponseMetadata']);
  });

  it('is queried by aws-sdk:dynamodb, whose answer is bare', async () => {
    const { output } = await call('aws-sdk:dynamodb:query', {
      TableName: 'Leads',
      KeyConditionExpression: 'id = :id',
      ExpressionAttributeValues: { ':id': { S: 'lead_1' } },
    });

    expect(output).toEqual({ Items: [], Count: 0, ScannedCount: 0 });
  });

  it.each([
    [
      'dynamodb:putItem',
      'DynamoDB.ConditionalCheckFailedException',
      'Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ConditionalCheckFailedException; Request ID: ',
    ],
    [
      'aws-sdk:dynamodb:putItem',
      'DynamoDb.ConditionalCheckFailedException',
      'Service: DynamoDb, Status Code: 400, Request ID: ',
    ],
  ])('says by %s that a condition failed as %s', async (resource, error, cause) => {
    const failed = await call(resource, {
      TableName: 'Leads',
      Item: lead,
      ConditionExpression: 'attribute_exists(id)',
    });

    expect(failed).toMatchObject({ status: 'FAILED', error });
    expect(failed.cause).toContain(`The conditional request failed (${cause}`);
  });

  it.each([
    ['dynamodb:getItem', 'DynamoDB.AmazonDynamoDBException'],
    ['aws-sdk:dynamodb:getItem', 'DynamoDb.DynamoDbException'],
  ])('says by %s that a key is wrong as %s', async (resource, error) => {
    const failed = await call(resource, { TableName: 'Leads', Key: { other: { S: 'x' } } });

    expect(failed.error).toBe(error);
  });

  it('that is not there is DynamoDB.ResourceNotFoundException', async () => {
    const failed = await call('dynamodb:getItem', { TableName: 'Nothing', Key: lead });

    expect(failed.error).toBe('DynamoDB.ResourceNotFoundException');
  });
});

describe('the API of Step Functions', () => {
  it('starts an execution by aws-sdk:sfn, whose answer has the time as text', async () => {
    const { output } = await call('aws-sdk:sfn:startExecution', {
      StateMachineArn: stateMachineArn('Offer'),
      Name: 'x-o1',
      Input: { leadId: 'x' },
    });

    expect(output).toEqual({
      ExecutionArn: executionArn('Offer', 'x-o1'),
      StartDate: '2026-09-14T02:00:00.000Z',
    });
    expect(await described('Offer', 'x-o1')).toMatchObject({ status: 'RUNNING' });
  });

  it('stops and describes one, and is refused by the name of the exception', async () => {
    const failed = await call('aws-sdk:sfn:describeExecution', {
      ExecutionArn: executionArn('Offer', 'nobody'),
    });

    expect(failed).toMatchObject({ status: 'FAILED', error: 'Sfn.ExecutionDoesNotExistException' });
    expect(failed.cause).toMatch(
      /^Execution Does Not Exist: .* \(Service: Sfn, Status Code: 400, Request ID: .*\) \(SDK Attempt Count: 1\)$/,
    );
  });

  it('says by aws-sdk:sfn:sendTaskSuccess that a token is none', async () => {
    const failed = await call('aws-sdk:sfn:sendTaskSuccess', {
      TaskToken: 'none',
      Output: { answer: 'yes' },
    });

    expect(failed.error).toBe('Sfn.InvalidTokenException');
  });
});

describe('another execution', () => {
  it('runs on by itself when nobody waits for it', async () => {
    const { output, status } = await call('states:startExecution', {
      StateMachineArn: stateMachineArn('Offer'),
      Name: 'x-o1',
    });

    expect(status).toBe('SUCCEEDED');
    expect(output.ExecutionArn).toBe(executionArn('Offer', 'x-o1'));
    expect(await described('Offer', 'x-o1')).toMatchObject({ status: 'RUNNING' });
  });

  it.each([
    ['states:startExecution.sync', '{"answer":"timedOut"}'],
    ['states:startExecution.sync:2', { answer: 'timedOut' }],
  ])('gives its output by %s', async (resource, expected) => {
    await call(resource, { StateMachineArn: stateMachineArn('Offer'), Name: 'x-o1' });

    await company.runtime.advance('P3D');

    const { status, output } = await described('Caller', 'c1');
    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({
      Status: 'SUCCEEDED',
      Output: expected,
      StartDate: Date.UTC(2026, 8, 14, 2),
    });
  });

  it('that cannot be started is a submission that failed', async () => {
    const failed = await call('states:startExecution.sync:2', {
      StateMachineArn: stateMachineArn('Nobody'),
    });

    expect(failed.error).toBe('StepFunctions.StateMachineDoesNotExistException');
  });
});

describe('events and functions', () => {
  it('takes events by events:putEvents and answers their ids', async () => {
    const { output } = await call('events:putEvents', {
      Entries: [{ Source: 'ci', DetailType: 'Looked', Detail: { a: 1 } }],
    });

    expect(output).toMatchObject({ FailedEntryCount: 0, SdkHttpMetadata: { HttpStatusCode: 200 } });
    expect(output.Entries[0].EventId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('fails with EventBridge.FailedEntry when an event was not taken', async () => {
    const failed = await call('events:putEvents', {
      Entries: [{ DetailType: 'Looked', Detail: {} }],
    });

    expect(failed.error).toBe('EventBridge.FailedEntry');
    expect(JSON.parse(failed.cause ?? '')).toEqual({
      Entries: [
        {
          ErrorCode: 'InvalidArgument',
          ErrorMessage: 'Parameter Source is not valid. Reason: Source is a required argument.',
        },
      ],
      FailedEntryCount: 1,
    });
  });

  it('gives what a function answers when its ARN is the resource', async () => {
    const { output } = await call(functionArn('Score'), { leadId: 'four' });

    expect(output).toEqual({ score: 4 });
  });

  it('says which function is not there', async () => {
    const failed = await call('lambda:invoke', { FunctionName: 'Nobody', Payload: {} });

    expect(failed.error).toBe('Lambda.ResourceNotFoundException');
  });
});

describe('a plugged-in integration', () => {
  it('gets the message body as text and answers as the service would', async () => {
    const sent: unknown[] = [];
    const { output } = await call(
      'sqs:sendMessage',
      { QueueUrl: 'q', MessageBody: { lead: 1 } },
      {
        integrations: {
          'sqs:sendMessage': async (parameters) => {
            sent.push(parameters);
            return { MessageId: 'm1' };
          },
        },
      },
    );

    expect(sent).toEqual([{ QueueUrl: 'q', MessageBody: '{"lead":1}' }]);
    expect(output).toMatchObject({ MessageId: 'm1', SdkHttpMetadata: { HttpStatusCode: 200 } });
  });

  it('waits for a token after the message was taken', async () => {
    const { status } = await call(
      'sqs:sendMessage.waitForTaskToken',
      { QueueUrl: 'q', MessageBody: '{% $states.context.Task.Token %}' },
      { integrations: { 'sqs:sendMessage': async () => ({ MessageId: 'm1' }) } },
    );

    expect(status).toBe('RUNNING');
  });

  it('names its errors as AWS does', async () => {
    const failed = await call(
      'sns:publish',
      { TopicArn: 't', Message: 'x' },
      {
        integrations: {
          'sns:publish': async () => {
            throw new AwsError('NotFoundException', 'Topic does not exist', 404);
          },
        },
      },
    );

    expect(failed.error).toBe('SNS.NotFoundException');
    expect(failed.cause).toMatch(
      /^Topic does not exist \(Service: AmazonSNS; Status Code: 404; Error Code: NotFoundException; /,
    );
  });

  it('that nobody plugged in fails its state and says so', async () => {
    const failed = await call('sqs:sendMessage', { QueueUrl: 'q', MessageBody: 'x' });

    expect(failed).toMatchObject({
      status: 'FAILED',
      error: 'States.TaskFailed',
      cause:
        'no integration arn:aws:states:::sqs:sendMessage offline; plug one in as sqs:sendMessage',
    });
  });
});
