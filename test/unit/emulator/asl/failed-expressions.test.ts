import { describe, expect, it } from 'vitest';
import { lambdaTask, lastTask, machineOf, type Play, pass, play, signal } from './play.ts';

// What a history says of expressions that fail, event by event: the chains that others have measured on AWS.

const MISSING = { v: '{% $states.input.missing %}' };
const done = { Done: { Type: 'Pass', End: true } };

function chain({ events }: Play): [string, number][] {
  return events.slice(1).map(({ type, previousEventId }) => [type, previousEventId]);
}

function around(state: object, more: object): object {
  return { Type: 'Parallel', Branches: [{ StartAt: 'In', States: { In: state } }], ...more };
}

const fail = { Type: 'Fail', Error: 'Lost', Cause: 'no rep' };

describe('the history of a failed expression', () => {
  it('has an event for every attempt', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
    const Arguments = { FunctionName: 'f', Payload: MISSING.v };
    const played = await play(machineOf({ Ask: lambdaTask({ Arguments, Retry }) }));

    await pass(played, 1);

    expect(chain(played)).toEqual([
      ['TaskStateEntered', 0],
      ['EvaluationFailed', 2],
      ['EvaluationFailed', 3],
      ['ExecutionFailed', 4],
    ]);
    expect(played.events[2]).toMatchObject({
      evaluationFailedEventDetails: { location: 'Arguments/Payload', state: 'Ask' },
    });
  });

  it('of a catcher begins before the state had failed, and fails it again', async () => {
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'Done' },
      { ErrorEquals: ['States.ALL'], Output: MISSING, Next: 'Done' },
    ];

    const played = await play(machineOf({ Both: around(fail, { Catch, End: true }), ...done }));

    expect(chain(played)).toEqual([
      ['ParallelStateEntered', 0],
      ['ParallelStateStarted', 2],
      ['FailStateEntered', 3],
      ['ParallelStateFailed', 4],
      ['EvaluationFailed', 4],
      ['ParallelStateFailed', 6],
      ['ExecutionFailed', 7],
    ]);
    expect(played.events[5]).toMatchObject({
      evaluationFailedEventDetails: { location: 'Catch[1]/Output/v', state: 'Both' },
    });
  });

  it('of Items comes before the map has started', async () => {
    const ItemProcessor = { StartAt: 'In', States: { In: { Type: 'Pass', End: true } } };
    const map = { Type: 'Map', Items: '{% $states.input.missing %}', ItemProcessor, End: true };

    expect(chain(await play(machineOf({ Each: map })))).toEqual([
      ['MapStateEntered', 0],
      ['EvaluationFailed', 2],
      ['MapStateFailed', 3],
      ['ExecutionFailed', 4],
    ]);
  });

  it('of the output follows the success of the task, and is caught like any error', async () => {
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Done' }];
    const Output = '{% $states.result.missing %}';
    const played = await play(machineOf({ Ask: lambdaTask({ Output, Catch }), ...done }));

    await signal(played, { kind: 'succeeded', taskId: lastTask(played), output: {} });

    expect(chain(played).slice(3, 6)).toEqual([
      ['TaskSucceeded', 4],
      ['EvaluationFailed', 5],
      ['TaskStateExited', 6],
    ]);
  });
});

describe('the history of a group', () => {
  it('that is retried starts it again without a failure between', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
    const played = await play(machineOf({ Both: around(fail, { Retry, End: true }) }));

    await pass(played, 1);

    expect(chain(played)).toEqual([
      ['ParallelStateEntered', 0],
      ['ParallelStateStarted', 2],
      ['FailStateEntered', 3],
      ['ParallelStateStarted', 4],
      ['FailStateEntered', 5],
      ['ParallelStateFailed', 6],
      ['ExecutionFailed', 7],
    ]);
  });

  it('of no items goes on from its start', async () => {
    const ItemProcessor = { StartAt: 'In', States: { In: { Type: 'Pass', End: true } } };
    const map = { Type: 'Map', Items: [], ItemProcessor, End: true };

    expect(chain(await play(machineOf({ Each: map })))).toEqual([
      ['MapStateEntered', 0],
      ['MapStateStarted', 2],
      ['MapStateSucceeded', 3],
      ['MapStateExited', 3],
      ['ExecutionSucceeded', 5],
    ]);
  });
});
