import { describe, expect, it } from 'vitest';
import { compileMachine } from '../../../../infra/emulator/asl/interpreter.ts';
import type { Json } from '../../../../infra/emulator/asl/types.ts';
import { failTask, lastTask, type Play, play, signal } from './play.ts';

function pathMachine(states: object): ReturnType<typeof compileMachine> {
  return compileMachine(JSON.stringify({ StartAt: Object.keys(states)[0], States: states }));
}

async function passed(state: object, input: Json): Promise<Play> {
  return play(pathMachine({ Say: { Type: 'Pass', End: true, ...state } }), input);
}

async function intrinsic(call: string, input: Json = {}): Promise<Json | undefined> {
  const { execution } = await passed({ Parameters: { 'v.$': call } }, input);
  const { output } = execution;
  return typeof output === 'object' && output !== null && 'v' in output
    ? output.v
    : execution.error;
}

describe('JSONPath states', () => {
  it('select, shape, place and cut their data', async () => {
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      InputPath: '$.lead',
      Parameters: { FunctionName: 'score', 'id.$': '$.id', 'who.$': '$$.Execution.Name', fixed: 1 },
      ResultSelector: { 'score.$': '$.Payload.score' },
      ResultPath: '$.lead.rating',
      OutputPath: '$.lead',
      End: true,
    };
    const played = await play(pathMachine({ Score: task }), { lead: { id: 'L1' }, noise: true });

    await signal(played, {
      kind: 'succeeded',
      taskId: lastTask(played),
      output: { Payload: { score: 80 } },
    });

    expect(played.effects[0]).toMatchObject({
      arguments: { FunctionName: 'score', id: 'L1', who: 'e1', fixed: 1 },
    });
    expect(played.execution.output).toEqual({ id: 'L1', rating: { score: 80 } });
  });

  it('keep the input by ResultPath null and put an error where the catcher says', async () => {
    const rule = { ErrorEquals: ['States.ALL'], ResultPath: '$.problem', Next: 'Keep' };
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'score' },
      Catch: [rule],
      End: true,
    };
    const keep = { Type: 'Pass', Result: 'gone', ResultPath: null, End: true };
    const played = await play(pathMachine({ Score: task, Keep: keep }), { id: 'L1' });

    await failTask(played, 'E', 'why');

    expect(played.execution.output).toEqual({ id: 'L1', problem: { Error: 'E', Cause: 'why' } });
  });

  it('fail by States.Runtime where a path finds nothing', async () => {
    const played = await passed({ Parameters: { 'm.$': '$.nope' } }, { x: 'a' });

    expect(played.execution).toMatchObject({
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'Say' (entered at the event id #2). The JSONPath '$.nope' specified for the field 'm.$' could not be found in the input '{"x":"a"}'`,
    });
    expect(played.events.at(-1)).toMatchObject({ type: 'ExecutionFailed', previousEventId: 0 });
  });

  it('give arrays for paths that can match more than once', async () => {
    const played = await passed(
      {
        Parameters: {
          'all.$': '$.a[*].n',
          'some.$': '$.a[?(@.n > 1)].n',
          'last.$': '$.a[-1:].n',
          'deep.$': '$..n',
          'hyphen.$': '$.b-c',
        },
      },
      { a: [{ n: 1 }, { n: 2 }], 'b-c': 3 },
    );

    expect(played.execution.output).toEqual({
      all: [1, 2],
      some: [2],
      last: [2],
      deep: [1, 2],
      hyphen: 3,
    });
  });

  it('share variables with JSONata states', async () => {
    const states = {
      Start: { Type: 'Pass', Assign: { 'lead.$': '$.lead', n: 1 }, Next: 'Say' },
      Say: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $lead.id & $n %}', Next: 'End' },
      End: { Type: 'Pass', Parameters: { 'said.$': '$', 'id.$': '$lead.id' }, End: true },
    };

    const played = await play(pathMachine(states), { lead: { id: 'L1' } });

    expect(played.execution.output).toEqual({ said: 'L11', id: 'L1' });
  });

  it('map over items with their selector', async () => {
    const processor = { StartAt: 'Keep', States: { Keep: { Type: 'Pass', End: true } } };
    const map = {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemSelector: { 'v.$': '$$.Map.Item.Value', 'all.$': '$.items' },
      ItemProcessor: processor,
      ResultPath: '$.mapped',
      End: true,
    };

    const played = await play(pathMachine({ Each: map }), { items: [1, 2] });

    expect(played.execution.output).toEqual({
      items: [1, 2],
      mapped: [
        { v: 1, all: [1, 2] },
        { v: 2, all: [1, 2] },
      ],
    });
  });
});

