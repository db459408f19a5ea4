import { describe, expect, it } from 'vitest';
import {
  failTask,
  lambdaTask,
  lastTask,
  machineOf,
  type Play,
  pass,
  play,
  signal,
  tokenTask,
  types,
} from './play.ts';

function branch(name: string, state: object): object {
  return { StartAt: name, States: { [name]: state } };
}

function chain(played: Play): [string, number][] {
  return played.events.map(({ type, previousEventId }) => [type, previousEventId]);
}

const DONE = { Done: { Type: 'Succeed' } };

describe('a failing branch', () => {
  const both = (more: object = {}): Record<string, object> => ({
    Both: {
      Type: 'Parallel',
      Branches: [
        branch('Rest', { Type: 'Wait', Seconds: 60, End: true }),
        branch('Score', lambdaTask()),
      ],
      Next: 'Done',
      ...more,
    },
    ...DONE,
  });

  it('aborts the branches beside it and fails the execution with its own error', async () => {
    const played = await play(machineOf(both()));

    await failTask(played, 'NoSuchLead', 'gone');

    expect(played.execution).toMatchObject({
      status: 'FAILED',
      error: 'NoSuchLead',
      cause: 'gone',
    });
    expect(chain(played).slice(7)).toEqual([
      ['TaskFailed', 7],
      ['TaskStateAborted', 8],
      ['WaitStateAborted', 4],
      ['ParallelStateFailed', 8],
      ['ExecutionFailed', 11],
    ]);
  });

  it('is caught at the group, whose catcher sees the error', async () => {
    const rule = {
      ErrorEquals: ['NoSuchLead'],
      Output: '{% $states.errorOutput.Error %}',
      Next: 'Done',
    };
    const played = await play(machineOf(both({ Catch: [rule] })));

    await failTask(played, 'NoSuchLead');

    expect(played.execution).toMatchObject({ status: 'SUCCEEDED', output: 'NoSuchLead' });
  });

  it('makes the group start again when it is retried, without a failure of the group', async () => {
    const played = await play(machineOf(both({ Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }] })));

    await failTask(played, 'E');
    await pass(played, 1);

    expect(types(played).filter((type) => type === 'ParallelStateStarted')).toHaveLength(2);
    expect(types(played)).not.toContain('ParallelStateFailed');
  });

  it('takes back the calls of the branches beside it', async () => {
    const played = await play(
      machineOf({
        Both: {
          Type: 'Parallel',
          End: true,
          Branches: [branch('Ask', tokenTask()), branch('Boom', { Type: 'Fail', Error: 'E' })],
        },
      }),
    );

    expect(played.execution).toMatchObject({ status: 'FAILED', error: 'E' });
    expect(played.effects.map(({ kind, taskId }) => [kind, taskId])).toEqual([
      ['task', '5'],
      ['cancel', '5'],
    ]);
  });
});

describe('groups in groups', () => {
  const nested = {
    Each: {
      Type: 'Map',
      Items: [1, 2],
      ItemProcessor: branch('Both', {
        Type: 'Parallel',
        End: true,
        Branches: [
          branch('Rest', { Type: 'Wait', Seconds: '{% $states.input * 10 %}', End: true }),
          branch('Score', lambdaTask({ TimeoutSeconds: 15 })),
        ],
      }),
      End: true,
    },
  };

  it('abort from the inside out when one of them fails', async () => {
    const played = await play(machineOf(nested));
    const from = played.events.length;

    await failTask(played, 'E');

    expect(types(played).slice(from)).toEqual([
      'TaskFailed',
      'TaskStateAborted',
      'WaitStateAborted',
      'ParallelStateFailed',
      'MapIterationFailed',
      'WaitStateAborted',
      'TaskStateAborted',
      'ParallelStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('names the states that are entered, outermost first', async () => {
    const played = await play(machineOf(nested));

    expect(played.execution.currentStates).toEqual([
      'Each',
      'Both',
      'Rest',
      'Score',
      'Both',
      'Rest',
      'Score',
    ]);
  });

  it('end with the execution when it is stopped from outside', async () => {
    const played = await play(machineOf(nested));

    await signal(played, { kind: 'stop', error: 'Operator', cause: 'enough' });

    expect(played.execution).toMatchObject({
      status: 'ABORTED',
      error: 'Operator',
      cause: 'enough',
    });
    expect(played.events.at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'Operator', cause: 'enough' },
    });
    expect(played.effects.filter(({ kind }) => kind === 'cancel')).toHaveLength(2);
  });

  it('change nothing any more once the execution has ended', async () => {
    const played = await play(machineOf(nested));
    const task = lastTask(played);
    await signal(played, { kind: 'stop' });
    const ended = played.execution;

    const late = await signal(played, { kind: 'succeeded', taskId: task, output: 1 });

    expect(late).toEqual({ execution: ended, effects: [], events: [] });
  });
});

