import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Retrier } from '../../../../infra/emulator/asl/compile/definition.ts';
import { retryDelay } from '../../../../infra/emulator/asl/run/retry.ts';
import {
  failTask,
  lambdaTask,
  lastTask,
  machineOf,
  pass,
  play,
  START,
  signal,
  types,
} from './play.ts';

function retrier(given: Partial<Retrier> = {}): Retrier {
  return {
    errorEquals: ['States.ALL'],
    intervalSeconds: 1,
    maxAttempts: 3,
    backoffRate: 2,
    jitter: 'NONE',
    ...given,
  };
}

async function attemptsOf(retry: object[], errors: readonly string[]): Promise<number[]> {
  const played = await play(machineOf({ Score: lambdaTask({ Retry: retry }) }));
  const seconds: number[] = [];
  for (const error of errors) {
    await failTask(played, error);
    if (played.execution.status !== 'RUNNING') break;
    const before = played.now;
    await pass(played, ((played.execution.nextTimerAt ?? before) - before) / 1000);
    seconds.push((played.now - before) / 1000);
  }
  return seconds;
}

describe('retry', () => {
  it('waits 1, 2 and 4 seconds and then gives up when nothing is said', async () => {
    const waits = await attemptsOf([{ ErrorEquals: ['States.ALL'] }], Array(9).fill('E'));

    expect(waits).toEqual([1, 2, 4]);
  });

  it('multiplies the interval by the rate, up to the longest delay', async () => {
    const rule = { IntervalSeconds: 3, MaxAttempts: 5, BackoffRate: 2.5, MaxDelaySeconds: 20 };

    const waits = await attemptsOf([{ ErrorEquals: ['E'], ...rule }], Array(9).fill('E'));

    expect(waits).toEqual([3, 7.5, 18.75, 20, 20]);
  });

  it('never waits longer than without jitter, and not always the same', () => {
    const draws = [0, 0.25, 0.999];

    const delays = draws.map((draw) => retryDelay(retrier({ jitter: 'FULL' }), 2, draw));

    expect(delays).toEqual([0, 1000, 3996]);
  });

  it('keeps full jitter between nothing and the capped delay for every rule', () => {
    const draw = fc.double({ min: 0, max: 0.999999, noNaN: true });
    const rules = fc.record({
      intervalSeconds: fc.integer({ min: 1, max: 1000 }),
      backoffRate: fc.double({ min: 1, max: 10, noNaN: true }),
      maxDelaySeconds: fc.integer({ min: 1001, max: 5000 }),
      jitter: fc.constantFrom('NONE' as const, 'FULL' as const),
    });

    fc.assert(
      fc.property(rules, fc.nat(30), draw, (rule, attempt, at) => {
        const delay = retryDelay(retrier(rule), attempt, at);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(rule.maxDelaySeconds * 1000);
      }),
    );
  });

  it('counts attempts for each retrier by itself', async () => {
    const rules = [
      { ErrorEquals: ['Throttled'], IntervalSeconds: 10, MaxAttempts: 2, BackoffRate: 1 },
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 },
    ];

    const waits = await attemptsOf(rules, [
      'Throttled',
      'Other',
      'Throttled',
      'Other',
      'Throttled',
    ]);

    expect(waits).toEqual([10, 1, 10, 1]);
  });

  it('tells the next attempt how many came before it', async () => {
    const state = lambdaTask({
      Arguments: { FunctionName: 'f', count: '{% $states.context.State.RetryCount %}' },
      Retry: [{ ErrorEquals: ['States.ALL'] }],
    });
    const played = await play(machineOf({ Score: state }));

    await failTask(played, 'E');
    await pass(played, 1);
    await failTask(played, 'E');
    await pass(played, 2);

    const sent = played.effects.flatMap((effect) =>
      effect.kind === 'task' ? [effect.arguments] : [],
    );
    expect(sent).toMatchObject([{ count: 0 }, { count: 1 }, { count: 2 }]);
  });

  it('starts counting anew when the state is entered again', async () => {
    const states = {
      Score: lambdaTask({ Next: 'Again', Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] }),
      Again: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'Score' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    };
    const played = await play(machineOf(states));

    await failTask(played, 'E');
    await pass(played, 1);
    await signal(played, { kind: 'succeeded', taskId: lastTask(played), output: 1 });
    await failTask(played, 'E');

    expect(played.execution.nextTimerAt).toBe(START + 2000);
  });

  it('never retries or catches States.Runtime', async () => {
    const states = {
      Pick: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'C',
            States: {
              C: { Type: 'Choice', Choices: [{ Condition: false, Next: 'D' }] },
              D: { Type: 'Succeed' },
            },
          },
        ],
        Retry: [{ ErrorEquals: ['States.ALL'] }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }],
        Next: 'Done',
      },
      Done: { Type: 'Succeed' },
    };

    const played = await play(machineOf(states));

    expect(played.execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(types(played)).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered',
      'ParallelStateStarted',
      'ChoiceStateEntered',
      'ExecutionFailed',
    ]);
  });

  it('lets States.TaskFailed stand for every error but a timeout', async () => {
    const rule = { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 };
    const failing = await play(machineOf({ Score: lambdaTask({ Retry: [rule] }) }));
    const slow = await play(machineOf({ Score: lambdaTask({ Retry: [rule], TimeoutSeconds: 5 }) }));

    await failTask(failing, 'Lambda.Unknown');
    await pass(slow, 5);

    expect(failing.execution.status).toBe('RUNNING');
    expect(slow.execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });
});
