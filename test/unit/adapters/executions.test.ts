import {
  ExecutionAlreadyExists,
  ExecutionLimitExceeded,
  InvalidToken,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { stepFunctions } from '../../../functions/adapters/executions.ts';

function executionsOverMock() {
  const client = new SFNClient({ region: 'eu-central-1' });
  const machines = { leadJourney: 'arn:journey', nurture: 'arn:nurture', opportunity: 'arn:opp' };
  return { aws: mockClient(client), executions: stepFunctions({ client, ...machines }) };
}

const told = { message: 'told by Step Functions', $metadata: {} };
const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
const timedOut = Object.assign(new Error('no answer'), { name: 'TimeoutError' });

describe('starting an execution', () => {
  it.each([
    ['lead-journey', 'arn:journey'],
    ['nurture', 'arn:nurture'],
    ['opportunity', 'arn:opp'],
  ] as const)(
    'starts %s by its name, which makes a second start harmless',
    async (machine, arn) => {
      const { aws, executions } = executionsOverMock();
      aws.on(StartExecutionCommand).resolves({});

      await executions.start(machine, 'lead_1-c1', { leadId: 'lead_1' });

      expect(aws.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
        stateMachineArn: arn,
        name: 'lead_1-c1',
        input: '{"leadId":"lead_1"}',
      });
    },
  );

  it('counts one that runs already as started', async () => {
    const { aws, executions } = executionsOverMock();
    aws.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists(told));

    await expect(executions.start('nurture', 'lead_1-n1', {})).resolves.toBeUndefined();
  });

  it.each([new ExecutionLimitExceeded(told), throttled, timedOut])(
    'fails when AWS does ($name): the event is relayed again',
    async (error) => {
      const { aws, executions } = executionsOverMock();
      aws.on(StartExecutionCommand).rejects(error);

      await expect(executions.start('nurture', 'lead_1-n1', {})).rejects.toBe(error);
    },
  );
});

describe('waking an execution', () => {
  it('ends the wait of the token, and says nothing: the row does', async () => {
    const { aws, executions } = executionsOverMock();
    aws.on(SendTaskSuccessCommand).resolves({});

    await executions.wake('a token');

    const [call] = aws.commandCalls(SendTaskSuccessCommand);
    expect(call?.args[0].input).toEqual({ taskToken: 'a token', output: '{}' });
  });

  it.each([new TaskTimedOut(told), new TaskDoesNotExist(told), new InvalidToken(told)])(
    'leaves a wait alone that is over ($name)',
    async (error) => {
      const { aws, executions } = executionsOverMock();
      aws.on(SendTaskSuccessCommand).rejects(error);

      await expect(executions.wake('a token')).resolves.toBeUndefined();
    },
  );

  it.each([throttled, timedOut])('fails when AWS does ($name)', async (error) => {
    const { aws, executions } = executionsOverMock();
    aws.on(SendTaskSuccessCommand).rejects(error);

    await expect(executions.wake('a token')).rejects.toBe(error);
  });
});
