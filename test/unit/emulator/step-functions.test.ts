import {
  CreateStateMachineCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { executionArn, stateMachineArn } from '../../../infra/emulator/arns.ts';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { openToyCompany } from './toy-company.ts';

let runtime: Runtime;
let client: SFNClient;

beforeEach(async () => {
  ({ runtime } = await openToyCompany());
  client = runtime.clients.stepFunctions;
});

afterEach(async () => {
  await runtime.stop();
});

function start(name: string, input = '{"leadId":"x"}', machine = 'Offer') {
  const arn = stateMachineArn(machine);
  return client.send(new StartExecutionCommand({ stateMachineArn: arn, name, input }));
}

const passes = (output: string) =>
  JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Say',
    States: { Say: { Type: 'Pass', Output: output, End: true } },
  });

describe('starting an execution', () => {
  it('twice by one name and input is one start while it runs', async () => {
    const [first, second] = [await start('x-o1'), await start('x-o1')];

    expect(second).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
  });

  it('by a name that runs with another input is refused', async () => {
    await start('x-o1');

    const again = start('x-o1', '{"leadId":"y"}');

    await expect(again).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('again by the task that started it, after a crash, is the same start even when it has ended', async () => {
    const watcher = { key: 'Journey:x-c1', taskId: '7', pattern: 'sync:2' } as const;
    const request = { machine: stateMachineArn('Offer'), name: 'x-o1', input: '{}', watcher };
    const first = await runtime.stepFunctions.start(request);
    await runtime.advance('P3D');

    const again = await runtime.stepFunctions.start(request);

    expect(again.sequence).toBe(first.sequence);
    expect(again.execution.status).toBe('SUCCEEDED');
  });

  it('by the name of one that has ended is refused', async () => {
    await start('x-o1');
    await runtime.advance('P3D');

    const again = start('x-o1');

    await expect(again).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${executionArn('Offer', 'x-o1')}'`,
    });
  });

  it('at once by ten requests is one start', async () => {
    const starts = await Promise.all(Array.from({ length: 10 }, () => start('x-o1')));

    expect(new Set(starts.map(({ executionArn: arn }) => arn)).size).toBe(1);
    expect(await runtime.executions.list('x-o1')).toHaveLength(1);
  });

  it.each([
    ['a b', '{}', 'Offer', 'InvalidName'],
    ['x'.repeat(81), '{}', 'Offer', 'InvalidName'],
    ...[...'<>{}[]?*"#%\\^|~`$&,;:/\u0001\u0085'].map((c) => [
      `x${c}y`,
      '{}',
      'Offer',
      'InvalidName',
    ]),
    ['x', 'not json', 'Offer', 'InvalidExecutionInput'],
    ['x', JSON.stringify('x'.repeat(300_000)), 'Offer', 'InvalidExecutionInput'],
    ['x', '{}', 'Nobody', 'StateMachineDoesNotExist'],
  ])('named %.10s with %.10s of %s fails with %4$s', async (name, input, machine, error) => {
    await expect(start(name, input, machine)).rejects.toMatchObject({ name: error });
  });
});

describe('state machines', () => {
  it('can be made, described, listed and run by any SDK', async () => {
    const created = await client.send(
      new CreateStateMachineCommand({ name: 'Own', definition: passes('hello'), roleArn: 'r' }),
    );
    const stateMachineArn = created.stateMachineArn;

    await start('one', '{}', 'Own');

    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const listed = await client.send(new ListStateMachinesCommand({}));
    expect(described).toMatchObject({ name: 'Own', type: 'STANDARD', definition: passes('hello') });
    expect(listed.stateMachines?.map(({ name }) => name)).toEqual(['Journey', 'Offer', 'Own']);
    expect(await runtime.executions.show('one')).toMatchObject({ output: 'hello' });
  });

  it('may be named with 80 characters, dots and other scripts', async () => {
    const name = `潜在客户.v1-${'x'.repeat(72)}`;

    await client.send(
      new CreateStateMachineCommand({ name, definition: passes('hello'), roleArn: 'r' }),
    );
    const started = await start(name, '{}', name);

    expect(started.executionArn).toBe(executionArn(name, name));
  });

  it('of type EXPRESS are refused', async () => {
    const made = client.send(
      new CreateStateMachineCommand({
        name: 'Own',
        definition: passes('hello'),
        roleArn: 'r',
        type: 'EXPRESS',
      }),
    );

    await expect(made).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('only STANDARD is run offline'),
    });
  });

  it('that make no sense are refused', async () => {
    const creating = client.send(
      new CreateStateMachineCommand({ name: 'Own', definition: '{}', roleArn: 'r' }),
    );

    await expect(creating).rejects.toMatchObject({ name: 'InvalidDefinition' });
  });

  it('change for what starts after, and not for what is under way', async () => {
    await start('x-o1');
    const arn = stateMachineArn('Offer');

    await client.send(
      new UpdateStateMachineCommand({ stateMachineArn: arn, definition: passes('changed') }),
    );
    await start('x-o2');
    await runtime.advance('P3D');

    expect(await runtime.executions.show('x-o1')).toMatchObject({ output: { answer: 'timedOut' } });
    expect(await runtime.executions.show('x-o2')).toMatchObject({ output: 'changed' });
  });
});

