import * as fc from 'fast-check';
import jsonata from 'jsonata';
import { expect, it } from 'vitest';
import {
  isShort,
  type SyntaxNode,
} from '../../../../infra/emulator/asl/expressions/jsonata-references.ts';
import {
  BEYOND,
  plainEvaluator,
} from '../../../../infra/emulator/asl/expressions/plain-expression.ts';
import type { Scope } from '../../../../infra/emulator/asl/expressions/scope.ts';
import type { Json } from '../../../../infra/emulator/asl/types.ts';

const names = fc.constantFrom('a', 'b', 'c', 'constructor', 'length', '_jsonata_lambda');

const data: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json[]>(null, true, false, 0, 1, -2.5, '', 'x', 'y'),
    tie('object'),
    fc.array(tie('value'), { maxLength: 2 }),
  ),
  object: fc.dictionary(names, tie('value'), { maxKeys: 4 }),
})).object;

const expression: fc.Arbitrary<string> = fc.letrec<{ text: string }>((tie) => {
  const step = names.map((name) => `.${name}`);
  const path = fc
    .tuple(
      fc.constantFrom('$states.input', '$states.result', '$v', '$w'),
      fc.array(step, { maxLength: 3 }),
    )
    .map(([start, steps]) => start + steps.join(''));
  const literal = fc.constantFrom('0', '1', '2.5', '"x"', '""', 'true', 'false', 'null');
  const operator = fc.constantFrom(
    '=',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    '+',
    '-',
    '*',
    '/',
    '%',
    '&',
    'and',
    'or',
  );
  const binary = fc
    .tuple(tie('text'), operator, tie('text'))
    .map(([left, sign, right]) => `(${left} ${sign} ${right})`);
  const condition = fc
    .tuple(tie('text'), tie('text'), tie('text'))
    .map(([test, then, other]) => `(${test} ? ${then} : ${other})`);
  const instants = ['"2026-09-14T02:00:00.000Z"', '"2026-02-30T02:00:00.000Z"', '"2026"'];
  const ofOne = fc
    .tuple(
      fc.constantFrom('not', 'ceil', 'toMillis', 'v', 'min'),
      fc.oneof(tie('text'), fc.constantFrom(...instants)),
    )
    .map(([name, of]) => `$${name}(${of})`);
  const ofList = fc
    .tuple(fc.constantFrom('min', 'max', 'not'), fc.array(tie('text'), { maxLength: 3 }))
    .map(([name, list]) => `$${name}([${list.join(', ')}])`);
  const object = fc
    .array(fc.tuple(fc.constantFrom('a', 'b', '__proto__', ''), tie('text')), { maxLength: 3 })
    .map((pairs) => `{${pairs.map(([name, value]) => `"${name}": ${value}`).join(', ')}}`);
  const kinds = [path, literal, binary, condition, ofOne, ofList, object];
  return {
    text: fc.oneof({ depthSize: 'small', withCrossShrink: true }, ...kinds),
  };
}).text;

function scopeOf(input: Json, result: Json, v: Json): Scope {
  return {
    input,
    result,
    context: () => ({}),
    variable: (name) => (name === 'v' ? v : undefined),
    now: 0,
    seed: () => '',
  };
}

it('what is evaluated without the library is what the library gives', {
  timeout: 30_000,
}, async () => {
  let told = 0;

  await fc.assert(
    fc.asyncProperty(expression, data, data, data, async (text, input, result, v) => {
      const library = jsonata(text);
      const tree = library.ast() as unknown as SyntaxNode;
      const quick = isShort(tree) ? plainEvaluator(tree) : undefined;
      const given = quick?.(scopeOf(input, result, v)) ?? BEYOND;
      if (given === BEYOND) return;
      told += 1;

      expect(given).toEqual(await library.evaluate(undefined, { states: { input, result }, v }));
    }),
    { numRuns: 1500 },
  );

  expect(told).toBeGreaterThan(100);
});

it('every operator between any two kinds of value is what the library gives', async () => {
  const operators = ['=', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', '&', 'and', 'or'];
  const kinds = ['0', '1', '2', '""', '"x"', 'true', 'false', 'null', '$states.input.gone'];
  const texts = operators.flatMap((sign) =>
    kinds.flatMap((left) => kinds.map((right) => `${left} ${sign} ${right}`)),
  );
  let told = 0;

  for (const text of texts) {
    const library = jsonata(text);
    const given = plainEvaluator(library.ast() as unknown as SyntaxNode)?.(scopeOf({}, null, null));
    if (given === BEYOND || given === undefined) continue;
    told += 1;
    expect([text, given]).toEqual([
      text,
      await library.evaluate(undefined, { states: { input: {} } }),
    ]);
  }

  expect(told).toBeGreaterThan(250);
});