describe('choice rules by path', () => {
  const rules: readonly [object, Json, boolean][] = [
    [{ Variable: '$.n', NumericGreaterThanEquals: 5 }, { n: 5 }, true],
    [{ Variable: '$.n', NumericLessThan: 5 }, { n: 'x' }, false],
    [{ Variable: '$.s', StringEqualsPath: '$.t' }, { s: 'a', t: 'a' }, true],
    [{ Variable: '$.s', StringMatches: 'log-*.txt' }, { s: 'log-2026.txt' }, true],
    [{ Variable: '$.s', StringMatches: 'a\\*b' }, { s: 'axb' }, false],
    [
      { Variable: '$.t', TimestampLessThan: '2026-01-02T00:00:00Z' },
      { t: '2026-01-01T23:00:00-00:30' },
      true,
    ],
    [{ Variable: '$.b', BooleanEquals: false }, { b: false }, true],
    [{ Variable: '$.gone', IsPresent: false }, {}, true],
    [{ Variable: '$.n', IsNull: true }, { n: null }, true],
    [{ Variable: '$.n', IsNumeric: true }, { n: '1' }, false],
    [{ Variable: '$.t', IsTimestamp: true }, { t: '2026-01-01T00:00:00Z' }, true],
    [{ Not: { Variable: '$.b', BooleanEquals: true } }, { b: false }, true],
    [
      {
        And: [
          { Variable: '$.n', NumericEquals: 1 },
          {
            Or: [
              { Variable: '$.s', IsString: false },
              { Variable: '$.n', IsNumeric: true },
            ],
          },
        ],
      },
      { n: 1, s: 'x' },
      true,
    ],
  ];

  for (const [rule, input, matches] of rules) {
    it(`${JSON.stringify(rule)} of ${JSON.stringify(input)} is ${matches}`, async () => {
      const states = {
        Pick: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
        Yes: { Type: 'Pass', Result: true, End: true },
        No: { Type: 'Pass', Result: false, End: true },
      };

      const played = await play(pathMachine(states), input);

      expect(played.execution.output).toBe(matches);
    });
  }
});

describe('intrinsic functions', () => {
  const calls: readonly [string, Json][] = [
    ["States.Format('{} is {}', $.name, $.n)", 'Ada is 3'],
    ["States.Format('\\{{}\\}', 1)", '{1}'],
    ["States.StringToJson('[1,2]')", [1, 2]],
    ['States.JsonToString($.name)', '"Ada"'],
    ['States.Array(1, $.name, true, null)', [1, 'Ada', true, null]],
    ['States.ArrayPartition(States.ArrayRange(1, 5, 1), 2)', [[1, 2], [3, 4], [5]]],
    ['States.ArrayContains($.list, 2)', true],
    ['States.ArrayGetItem($.list, 1)', 2],
    ['States.ArrayLength($.list)', 3],
    ['States.ArrayUnique(States.Array(1, 1, 2))', [1, 2]],
    ["States.Base64Decode(States.Base64Encode('Grüße'))", 'Grüße'],
    ["States.Hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
    ['States.JsonMerge($.a, $.b, false)', { x: 2, y: 3 }],
    ['States.MathAdd($.n, -1)', 2],
    ["States.StringSplit('a,b;c', ',;')", ['a', 'b', 'c']],
    ["States.Format('it''s')", 'States.Runtime'],
  ];
  const input = { name: 'Ada', n: 3, list: [1, 2, 3], a: { x: 1, y: 3 }, b: { x: 2 } };

  for (const [call, value] of calls.slice(0, -1)) {
    it(`${call} gives ${JSON.stringify(value)}`, async () => {
      expect(await intrinsic(call, input)).toEqual(value);
    });
  }

  it('fail by States.IntrinsicFailure when their arguments make no sense', async () => {
    expect(await intrinsic('States.ArrayGetItem($.list, 9)', input)).toBe(
      'States.IntrinsicFailure',
    );
  });

  it('are refused at creation when they do not parse', () => {
    const states = {
      Say: { Type: 'Pass', Parameters: { 'v.$': "States.Format('{}'" }, End: true },
    };

    expect(() => pathMachine(states)).toThrow('not a valid intrinsic function call');
  });
});
