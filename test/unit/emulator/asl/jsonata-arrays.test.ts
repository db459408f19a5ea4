import * as fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { ARRAY_FUNCTIONS } from '../../../../infra/emulator/asl/expressions/jsonata-arrays.ts';
import { machineOf, play } from './play.ts';

const json = fc.jsonValue({ maxDepth: 3, depthSize: 'small' });

async function outcome(text: string, bindings: object, ours: boolean): Promise<unknown> {
  const expression = jsonata(text);
  for (const each of ours ? ARRAY_FUNCTIONS : []) expression.registerFunction(...each);
  try {
    const value = await expression.evaluate(undefined, { ...bindings });
    return value === undefined ? 'nothing' : JSON.parse(JSON.stringify(value));
  } catch (problem) {
    return Object(problem).code;
  }
}

describe('functions over lists', () => {
  it.each([
    '$sort($a)',
    '$sort($a, function($x, $y) { $string($x) > $string($y) })',
    '$sort($a.k)',
    '$distinct($a)',
    '$distinct($a.k)',
    '$append($a, $b)',
    '$append($a.k, $b)',
    '$spread($a)',
    '$spread($a.k)',
    '$spread([$a, $b])',
  ])('%s gives what the library gives', async (text) => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(json, fc.array(json), fc.array(fc.integer({ min: -3, max: 3 }))),
        json,
        async (a, b) => {
          const bindings = { a: JSON.parse(JSON.stringify(a)), b: JSON.parse(JSON.stringify(b)) };

          expect(await outcome(text, bindings, true)).toEqual(await outcome(text, bindings, false));
        },
      ),
      { numRuns: 200, seed: 20_260_914 },
    );
  });

  it.each([
    ['$count($sort([1..100000]))', 100_000],
    ['$count($distinct([1..100000]))', 100_000],
    ['$count($spread([1..50000].{"a": 1}))', 50_000],
    ['$count($match($pad("", 100000, "a"), /a/))', 100_000],
    ['$length($replace($pad("", 100000, " "), / /, "ab"))', 200_000],
  ])('%s is done in the time its length takes', { timeout: 60_000 }, async (text, expected) => {
    const played = await play(
      machineOf({ Say: { Type: 'Pass', Output: `{% ${text} %}`, End: true } }),
    );

    expect(played.execution.output).toBe(expected);
  });
});
