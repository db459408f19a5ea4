import { describe, expect, it } from 'vitest';
import { machineOf, play } from './play.ts';

function evaluate(expression: string) {
  return play(machineOf({ Say: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } }), {});
}

async function cause(expression: string): Promise<string> {
  const { execution } = await evaluate(expression);
  return `${execution.error}: ${execution.cause}`;
}

describe('an expression that runs away', () => {
  const runaways: readonly [string, string][] = [
    ['recurses without end', '($f := function($n) { 1 + $f($n) }; $f(1))'],
    ['loops by tail calls without end', '($f := function($n) { $f($n + 1) }; $f(1))'],
    ['counts further than memory goes', '$sum([1..900000])'],
    [
      'doubles a text',
      '($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f("x", 40)))',
    ],
    ['pads to a gigabyte', '$pad("x", 1000000000)'],
    ['ranges to a billion', '$count($range(1, 1000000000, 1))'],
    [
      'backtracks in a regular expression',
      '$contains("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)',
    ],
    ['is nested too deeply', `${'1+'.repeat(200)}1`],
  ];

  for (const [what, expression] of runaways) {
    it(`${what} fails its state alone`, { timeout: 20_000 }, async () => {
      expect(await cause(expression)).toContain('States.QueryEvaluationError');
    });
  }

  it('is told what it did too much of', async () => {
    expect(await cause('$count([1..873783])')).toContain(
      'during evaluation: Expression evaluation memory limit exceeded',
    );
    expect(await cause(`${'1+'.repeat(100)}1`)).toContain(
      'during evaluation: Stack overflow error: Check for non-terminating recursive function.',
    );
    expect((await evaluate(`${'1+'.repeat(99)}1`)).execution.output).toBe(100);
  });

  it('lets others have their turn meanwhile', { timeout: 20_000 }, async () => {
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);

    await evaluate('($f := function($n) { $f($n + 1) }; $f(1))');

    clearInterval(ticking);
    expect(turns).toBeGreaterThan(10);
  });

  it.each([
    '$count($sort([1..300000], function($a, $b) { $a < $b }))',
    '$count([1..300000]^($))',
    '$count($reduce([1..300000], $append))',
  ])('%s is told that it goes beyond its bounds', { timeout: 60_000 }, async (text) => {
    const played = await play(
      machineOf({ Say: { Type: 'Pass', Output: `{% ${text} %}`, End: true } }),
    );

    expect(played.execution).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringMatching(/evaluation (timeout|memory limit exceeded)/),
    });
  });
});
