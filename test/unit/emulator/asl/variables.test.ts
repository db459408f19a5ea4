import { describe, expect, it } from 'vitest';
import { failTask, lambdaTask, lastTask, machineOf, play, signal } from './play.ts';

function passTo(next: string, more: object): object {
  return { Type: 'Pass', Next: next, ...more };
}

describe('assigned variables', () => {
  it('all see the values from before their Assign', async () => {
    const played = await play(
      machineOf({
        Start: passTo('Swap', { Assign: { a: 1, b: 2 } }),
        Swap: passTo('Show', {
          Assign: { a: '{% $b %}', b: '{% $a %}' },
          Output: '{% [$a, $b] %}',
        }),
        Show: {
          Type: 'Pass',
          Output: { before: '{% $states.input %}', after: '{% [$a, $b] %}' },
          End: true,
        },
      }),
    );

    expect(played.execution.output).toEqual({ before: [1, 2], after: [2, 1] });
  });

  it('are recorded with the exit of the state that assigned them', async () => {
    const played = await play(
      machineOf({ Start: { Type: 'Pass', Assign: { lead: { id: 'L1' } }, End: true } }),
    );

    expect(played.events.at(-2)).toMatchObject({
      stateExitedEventDetails: {
        assignedVariables: { lead: '{"id":"L1"}' },
        assignedVariablesDetails: { truncated: false },
      },
    });
  });

  it('of a choice come from the rule that matched, or from the state when none did', async () => {
    const states = {
      Pick: {
        Type: 'Choice',
        Choices: [
          {
            Condition: '{% $states.input > 5 %}',
            Assign: { grade: 'A' },
            Output: 'rule',
            Next: 'Show',
          },
        ],
        Default: 'Show',
        Assign: { grade: 'B' },
        Output: 'state',
      },
      Show: { Type: 'Pass', Output: '{% $states.input & $grade %}', End: true },
    };

    const high = await play(machineOf(states), 9);
    const low = await play(machineOf(states), 1);

    expect([high.execution.output, low.execution.output]).toEqual(['ruleA', 'stateB']);
  });

  it('of a catcher see the error, and those of the state are not assigned', async () => {
    const states = {
      Start: passTo('Score', { Assign: { outcome: 'none' } }),
      Score: lambdaTask({
        Assign: { outcome: 'scored' },
        Catch: [
          {
            ErrorEquals: ['States.ALL'],
            Assign: { problem: '{% $states.errorOutput.Error & $outcome %}' },
            Next: 'Show',
          },
        ],
        Next: 'Show',
      }),
      Show: { Type: 'Pass', Output: '{% [$outcome, $problem] %}', End: true },
    };
    const played = await play(machineOf(states));

    await failTask(played, 'E');

    expect(played.execution.output).toEqual(['none', 'Enone']);
  });

  it('of an outer scope are read inside, those of an inner scope end with it', async () => {
    const inner = {
      StartAt: 'In',
      States: {
        In: passTo('Out', { Assign: { own: '{% $shared & "!" %}' } }),
        Out: { Type: 'Pass', Output: '{% $own %}', End: true },
      },
    };
    const states = {
      Start: passTo('Both', { Assign: { shared: 'x' } }),
      Both: {
        Type: 'Parallel',
        Branches: [
          inner,
          {
            StartAt: 'In2',
            States: { In2: { Type: 'Pass', Output: '{% $exists($own) %}', End: true } },
          },
        ],
        Assign: { results: '{% $states.result %}' },
        Next: 'Show',
      },
      Show: {
        Type: 'Pass',
        Output: '{% { "results": $results, "own": $exists($own) } %}',
        End: true,
      },
    };

    const played = await play(machineOf(states));

    expect(played.execution.output).toEqual({ results: ['x!', false], own: false });
  });

  it('may have the names of an object’s own methods', async () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'];
    const states = {
      Before: passTo('Start', { Output: names.map((name) => `{% $exists($${name}) %}`) }),
      Start: passTo('Show', {
        Assign: Object.fromEntries(names.map((name) => [name, name])),
        Output: '{% $states.input %}',
      }),
      Show: {
        Type: 'Pass',
        Output: ['{% $states.input %}', ...names.map((name) => `{% $${name} %}`)],
        End: true,
      },
    };

    const played = await play(machineOf(states));

    expect(played.execution.output).toEqual([names.map(() => false), ...names]);
  });

  it('survive a task that is answered after a restart', async () => {
    const states = {
      Start: passTo('Score', { Assign: { lead: 'L1' } }),
      Score: lambdaTask({ Output: { lead: '{% $lead %}', score: '{% $states.result.Payload %}' } }),
    };
    const played = await play(machineOf(states));

    await signal(played, { kind: 'succeeded', taskId: lastTask(played), output: { Payload: 80 } });

    expect(played.execution.output).toEqual({ lead: 'L1', score: 80 });
  });
});
