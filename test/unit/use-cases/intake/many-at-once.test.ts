// No form is refused because others came: whoever loses the race waits for a moment and is read again.

import { expect, it } from 'vitest';
import { formsAtOnce, journeyOf } from '../../../support/rush.ts';
import { freshDeps } from '../../../support/store.ts';

it.each([
  ['a company', 50],
  ['a person', 20],
] as const)(
  'takes forms of %s, %i at once: one journey, and everything said is there',
  async (whose, count) => {
    const deps = await freshDeps();

    const answers = await formsAtOnce(deps, count, whose);

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const { leads, touches, said, group } = await journeyOf(deps, answers);
    expect(leads).toHaveLength(1);
    expect(touches).toBe(count);
    expect(new Set(said).size).toBe(count);
    expect(group).toBe(whose === 'a company' ? count - 1 : 0);
  },
);