describe('executions', () => {
  it('are listed newest first, page by page, by status', async () => {
    for (const name of ['a', 'b', 'c']) await start(name);
    await client.send(new StopExecutionCommand({ executionArn: executionArn('Offer', 'b') }));
    const list = (more: object) =>
      client.send(
        new ListExecutionsCommand({ stateMachineArn: stateMachineArn('Offer'), ...more }),
      );

    const first = await list({ maxResults: 2 });
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    const stopped = await list({ statusFilter: 'ABORTED' });

    expect(first.executions?.map(({ name }) => name)).toEqual(['c', 'b']);
    expect(second.executions?.map(({ name }) => name)).toEqual(['a']);
    expect(second.nextToken).toBeUndefined();
    expect(stopped.executions).toMatchObject([{ name: 'b', status: 'ABORTED' }]);
  });

  it('that are stopped take the ones they wait for with them', async () => {
    await start('x-c1', '{"leadId":"x"}', 'Journey');
    await runtime.advance('PT1H');

    const arn = executionArn('Journey', 'x-c1');
    await client.send(new StopExecutionCommand({ executionArn: arn, error: 'Erased' }));
    await runtime.settled();

    expect(await runtime.executions.show('x-c1')).toMatchObject({
      status: 'ABORTED',
      error: 'Erased',
    });
    expect(await runtime.executions.show('x-o1')).toMatchObject({ status: 'ABORTED' });
  });

  it('whose offer has been made already hear that its name is taken', async () => {
    await start('x-o1', '{"leadId":"other"}');
    await start('x-c1', '{"leadId":"x"}', 'Journey');

    await runtime.advance('PT1H');

    expect(await runtime.executions.show('x-c1')).toMatchObject({
      status: 'FAILED',
      error: 'StepFunctions.ExecutionAlreadyExistsException',
    });
  });

  it('wait for an offer that runs already under its name', async () => {
    await start('x-o1', '{"leadId":"x"}');
    await start('x-c1', '{"leadId":"x"}', 'Journey');

    await runtime.advance('P3D');

    expect(await runtime.executions.show('x-c1')).toMatchObject({ output: 'timedOut' });
  });

  it('fail with the error that their function threw', async () => {
    const company = await openToyCompany();
    company.failing.set('Score', Object.assign(new Error('no policy'), { name: 'PolicyMissing' }));
    await company.runtime.stepFunctions.start({
      machine: stateMachineArn('Journey'),
      name: 'x-c1',
      input: '{"leadId":"x"}',
    });

    await company.runtime.settled();

    expect(await company.runtime.executions.show('x-c1')).toMatchObject({
      status: 'FAILED',
      error: 'PolicyMissing',
      cause: '{"errorType":"PolicyMissing","errorMessage":"no policy","trace":[]}',
    });
    await company.runtime.stop();
  });

  it('are billed by state transition', async () => {
    await start('x-c1', '{"leadId":"x"}', 'Journey');

    await runtime.advance('P3D');

    expect(runtime.transitions.get('Journey')).toBeGreaterThanOrEqual(5);
  });
});

describe('the wire', () => {
  const post = (target: string, body: unknown, path = '/_aws') =>
    runtime.request('POST', path, { body, headers: { 'x-amz-target': target } });

  it('answers the AWS CLI, by any path', async () => {
    const stateMachineArn_ = stateMachineArn('Offer');
    const request = { stateMachineArn: stateMachineArn_, name: 'cli' };

    const answer = await post('AWSStepFunctions.StartExecution', request, '/');

    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: {
        executionArn: executionArn('Offer', 'cli'),
        startDate: Date.UTC(2026, 8, 14, 2) / 1000,
      },
    });
  });

  it('reaches the tables', async () => {
    const answer = await post('DynamoDB_20120810.ListTables', {});

    expect(answer.body).toEqual({ TableNames: ['Leads'] });
  });

  it.each([
    ['AWSStepFunctions.StartExecution', {}, 'ValidationException'],
    ['AWSStepFunctions.Unheard', {}, 'UnknownOperationException'],
    ['AWSStepFunctions.constructor', {}, 'UnknownOperationException'],
    ['AWSStepFunctions', {}, 'UnknownOperationException'],
    ['AWSStepFunctions.StartExecution', [], 'ValidationException'],
    ['AWSStepFunctions.StartExecution', 'null', 'ValidationException'],
    ['AWSStepFunctions.DescribeExecution', { executionArn: 'nonsense' }, 'InvalidArn'],
    ['AWSStepFunctions.StartExecution', 'no json', 'SerializationException'],
    ['AWSEvents.PutEvents', { Entries: [] }, 'ValidationException'],
  ])('refuses %s %j with %s', async (target, body, error) => {
    const answer = await post(target, body);

    expect(answer.status).toBe(400);
    expect(answer.headers['x-amzn-errortype']).toBe(error);
  });

  it.each([
    'CreateActivity',
    'CreateStateMachineAlias',
    'DeleteStateMachine',
    'GetActivityTask',
    'ListMapRuns',
    'PublishStateMachineVersion',
    'RedriveExecution',
    'StartSyncExecution',
    'TagResource',
    'TestState',
    'ValidateStateMachineDefinition',
  ])('does not offer %s, and says so', async (operation) => {
    const answer = await post(`AWSStepFunctions.${operation}`, {});

    expect(answer.headers['x-amzn-errortype']).toBe('UnknownOperationException');
  });

  it('takes nothing but POST', async () => {
    const answer = await runtime.request('GET', '/_aws');

    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });
});
