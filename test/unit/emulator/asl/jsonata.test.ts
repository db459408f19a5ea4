import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../infra/emulator/asl/types.ts';
import { machineOf, type Play, play, START } from './play.ts';

function evaluate(expression: string, input: Json = {}): Promise<Play> {
  return play(
    machineOf({ Say: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } }),
    input,
  );
}

async function outputs(...expressions: string[]): Promise<(Json | undefined)[]> {
  const played = await Promise.all(expressions.map((text) => evaluate(text)));
  return played.map(({ execution }) => execution.output);
}

async function cause(expression: string, input: Json = {}): Promise<string> {
  const { execution } = await evaluate(expression, input);
  return `${execution.error}: ${execution.cause}`;
}

const OPENING =
  "States.QueryEvaluationError: An error occurred while executing the state 'Say' (entered at the event id #2). The JSONata expression";

describe('expressions', () => {
  it('see the input and the context object', async () => {
    const fields = [
      'Execution.Name',
      'Execution.StartTime',
      'Execution.Id',
      'State.Name',
      'State.EnteredTime',
      'StateMachine.Name',
    ];
    const played = await evaluate(
      `[$states.input.lead, ${fields.map((field) => `$states.context.${field}`).join()}]`,
      { lead: 'L1' },
    );

    const time = new Date(START).toISOString();
    expect(played.execution.output).toEqual([
      'L1',
      'e1',
      time,
      'arn:aws:states:eu-central-1:123456789012:execution:leads:e1',
      'Say',
      time,
      'leads',
    ]);
  });

  it('read the virtual clock and no other', async () => {
    const said = await outputs('$now()', '$millis()', '$now("[Y0001]-[M01]-[D01]")');

    expect(said).toEqual([new Date(START).toISOString(), START, '2026-01-05']);
  });

  it('draw the same chance in every replay, another one at every draw', async () => {
    const draw = '[$uuid(), $uuid(), $string($random()), $string($random()), $shuffle([1..9])]';

    const [first, second] = await outputs(draw, draw);

    expect(first).toEqual(second);
    expect(new Set((Array.isArray(first) ? first : []).slice(0, 4)).size).toBe(4);
    expect(JSON.stringify(first)).toMatch(/^\["[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
  });

  it('have the functions Step Functions adds', async () => {
    const said = await outputs(
      '$partition([1..5], 2)',
      '$range(0, 10, 5)',
      '$range(5, 1, -2)',
      '$range(1, 9, 9)',
      '$hash("a", "SHA-256")',
      '$parse("{\\"a\\":[1]}")',
      '$random(7) = $random(7)',
    );

    expect(said).toEqual([
      [[1, 2], [3, 4], [5]],
      [0, 5, 10],
      [5, 3, 1],
      1,
      'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
      { a: [1] },
      true,
    ]);
  });

  it('say nothing of an argument that makes no sense', async () => {
    for (const text of [
      '$partition([1], 0)',
      '$range(1, 5)',
      '$range(1, 5, -1)',
      '$hash("a")',
      '$states.input.absent',
    ]) {
      expect(await cause(text)).toBe(
        `${OPENING} '${text}' specified for the field 'Output' returned nothing (undefined).`,
      );
    }
  });

  it('say which expression threw, and why', async () => {
    expect(await cause('$abs("a")')).toBe(
      `${OPENING} '$abs("a")' specified for the field 'Output' threw an error during evaluation. T0410: Argument 1 of function "abs" does not match function signature`,
    );
    expect(await cause('$eval("1+1")')).toContain('T1006: Attempted to invoke a non-function');
    expect(await cause('$parse("{")')).toContain('threw an error during evaluation: ');
    expect(await cause('$sum')).toBe(
      `${OPENING} '$sum' specified for the field 'Output' returned an unsupported result type.`,
    );
  });

  it('leave a history that names the field', async () => {
    const played = await evaluate('$states.input.absent');

    expect(played.events[2]).toMatchObject({
      type: 'EvaluationFailed',
      evaluationFailedEventDetails: {
        state: 'Say',
        location: 'Output',
        error: 'States.QueryEvaluationError',
      },
    });
  });

  it('give plain JSON, whatever they made', async () => {
    const played = await evaluate(
      '{ "one": $states.input.list[0], "none": $states.input.absent, "many": $states.input.list.a, "nothing": null, "infinite": -0 }',
      { list: [{ a: 1 }, { a: [2, 3] }] },
    );

    expect(played.execution.output).toEqual({
      one: { a: 1 },
      many: [1, 2, 3],
      nothing: null,
      infinite: 0,
    });
  });

  it('write numbers that JSON does not have as text, as AWS does', async () => {
    expect((await evaluate('1/0')).execution.output).toBe('Infinity');
    expect((await evaluate('{ "below": -1/0 }')).execution.output).toEqual({ below: '-Infinity' });
  });

  it('do not change what they read', async () => {
    const input = { list: [3, 1, 2], deep: { a: 1 } };

    const played = await evaluate(
      '[$sort($states.input.list), $states.input ~> |deep|{"a": 2}|, $append($states.input.list, 4)]',
      input,
    );

    expect(played.execution.start.input).toEqual({ list: [3, 1, 2], deep: { a: 1 } });
    expect(played.execution.status).toBe('SUCCEEDED');
  });

  it('keep a field named __proto__ a field', async () => {
    const played = await evaluate('$parse($states.input)', '{"__proto__":{"admin":true}}');

    expect(JSON.stringify(played.execution.output)).toBe('{"__proto__":{"admin":true}}');
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  it('must have the type that the field wants', async () => {
    const wait = await play(
      machineOf({ Say: { Type: 'Wait', Seconds: '{% "ten" %}', End: true } }),
    );
    const choice = await play(
      machineOf({
        Say: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'Done' }], Default: 'Done' },
        Done: { Type: 'Succeed' },
      }),
    );

    expect(wait.execution.cause).toContain(
      `'Seconds' returned an unexpected result type. Expected 'number', but was 'string' for value: "ten"`,
    );
    expect(choice.execution.cause).toContain(
      `'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'number' for value: 1`,
    );
  });
});
