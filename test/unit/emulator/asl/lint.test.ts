import { describe, expect, it } from 'vitest';
import { lintWorkflow } from '../../../../infra/emulator/asl/lint/lint.ts';

function lint(states: object, placeholders: readonly string[] = []): string[] {
  const definition = { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states };
  return lintWorkflow(JSON.stringify(definition), { placeholders }).map(
    ({ rule, state }) => `${rule}${state === undefined ? '' : ` ${state}`}`,
  );
}

const END = { Type: 'Succeed' };

describe('the workflow lint', () => {
  it('finds a variable that one of the paths does not assign', () => {
    const pick = {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.a %}', Assign: { x: 1 }, Next: 'Show' }],
      Default: 'Other',
    };
    const show = { Type: 'Pass', Output: '{% $x %}', End: true };

    expect(lint({ Pick: pick, Other: { Type: 'Pass', Next: 'Show' }, Show: show })).toEqual([
      'undefined-variable Show',
    ]);
    expect(
      lint({ Pick: pick, Other: { Type: 'Pass', Assign: { x: 2 }, Next: 'Show' }, Show: show }),
    ).toEqual([]);
  });

  it('follows catchers, which assign other variables than success does', () => {
    const task = {
      Type: 'Task',
      Resource: 'r',
      Assign: { x: 1 },
      Catch: [{ ErrorEquals: ['E'], Next: 'Show' }],
      Next: 'Show',
    };

    expect(lint({ Ask: task, Show: { Type: 'Pass', Output: '{% $x %}', End: true } })).toEqual([
      'undefined-variable Show',
    ]);
  });

  it('looks into branches with the variables from outside', () => {
    const branch = {
      StartAt: 'In',
      States: { In: { Type: 'Pass', Output: '{% [$x, $y] %}', End: true } },
    };
    const states = {
      Start: { Type: 'Pass', Assign: { x: 1 }, Next: 'Both' },
      Both: { Type: 'Parallel', Branches: [branch], End: true },
    };

    expect(lint(states)).toEqual(['undefined-variable In']);
  });

  it('knows functions, parameters and names the expression binds itself', () => {
    const text =
      '($t := $sum($states.input.a); $map($states.input.a, function($v, $i) { $v + $i + $t + $uuid() }))';

    expect(lint({ Say: { Type: 'Pass', Output: `{% ${text} %}`, End: true } })).toEqual([]);
  });

  it('finds a choice without a default, in branches too', () => {
    const choice = { Type: 'Choice', Choices: [{ Condition: true, Next: 'End' }] };
    const branch = { StartAt: 'Inner', States: { Inner: choice, End: END } };

    expect(lint({ Outer: { Type: 'Parallel', Branches: [branch], End: true } })).toEqual([
      'choice-without-default Inner',
    ]);
  });

  it('finds a wait for a token that can last for ever', () => {
    const ask = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      HeartbeatSeconds: 5,
      End: true,
    };

    expect(lint({ Ask: ask })).toEqual(['token-without-timeout Ask']);
    expect(lint({ Ask: { ...ask, TimeoutSeconds: 60 } })).toEqual([]);
  });

  it('finds a loop that no counter ends', () => {
    const loop = (assign: object, condition: string): object => ({
      Start: { Type: 'Pass', Assign: { turn: 0 }, Next: 'Work' },
      Work: { Type: 'Pass', Assign: assign, Next: 'Enough' },
      Enough: { Type: 'Choice', Choices: [{ Condition: condition, Next: 'End' }], Default: 'Work' },
      End: END,
    });

    expect(lint(loop({ turn: '{% $turn + 1 %}' }, '{% $turn > 9 %}'))).toEqual([]);
    expect(lint(loop({ turn: 1 }, '{% $turn > 9 %}'))).toEqual(['unbounded-loop Work']);
    expect(lint(loop({ turn: '{% $turn + 1 %}' }, '{% $states.input.done %}'))).toEqual([
      'unbounded-loop Work',
    ]);
  });

  it('finds a placeholder that the catalogue does not have', () => {
    const states = {
      Say: {
        Type: 'Pass',
        Output: ['ScoreLeadFunctionArn', 'Scorelead'].map((name) => `\${${name}}`),
        End: true,
      },
    };

    expect(lint(states, ['ScoreLeadFunctionArn'])).toEqual(['unknown-placeholder']);
  });

  it('says that a file is not JSON', () => {
    expect(lintWorkflow('{', { placeholders: [] })).toMatchObject([{ rule: 'not-json' }]);
  });
});
