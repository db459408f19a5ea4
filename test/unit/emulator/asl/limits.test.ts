import { describe, expect, it } from 'vitest';
import { advance, begin, compileMachine } from '../../../../infra/emulator/asl/interpreter.ts';
import { lambdaTask, lastTask, machineOf, play, START, signal, startOf, types } from './play.ts';

const ENDLESS = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Around',
  States: {
    Around: { Type: 'Pass', Next: 'Again' },
    Again: { Type: 'Choice', Choices: [{ Condition: false, Next: 'Done' }], Default: 'Around' },
    Done: { Type: 'Succeed' },
  },
});

describe('limits', () => {
  it('an endless loop hands back control and goes on at the next clock', async () => {
    const machine = compileMachine(ENDLESS, { transitionsPerStep: 100 });

    const first = await begin(machine, startOf({}));
    const second = await advance(machine, first.execution, { kind: 'clock' }, START);

    expect(first.execution).toMatchObject({
      status: 'RUNNING',
      transitions: 100,
      nextTimerAt: START,
    });
    expect(second.execution.transitions).toBe(200);
  });

  it('an execution ends with its 25,000th event', async () => {
    const machine = compileMachine(ENDLESS);
    let step = await begin(machine, startOf({}));

    while (step.execution.status === 'RUNNING') {
      step = await advance(machine, step.execution, { kind: 'clock' }, START);
    }

    expect(step.execution).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      eventCount: 25_000,
    });
    expect(step.events.at(-1)).toMatchObject({
      type: 'ExecutionFailed',
      id: 25_000,
      previousEventId: 24_999,
      executionFailedEventDetails: {
        error: 'States.Runtime',
        cause: 'The execution reached the maximum number of history events (25000).',
      },
    });
  });

  it('a state whose output is over 256 KiB fails, and can be caught by that name only', async () => {
    const caught = (name: string): object => ({
      Big: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'Grow',
            States: { Grow: { Type: 'Pass', Output: '{% $pad("x", 262143) %}', End: true } },
          },
        ],
        Catch: [{ ErrorEquals: [name], Output: 'caught', Next: 'Done' }],
        Next: 'Done',
      },
      Done: { Type: 'Succeed' },
    });

    const named = await play(
      machineOf(caught('States.DataLimitExceeded') as Record<string, object>),
    );
    const all = await play(machineOf(caught('States.ALL') as Record<string, object>));

    expect(named.execution).toMatchObject({ status: 'SUCCEEDED', output: 'caught' });
    expect(all.execution).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'Grow' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  it('bytes count, not characters', async () => {
    const fits = await play(
      machineOf({ Say: { Type: 'Pass', Output: '{% $pad("", 87381, "€") %}', End: true } }),
    );
    const over = await play(
      machineOf({ Say: { Type: 'Pass', Output: '{% $pad("", 87382, "€") %}', End: true } }),
    );

    expect([fits.execution.status, over.execution.status]).toEqual(
      ['FAILED', 'FAILED'].with(0, fits.execution.status),
    );
    expect(over.execution.error).toBe('States.DataLimitExceeded');
  });

  it('an answer over 256 KiB fails its task', async () => {
    const played = await play(machineOf({ Score: lambdaTask() }));

    await signal(played, {
      kind: 'succeeded',
      taskId: lastTask(played),
      output: { Payload: 'x'.repeat(262_144) },
    });

    expect(types(played)).toContain('TaskFailed');
    expect(played.execution.cause).toContain("The state/task 'lambda' returned a result");
  });
});