describe('a nested execution', () => {
  const run = {
    Run: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: { StateMachineArn: 'arn:child', Input: { lead: '{% $states.input.lead %}' } },
      Catch: [
        {
          ErrorEquals: ['States.TaskFailed'],
          Output: '{% $parse($states.errorOutput.Cause).Status %}',
          Next: 'Done',
        },
      ],
      Next: 'Done',
    },
    ...DONE,
  };

  it('gives its output to the state that waited for it', async () => {
    const played = await play(machineOf(run), { lead: 7 });

    await signal(played, {
      kind: 'submitted',
      taskId: lastTask(played),
      response: { ExecutionArn: 'arn:x' },
    });
    await signal(played, {
      kind: 'succeeded',
      taskId: lastTask(played),
      output: { Output: { won: true }, Status: 'SUCCEEDED' },
    });

    expect(played.execution).toMatchObject({
      status: 'SUCCEEDED',
      output: { Output: { won: true } },
    });
    expect(types(played)).toContain('TaskSubmitted');
  });

  for (const status of ['FAILED', 'ABORTED', 'TIMED_OUT']) {
    it(`fails the state that waited for it when it is ${status}`, async () => {
      const played = await play(machineOf(run), { lead: 7 });

      await failTask(played, 'States.TaskFailed', JSON.stringify({ Status: status }));

      expect(played.execution).toMatchObject({ status: 'SUCCEEDED', output: status });
    });
  }

  it('whose start was refused is recorded as a submission that failed', async () => {
    const played = await play(machineOf(run), { lead: 7 });

    await signal(played, {
      kind: 'submitFailed',
      taskId: lastTask(played),
      error: 'StepFunctions.ExecutionAlreadyExistsException',
      cause: 'taken',
    });

    expect(types(played)).toContain('TaskSubmitFailed');
    expect(types(played)).not.toContain('TaskFailed');
    expect(played.events.find(({ type }) => type === 'TaskSubmitFailed')).toMatchObject({
      taskSubmitFailedEventDetails: {
        resourceType: 'states',
        resource: 'startExecution.sync:2',
        error: 'StepFunctions.ExecutionAlreadyExistsException',
        cause: 'taken',
      },
    });
  });

  it('is taken back when the one that waited for it is stopped', async () => {
    const played = await play(machineOf(run), { lead: 7 });
    await signal(played, { kind: 'submitted', taskId: lastTask(played), response: {} });

    await signal(played, { kind: 'stop' });

    expect(played.effects.at(-1)).toEqual({ kind: 'cancel', taskId: lastTask(played) });
  });
});

describe('a map', () => {
  const each = (more: object): Record<string, object> => ({
    Each: {
      Type: 'Map',
      Items: '{% $states.input %}',
      ItemProcessor: branch('Score', lambdaTask({ Output: '{% $states.result %}' })),
      End: true,
      ...more,
    },
  });

  it('runs no more items at a time than it may, and keeps their order', async () => {
    const played = await play(machineOf(each({ MaxConcurrency: 2 })), ['a', 'b', 'c']);
    const [first, second] = played.effects;
    expect(played.effects).toHaveLength(2);

    await signal(played, { kind: 'succeeded', taskId: second?.taskId ?? '', output: 'B' });
    await signal(played, { kind: 'succeeded', taskId: lastTask(played), output: 'C' });
    await signal(played, { kind: 'succeeded', taskId: first?.taskId ?? '', output: 'A' });

    expect(played.execution).toMatchObject({ status: 'SUCCEEDED', output: ['A', 'B', 'C'] });
  });

  it('runs at most 40 items at a time when it names no number', async () => {
    const played = await play(
      machineOf(each({})),
      Array.from({ length: 100 }, (_, index) => index),
    );

    expect(played.effects).toHaveLength(40);
  });

  it('shows each item and its index to the selector', async () => {
    const selector = {
      at: '{% $states.context.Map.Item.Index %}',
      value: '{% $states.context.Map.Item.Value %}',
    };
    const processor = branch('Keep', { Type: 'Pass', End: true });

    const played = await play(
      machineOf(each({ ItemSelector: selector, ItemProcessor: processor })),
      ['x', 'y'],
    );

    expect(played.execution.output).toEqual([
      { at: 0, value: 'x' },
      { at: 1, value: 'y' },
    ]);
  });

  it('in line tolerates no failure, whatever it says it tolerates', async () => {
    const fail = { Lose: { Type: 'Fail', Error: 'Lost' } };
    const played = await play(
      machineOf({
        All: {
          Type: 'Map',
          Items: [1, 2, 3],
          ToleratedFailureCount: 3,
          ToleratedFailurePercentage: 100,
          ItemProcessor: { StartAt: 'Lose', States: fail },
          End: true,
        },
      }),
    );

    expect(played.execution).toMatchObject({ status: 'FAILED', error: 'Lost' });
  });

  it('fails when a selector gives nothing, and starts no further item', async () => {
    const selector = { value: '{% $states.context.Map.Item.Value.name %}' };
    const played = await play(machineOf(each({ ItemSelector: selector })), [1, 2]);

    expect(played.execution).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
    });
    expect(types(played).slice(2)).toEqual([
      'MapStateStarted',
      'MapIterationStarted',
      'EvaluationFailed',
      'MapIterationFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });
});
