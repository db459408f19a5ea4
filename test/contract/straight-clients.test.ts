// What functions ask of Step Functions and the bus: the same answers, errors and consequences straight as over AWS's protocol (decision 0031).

import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { afterEach, expect, it } from 'vitest';
import { stateMachineArn } from '../../infra/emulator/arns.ts';
import type { Ground } from '../../infra/emulator/ground.ts';
import { MemoryGround } from '../../infra/local/memory/memory-ground.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';

const MACHINE = {
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: {
    Wait: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'Keep', Payload: { token: '{% $states.context.Task.Token %}' } },
      End: true,
    },
  },
};

const RULE = { name: 'all', bus: 'default', pattern: { source: ['leads'] }, function: 'Hear' };

interface Told {
  readonly runtime: Runtime;
  readonly tokens: string[];
  readonly heard: unknown[];
}

const opened: Runtime[] = [];
afterEach(async () => {
  for (const runtime of opened.splice(0)) await runtime.stop();
});

async function open(ground: typeof MemoryGround.open | undefined): Promise<Told> {
  const [tokens, heard]: [string[], unknown[]] = [[], []];
  const runtime = await startRuntime({
    catalog: {
      functions: { Keep: {}, Hear: {} },
      workflows: { Journey: { definition: MACHINE } },
      routes: [],
      rules: [RULE],
      schedules: [],
      tables: [],
      streams: [],
    },
    createFunction: (name) => async (event) => {
      if (name === 'Keep') tokens.push((event as { token: string }).token);
      else heard.push(event);
      return {};
    },
    clock: { start: '2026-09-14T02:00:00.000Z' as never },
    ...(ground ? { ground } : {}),
  });
  opened.push(runtime);
  return { runtime, tokens, heard };
}

interface ServiceException extends Error {
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** What a promise came to, as somebody who awaits it can tell. */
async function outcome(answer: Promise<object>): Promise<unknown> {
  try {
    const { $metadata: _, ...told } = (await answer) as { $metadata?: unknown };
    return told;
  } catch (error) {
    const { name, message, $fault, $metadata } = error as ServiceException;
    const { httpStatusCode } = $metadata ?? {};
    return {
      ...{ name, message, $fault, httpStatusCode },
      known: KNOWN.filter((one) => error instanceof one).map((one) => one.name),
    };
  }
}

const KNOWN = [ExecutionAlreadyExists, InvalidToken, StateMachineDoesNotExist, TaskTimedOut];

async function story({ runtime, tokens, heard }: Told): Promise<readonly unknown[]> {
  const { stepFunctions, events } = runtime.clients;
  const start = (input: string, name = 'one', machine = 'Journey') =>
    outcome(
      stepFunctions.send(
        new StartExecutionCommand({ stateMachineArn: stateMachineArn(machine), name, input }),
      ),
    );
  const wake = (taskToken: string, output = '{}') =>
    outcome(stepFunctions.send(new SendTaskSuccessCommand({ taskToken, output })));
  const put = (...Entries: object[]) => outcome(events.send(new PutEventsCommand({ Entries })));
  const good = { Source: 'leads', DetailType: 'Told', Detail: '{"text":"ü \u2028"}' };
  const told: unknown[] = [
    await start('{"n":1}'),
    await start('{"n":1}'),
    await start('{"n":2}'),
    await start('{'),
    await start('{}', 'a name with spaces'),
    await start('{}', 'two', 'Nobody'),
  ];
  await runtime.settled();
  told.push(
    await wake('no such token'),
    await wake(tokens[0] ?? '', 'no JSON'),
    await wake(tokens[0] ?? '', '{"done":true}'),
    await wake(tokens[0] ?? ''),
    await put(good, { ...good, Detail: '[]' }, { ...good, Source: 'others' }, {}),
    await put(),
    await put(...Array.from({ length: 11 }, () => good)),
    await put({ ...good, Detail: JSON.stringify('x'.repeat(300_000)) }),
  );
  await runtime.settled();
  const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:Journey:one';
  told.push(await outcome(stepFunctions.send(new DescribeExecutionCommand({ executionArn }))));
  runtime.faults.stepFunctions = 'off';
  runtime.faults.bus = 'off';
  told.push(await start('{}', 'three'), await put(good));
  return [...told, tokens, heard];
}

it('straight and over the protocol the services say the same', async () => {
  const [straight, spoken] = [await open(MemoryGround.open), await open(undefined)];
  const isStraight = ({ database }: { readonly database: Ground }) => database.isStraight;

  expect([straight, spoken].map(({ runtime }) => isStraight(runtime))).toEqual([true, false]);
  expect(await story(straight)).toEqual(await story(spoken));
});
