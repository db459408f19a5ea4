// What is to be different in a policy replay, as people write it.

import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../../../functions/leads/policy.ts';
import { changedPolicy, parseChange, variantsOf } from '../../../../infra/tools/simulate/change.ts';

const changed = (...texts: string[]) =>
  variantsOf(texts.map(parseChange)).map((variant) => changedPolicy(defaultPolicy(), variant));

describe('a change of the policy', () => {
  it('gives 24 hours instead of 48, by its short name and by its path', () => {
    for (const text of ['offer.accept=PT24H', 'clocks.accept.duration=PT24H'])
      expect(changed(text)).toMatchObject([{ clocks: { accept: { duration: 'PT24H' } } }]);
  });

  it('makes a world of each value, and of each pair of values', () => {
    expect(variantsOf([parseChange('offer.accept=PT12H,PT24H,PT48H,PT72H')])).toHaveLength(4);
    const names = variantsOf(
      ['offer.accept=PT24H,PT48H', 'strikes.missesToSuspend=2,3'].map(parseChange),
    ).map(({ name }) => name);
    expect(names).toContain('clocks.accept.duration=PT24H, strikes.missesToSuspend=3');
    expect(names).toHaveLength(4);
  });

  it('sets numbers, yes and no, words, and lists', () => {
    expect(
      changed(
        'strikes.missesToSuspend=3',
        'strikes.coalesceOverlapping=true',
        'acceptImpliesSql=always',
        'clocks.reminders.fractions=[0.25,0.5]',
      ),
    ).toMatchObject([
      {
        strikes: { missesToSuspend: 3, coalesceOverlapping: true },
        acceptImpliesSql: 'always',
        clocks: { reminders: { fractions: [0.25, 0.5] } },
      },
    ]);
  });

  it.each([
    [
      'clocks.accpt.duration=PT24H',
      /no path clocks\.accpt\.duration; did you mean clocks\.accept\.duration/,
    ],
    ['constructor.name="x"', /no path constructor\.name/],
    ['__proto__.polluted=1', /no path __proto__\.polluted/],
    ['clocks.accept.duration=soon', /clocks\.accept\.duration not a duration: "?soon/],
    ['strikes.missesToSuspend=0', /strikes\.missesToSuspend/],
    ['offer.accept', /says no value/],
    ['=PT24H', /says no value/],
  ])('refuses %s and says why', (text, why) => {
    expect(() => changed(text)).toThrow(why);
  });

  it('refuses a search of more worlds than anybody reads', () => {
    const hours = Array.from({ length: 25 }, (_, index) => `PT${index + 1}H`).join(',');
    expect(() => changed(`offer.accept=${hours}`)).toThrow(/25 worlds/);
  });
});
