import { expect, it } from 'vitest';
import { formsAtOnce, journeyOf } from '../../../support/rush.ts';
import { freshDeps } from '../../../support/store.ts';

it.each(['a company', 'a person'] as const)(
  'takes 200 forms of %s at once: one journey, and everything said is there',
  async (whose) => {
    const deps = await freshDeps();

    const answers = await formsAtOnce(deps, 200, whose);

    expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
    const { leads, touches, said } = await journeyOf(deps, answers);
    expect(leads).toHaveLength(1);
    expect(touches).toBe(200);
    expect(new Set(said).size).toBe(200);
  },
);
