import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  StartExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { executionArn, stateMachineArn } from '../../../infra/emulator/arns.ts';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { openToyCompany } from '../emulator/toy-company.ts';

// What somebody may send by mistake or on purpose: a clear refusal, the process lives, others go on.

let runtime: Runtime;

beforeEach(async () => {
  ({ runtime } = await openToyCompany());
});

afterEach(async () => {
  await runtime.stop();
});

function create(definition: string, name = 'Sent') {
  return runtime.clients.stepFunctions.send(
    new CreateStateMachineCommand({
      name,
      definition,
      roleArn: 'arn:aws:iam::000000000000:role/r',
    }),
  );
}

function one(state: object): string {
  return JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Only', States: { Only: state } });
}

async function run(definition: string, input = '{}') {
  await create(definition);
  return await start('Sent', 'x', input);
}

async function start(machine: string, name: string, input = '{}') {
  const client = runtime.clients.stepFunctions;
  await client.send(
    new StartExecutionCommand({ stateMachineArn: stateMachineArn(machine), name, input }),
  );
  const { status, error, cause, output } = await client.send(
    new DescribeExecutionCommand({ executionArn: executionArn(machine, name) }),
  );
  return { status, error, cause, output };
}

/** An ordinary execution still starts. */
async function isAlive(): Promise<boolean> {
  const { status } = await start('Journey', 'alive-c1', '{"leadId":"alive"}');
  return status === 'RUNNING';
}

const loop = { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } };

describe('a definition', () => {
  it.each<[string, string, RegExp]>([
    [
      'that is not JSON',
      '{"StartAt":',
      /^Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: /,
    ],
    ['that is no object', '[]', /Definition is not a JSON object/],
    [
      'whose Next leads nowhere',
      one({ Type: 'Pass', Next: 'Gone' }),
      /MISSING_TRANSITION_TARGET: Missing 'Next' target: Gone at \/States\/Only\/Next/,
    ],
    [
      'that goes round without an end',
      JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: loop }),
      /MISSING_END_STATE/,
    ],
    [
      'of more than a megabyte',
      one({ Type: 'Pass', End: true, Comment: 'x'.repeat(1_048_576) }),
      /larger than 1048576 bytes/,
    ],
    ['of 400,000 opening brackets', '['.repeat(400_000), /INVALID_JSON_DESCRIPTION/],
    [
      'nested 300 levels deep',
      `{"a":${'['.repeat(300)}${']'.repeat(300)}}`,
      /nested deeper than 200 levels/,
    ],
    [
      'with an expression of 20,000 brackets',
      one({ Type: 'Pass', End: true, Output: `{% ${'('.repeat(20_000)}1${')'.repeat(20_000)} %}` }),
      /INVALID_JSONATA_EXPRESSION/,
    ],
    [
      'with an activity',
      one({
        Type: 'Task',
        Resource: 'arn:aws:states:us-east-1:000000000000:activity:Call',
        End: true,
      }),
      /UNSUPPORTED_OFFLINE: activities are not run offline/,
    ],
    [
      'with a Distributed Map',
      one({
        Type: 'Map',
        Items: [],
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'A',
          States: { A: { Type: 'Pass', End: true } },
        },
        End: true,
      }),
      /UNSUPPORTED_OFFLINE: Distributed Map is not run offline/,
    ],
  ])('%s is refused', async (_what, definition, message) => {
    await expect(create(definition)).rejects.toMatchObject({
      name: 'InvalidDefinition',
      message: expect.stringMatching(message),
    });

    expect(await isAlive()).toBe(true);
  });

  it('that is refused as an update leaves the machine as it was', async () => {
    await create(one({ Type: 'Pass', Output: 'before', End: true }));

    const update = runtime.clients.stepFunctions.send(
      new UpdateStateMachineCommand({ stateMachineArn: stateMachineArn('Sent'), definition: '{' }),
    );

    await expect(update).rejects.toMatchObject({ name: 'InvalidDefinition' });
    expect(await start('Sent', 'x')).toMatchObject({ output: '"before"' });
  });
});

describe('an input', () => {
  const pass = one({ Type: 'Pass', End: true });

  it.each<[string, string, string]>([
    ['over 256 KiB', JSON.stringify('x'.repeat(262_144)), 'longer than 262144 bytes'],
    ['over 256 KiB in bytes', JSON.stringify('é'.repeat(150_000)), 'longer than 262144 bytes'],
    [
      'nested 100,000 levels deep',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      'nested deeper than 1000 levels',
    ],
  ])('%s is refused', async (_what, input, why) => {
    await expect(run(pass, input)).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
      message: expect.stringContaining(why),
    });

    expect(await isAlive()).toBe(true);
  });

  it('of exactly 256 KiB is taken', async () => {
    expect(await run(pass, JSON.stringify('x'.repeat(262_142)))).toMatchObject({
      status: 'SUCCEEDED',
    });
  });

  it('with the names of prototypes is data like any other', async () => {
    const input = '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}';

    expect((await run(pass, input)).output).toBe(input);
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });
});

describe('an execution', () => {
  it('may have variables and states named like a prototype’s', async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'constructor',
      States: {
        constructor: {
          Type: 'Pass',
          Assign: { constructor: 1, toString: 2, hasOwnProperty: 3 },
          Next: 'toString',
        },
        toString: {
          Type: 'Pass',
          Output: '{% [$constructor, $toString, $hasOwnProperty] %}',
          End: true,
        },
      },
    });

    expect(await run(definition)).toMatchObject({ status: 'SUCCEEDED', output: '[1,2,3]' });
  });

  it('that reads a prototype’s name nobody assigned reads nothing', async () => {
    const failed = await run(one({ Type: 'Pass', Output: '{% $valueOf %}', End: true }));

    expect(failed).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(failed.cause).toContain('returned nothing (undefined)');
  });

  it('that nests its variable deeper at every turn fails, and the process lives', {
    timeout: 30_000,
  }, async () => {
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'Nest',
      States: {
        Nest: { Type: 'Pass', Output: '{% [[[[$states.input]]]] %}', Next: 'Ask' },
        Ask: { Type: 'Choice', Choices: [{ Condition: false, Next: 'Never' }], Default: 'Nest' },
        Never: { Type: 'Succeed' },
      },
    });

    await run(definition);
    await runtime.settled();

    const { status, error } = await runtime.clients.stepFunctions.send(
      new DescribeExecutionCommand({ executionArn: executionArn('Sent', 'x') }),
    );
    expect(status).toBe('FAILED');
    expect(['States.QueryEvaluationError', 'States.DataLimitExceeded', 'States.Runtime']).toContain(
      error,
    );
    expect(await isAlive()).toBe(true);
  });

  it('whose expression never ends does not hold up the others', { timeout: 60_000 }, async () => {
    await create(
      one({ Type: 'Pass', Output: '{% ($f := function($n) { $f($n + 1) }; $f(0)) %}', End: true }),
    );
    let isOver = false;
    const endless = start('Sent', 'x').finally(() => {
      isOver = true;
    });

    for (let n = 0; n < 5; n += 1) await start('Offer', `beside-${n}`);

    expect(isOver).toBe(false);
    const { error, cause } = await endless;
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain('Expression evaluation timeout');
    expect(await isAlive()).toBe(true);
  });
});
