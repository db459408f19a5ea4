import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { executionArn, functionArn, stateMachineArn } from '../../../infra/emulator/arns.ts';
import { openToyCompany, type ToyCompany } from './toy-company.ts';

// Answers, heartbeats and stops from outside, to the second, against the clock (AWS: API reference of SendTaskSuccess,
// SendTaskFailure, SendTaskHeartbeat, StopExecution).

let company: ToyCompany;
let client: SFNClient;

beforeEach(async () => {
  company = await openToyCompany();
  client = company.runtime.clients.stepFunctions;
});

afterEach(async () => {
  await company.runtime.stop();
});

/** Starts an execution that waits for a token, at most ten minutes and a minute without a heartbeat. */
async function startAsking(more: object = {}): Promise<string> {
  const ask = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    TimeoutSeconds: 600,
    HeartbeatSeconds: 60,
    Arguments: {
      FunctionName: functionArn('StoreToken'),
      Payload: {
        token: '{% $states.context.Task.Token %}',
        execution: '{% $states.context.Execution.Name %}',
      },
    },
    End: true,
    ...more,
  };
  const definition = { QueryLanguage: 'JSONata', StartAt: 'Ask', States: { Ask: ask } };
  const { stepFunctions } = company.runtime;
  await stepFunctions.create('Ask', JSON.stringify(definition));
  await stepFunctions.start({ machine: stateMachineArn('Ask'), name: 'a1', input: '{}' });
  await company.runtime.settled();
  return company.tokens.get('a1') ?? '';
}

async function described(machine = 'Ask', name = 'a1') {
  const { status, output, error, cause, stopDate, startDate } = await client.send(
    new DescribeExecutionCommand({ executionArn: executionArn(machine, name) }),
  );
  const seconds = stopDate && startDate ? (stopDate.getTime() - startDate.getTime()) / 1000 : null;
  return { status, output, error, cause, seconds };
}

async function historyTypes(machine = 'Ask', name = 'a1') {
  const { events = [] } = await client.send(
    new GetExecutionHistoryCommand({ executionArn: executionArn(machine, name) }),
  );
  return events.map(({ type }) => type);
}

describe('an answer by token', () => {
  it('a second before the deadline counts', async () => {
    const taskToken = await startAsking({ HeartbeatSeconds: 599 });
    await company.runtime.advance('PT9M58S');

    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"answer":"yes"}' }));

    expect(await described()).toMatchObject({ status: 'SUCCEEDED', output: '{"answer":"yes"}' });
  });

  it('at the instant of the deadline comes too late', async () => {
    const taskToken = await startAsking({ HeartbeatSeconds: 599 });
    await company.runtime.advance('PT9M59S');

    const late = client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));

    await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect(await described()).toMatchObject({
      status: 'FAILED',
      error: 'States.Timeout',
      seconds: 599,
    });
  });

  it('given twice is TaskTimedOut the second time', async () => {
    const taskToken = await startAsking();
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));

    const again = client.send(new SendTaskSuccessCommand({ taskToken, output: '2' }));

    await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
    expect((await described()).output).toBe('1');
  });

  it('may say that the task failed, with or without an error', async () => {
    const taskToken = await startAsking();

    await client.send(new SendTaskFailureCommand({ taskToken, error: 'Declined', cause: 'busy' }));

    expect(await described()).toMatchObject({ status: 'FAILED', error: 'Declined', cause: 'busy' });
    expect((await historyTypes()).slice(-2)).toEqual(['TaskFailed', 'ExecutionFailed']);
  });

  it('is caught where the state catches its error', async () => {
    const taskToken = await startAsking({
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 30, MaxAttempts: 1 }],
    });

    await client.send(new SendTaskFailureCommand({ taskToken, error: 'Busy' }));
    await company.runtime.advance('PT29S');
    expect(company.called('StoreToken')).toBe(1);
    await company.runtime.advance('PT1S');

    const second = company.tokens.get('a1');
    expect(company.called('StoreToken')).toBe(2);
    expect(second).not.toBe(taskToken);
    await expect(
      client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' })),
    ).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await client.send(new SendTaskSuccessCommand({ taskToken: second, output: '{}' }));
    expect((await described()).status).toBe('SUCCEEDED');
  });
});

