import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../infra/emulator/asl/types.ts';
import type { Case, ExpectedEvent, TaskCall } from '../../../conformance/cases.ts';
import { comparable, compare } from '../../../conformance/compare.ts';
import { execute } from '../../../conformance/execute.ts';

// The conformance command itself: what it makes of recordings that no given case has.

function caseOf(states: { [name: string]: Json }, more: Partial<Case> = {}): Case {
  const [StartAt = ''] = Object.keys(states);
  return {
    name: 'made here',
    definition: { QueryLanguage: 'JSONata', StartAt, States: states },
    input: {},
    roleArn: 'role',
    machineName: 'machine',
    features: [],
    taskCalls: [],
    interventions: [],
    expectedStatus: 'SUCCEEDED',
    expectedOutput: null,
    expectedError: null,
    expectedCause: null,
    expectedHistory: null,
    ...more,
  };
}

const call = (Resource: string, more: { [name: string]: Json } = {}): { [name: string]: Json } => ({
  Type: 'Task',
  Resource: `arn:aws:states:::${Resource}`,
  Arguments: { FunctionName: 'f', StateMachineArn: 'm', QueueUrl: 'q', MessageBody: 'x' },
  End: true,
  ...more,
});

/** The case with the history that the interpreter made of it, as if that had been recorded. */
async function recorded(given: Case): Promise<Case> {
  const { events } = await execute(given);
  const expectedHistory = events.map((event): ExpectedEvent => {
    const { id, prev, type, details } = comparable(event);
    return { id, prev, type, ...(details === undefined ? {} : { details }) };
  });
  return { ...given, expectedHistory };
}

describe('a recorded case', () => {
  it('that was stopped from outside is stopped, with its error and cause', async () => {
    const given = caseOf(
      { Sleep: { Type: 'Wait', Seconds: 60, Next: 'Ask' }, Ask: call('lambda:invoke') },
      {
        interventions: [{ call: 'StopExecution', args: { error: 'Manual', cause: 'by hand' } }],
        expectedStatus: 'ABORTED',
        expectedError: 'Manual',
        expectedCause: 'by hand',
      },
    );

    expect(compare(given, await execute(given))).toEqual([]);
  });

  it('is stopped where its history ends, not sooner', async () => {
    const { expectedHistory } = await recorded(
      caseOf({ Sleep: { Type: 'Wait', Seconds: 60, End: true } }),
    );
    const stoppedLater: Case = {
      ...caseOf({
        Sleep: { Type: 'Wait', Seconds: 60, Next: 'More' },
        More: { Type: 'Wait', Seconds: 9, End: true },
      }),
      interventions: [{ stopped: true }],
      expectedStatus: 'ABORTED',
      expectedHistory: [
        ...(expectedHistory ?? []).slice(0, 3),
        { id: 4, prev: 3, type: 'WaitStateEntered', details: { name: 'More', input: {} } },
        { id: 5, prev: 0, type: 'ExecutionAborted', details: {} },
      ],
    };

    expect(compare(stoppedLater, await execute(stoppedLater))).toEqual([]);
  });

  it('gets the answers of branches in the order in which they were recorded', async () => {
    const branch = (name: string): Json => ({
      StartAt: name,
      States: { [name]: call('lambda:invoke') },
    });
    const both = {
      Both: { Type: 'Parallel', Branches: [branch('Slow'), branch('Quick')], End: true },
    };
    const answersOf = (slow: TaskCall, quick: TaskCall) => ({ taskCalls: [slow, quick] });
    const quickFails = answersOf(
      { state: 'Slow', outcome: 'unfinished' },
      { state: 'Quick', outcome: 'failed', error: 'E' },
    );
    const lost = { expectedStatus: 'FAILED', expectedError: 'E' };
    const slowFirst = await recorded(caseOf(both, { ...quickFails, ...lost }));
    const slowAnsweredTooLate = answersOf(
      { state: 'Slow', outcome: 'succeeded', output: 1 },
      { state: 'Quick', outcome: 'failed', error: 'E' },
    );

    const again = { ...slowFirst, ...slowAnsweredTooLate };

    expect(compare(again, await execute(again))).toEqual([]);
  });

  it('gives each call the answer that was recorded for what it was sent', async () => {
    const each = {
      Each: {
        Type: 'Map',
        Items: ['a', 'b'],
        ItemProcessor: {
          StartAt: 'Ask',
          States: {
            Ask: call('lambda:invoke', {
              Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
            }),
          },
        },
        End: true,
      },
    };
    const asked = (Payload: string): TaskCall => ({
      state: 'Ask',
      parameters: { FunctionName: 'f', Payload },
      outcome: 'succeeded',
      output: `${Payload}!`,
    });
    const given = caseOf(each, {
      taskCalls: [asked('b'), asked('a')],
      expectedOutput: ['a!', 'b!'],
    });

    expect(compare(given, await execute(given))).toEqual([]);
  });

  it('knows a call that was refused from one that failed later', async () => {
    const states = { Run: call('states:startExecution.sync:2') };
    const failed = { state: 'Run', outcome: 'failed', error: 'E', cause: 'c' } as const;
    const expected = { expectedStatus: 'FAILED', expectedError: 'E', expectedCause: 'c' };
    const refused = await execute(caseOf(states, { taskCalls: [failed], ...expected }));
    const later = await execute(
      caseOf(states, { taskCalls: [{ ...failed, submitted: {} }], ...expected }),
    );

    expect(refused.events.map(({ type }) => type)).toContain('TaskSubmitFailed');
    expect(later.events.map(({ type }) => type)).toContain('TaskFailed');
  });

  it('that is never answered runs into its own timeout', async () => {
    const given = caseOf(
      {
        Ask: call('sqs:sendMessage.waitForTaskToken', { TimeoutSeconds: 600, HeartbeatSeconds: 5 }),
      },
      {
        taskCalls: [{ state: 'Ask', submitted: {}, outcome: 'timedOut' }],
        expectedStatus: 'FAILED',
        expectedError: 'States.Timeout',
      },
    );

    expect(compare(given, await execute(given))).toEqual([]);
  });

  it.each<[string, Partial<Case>, RegExp]>([
    ['status', { expectedStatus: 'FAILED' }, /^status: expected FAILED, got SUCCEEDED/],
    ['output', { expectedOutput: 2 }, /^output: expected 2, got 1/],
    ['history', { expectedOutput: 1, expectedHistory: [] }, /not expected/],
  ])('that differs in its %s says how', async (_what, expected, difference) => {
    const given = caseOf({ Say: { Type: 'Pass', Output: 1, End: true } }, expected);

    expect(compare(given, await execute(given)).join('\n')).toMatch(difference);
  });
});