describe('a heartbeat', () => {
  it('gives another minute each time, up to the deadline', async () => {
    const taskToken = await startAsking();
    for (let beat = 0; beat < 10; beat += 1) {
      await company.runtime.advance('PT59S');
      await client.send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    expect((await described()).status).toBe('RUNNING');

    await company.runtime.advance('PT10S');

    expect(await described()).toMatchObject({ error: 'States.Timeout', seconds: 600 });
  });

  it('that is missed ends the task at its very second', async () => {
    const taskToken = await startAsking();
    await company.runtime.advance('PT30S');
    await client.send(new SendTaskHeartbeatCommand({ taskToken }));

    await company.runtime.advance('PT2M');

    expect(await described()).toMatchObject({ error: 'States.Timeout', seconds: 90 });
    await expect(client.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
  });

  it('at the instant at which it is missed comes too late', async () => {
    const taskToken = await startAsking();
    await company.runtime.advance('PT1M');

    const late = client.send(new SendTaskHeartbeatCommand({ taskToken }));

    await expect(late).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });
});

describe('a stop from outside', () => {
  it('ends the execution at that instant, and its token with it', async () => {
    const taskToken = await startAsking();
    await company.runtime.advance('PT20S');
    const arn = executionArn('Ask', 'a1');

    await client.send(
      new StopExecutionCommand({ executionArn: arn, error: 'Manual', cause: 'by hand' }),
    );

    expect(await described()).toMatchObject({
      status: 'ABORTED',
      error: 'Manual',
      cause: 'by hand',
      seconds: 20,
    });
    expect((await historyTypes()).at(-1)).toBe('ExecutionAborted');
    await expect(
      client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' })),
    ).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('without a reason leaves none', async () => {
    await startAsking();

    await client.send(new StopExecutionCommand({ executionArn: executionArn('Ask', 'a1') }));

    const { error, cause, status } = await described();
    expect({ error, cause, status }).toEqual({ status: 'ABORTED' });
  });

  it('of one that has ended changes nothing', async () => {
    const taskToken = await startAsking();
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));

    await client.send(
      new StopExecutionCommand({ executionArn: executionArn('Ask', 'a1'), error: 'Late' }),
    );

    expect(await described()).toMatchObject({ status: 'SUCCEEDED', seconds: 0 });
  });

  it('of one that is not there says so', async () => {
    const stopped = client.send(
      new StopExecutionCommand({ executionArn: executionArn('Ask', 'nobody') }),
    );

    await expect(stopped).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });
});

describe('a nested execution', () => {
  /** Starts a parent that waits for a child made of these states, and settles both. */
  async function startParent(states: object, more: object = {}, pattern = 'sync:2') {
    const { stepFunctions } = company.runtime;
    const [startAt] = Object.keys(states);
    await stepFunctions.create(
      'Child',
      JSON.stringify({ QueryLanguage: 'JSONata', StartAt: startAt, States: states, ...more }),
    );
    const run = {
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution.${pattern}`,
      Arguments: { StateMachineArn: stateMachineArn('Child'), Name: 'c1', Input: { lead: 7 } },
      TimeoutSeconds: 3600,
      End: true,
    };
    await stepFunctions.create(
      'Parent',
      JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Run', States: { Run: run } }),
    );
    await stepFunctions.start({ machine: stateMachineArn('Parent'), name: 'p1', input: '{}' });
    await company.runtime.settled();
  }

  const sleep = (seconds: number) => ({ Sleep: { Type: 'Wait', Seconds: seconds, End: true } });

  it('that fails fails the state that waited, with all about it in the cause', async () => {
    await startParent({ Give: { Type: 'Fail', Error: 'Lost', Cause: 'no rep' } });

    const { status, error, cause = '' } = await described('Parent', 'p1');
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(cause)).toMatchObject({
      ExecutionArn: executionArn('Child', 'c1'),
      Input: '{"lead":7}',
      Status: 'FAILED',
      Error: 'Lost',
      Cause: 'no rep',
    });
  });

  it.each(['sync', 'sync:2'])(
    'that is stopped fails the one that waits by .%s',
    async (pattern) => {
      await startParent(sleep(1000), {}, pattern);
      await company.runtime.advance('PT1M');

      await client.send(new StopExecutionCommand({ executionArn: executionArn('Child', 'c1') }));
      await company.runtime.settled();

      const { error, cause = '', seconds } = await described('Parent', 'p1');
      expect({ error, seconds }).toEqual({ error: 'States.TaskFailed', seconds: 60 });
      expect(JSON.parse(cause)).toMatchObject({ Status: 'ABORTED' });
    },
  );

  it('that runs out of its own time fails it too', async () => {
    await startParent(sleep(1000), { TimeoutSeconds: 30 });
    await company.runtime.advance('PT31S');

    const { error, cause = '', seconds } = await described('Parent', 'p1');
    expect({ error, seconds }).toEqual({ error: 'States.TaskFailed', seconds: 30 });
    expect(JSON.parse(cause)).toMatchObject({ Status: 'TIMED_OUT' });
  });

  it('is stopped when the one that waits runs out of time', async () => {
    await startParent(sleep(7200));

    await company.runtime.advance('PT1H');

    expect(await described('Parent', 'p1')).toMatchObject({ error: 'States.Timeout' });
    expect(await described('Child', 'c1')).toMatchObject({ status: 'ABORTED', seconds: 3600 });
  });

  it('of a name that is taken fails its submission', async () => {
    await startParent(sleep(10));
    await company.runtime.advance('PT1M');

    const machine = stateMachineArn('Parent');
    await company.runtime.stepFunctions.start({ machine, name: 'p2', input: '{}' });
    await company.runtime.settled();

    expect(await historyTypes('Parent', 'p2')).toContain('TaskSubmitFailed');
    expect((await described('Parent', 'p2')).error).toBe(
      'StepFunctions.ExecutionAlreadyExistsException',
    );
  });
});
