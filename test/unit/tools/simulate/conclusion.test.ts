// What runs of a policy replay come to.

import { describe, expect, it } from 'vitest';
import { concluded, refusalOf } from '../../../../infra/tools/simulate/conclusion.ts';
import type { Course } from '../../../../infra/tools/simulate/course.ts';

const hundred: Course = {
  ...{ leads: 100, qualified: 100, handovers: 100, offers: 120, timeouts: 20, misses: 20 },
  ...{ accepted: 70, refused: 30, unsold: 0, waitHours: 2000, opportunities: 40, won: 10 },
};
const runs = [68, 70, 72, 71, 69].map((accepted, run) => ({
  ...{ run, recorded: { ...hundred, accepted } },
  changed: [{ ...hundred, accepted: accepted - 10 }],
}));
const worlds = [{ name: 'shorter', near: 0 }];
const figure = <Named extends { readonly name: string }>(figures: readonly Named[], name: string) =>
  figures.find((one) => one.name === name);

describe('runs of a policy replay', () => {
  it('tell a difference closer than either world, since both had the same luck', () => {
    const { changed, refusedBy } = concluded({ all: hundred, later: hundred }, worlds, runs);
    expect(refusedBy).toEqual([]);
    expect(figure(changed[0]?.figures ?? [], 'accepted')).toMatchObject({
      value: { mean: expect.closeTo(0.6) },
      difference: {
        mean: expect.closeTo(-0.1),
        low: expect.closeTo(-0.1),
        high: expect.closeTo(-0.1),
      },
    });
  });

  it('do not say never of what happened in none of a hundred handovers', () => {
    const { figures } = concluded({ all: { ...hundred, unsold: 1 }, later: hundred }, worlds, runs);
    const unsold = figure(figures, 'unsold');
    expect(unsold).toMatchObject({ agrees: true, recorded: { mean: 0, low: 0 } });
    expect(unsold?.recorded.high).toBeCloseTo(0.037, 3);
  });

  it('show no change where the recorded policy does not give what happened, and say by which figure', () => {
    const conclusion = concluded(
      { all: { ...hundred, accepted: 30 }, later: hundred },
      worlds,
      runs,
    );
    expect(conclusion.changed).toEqual([]);
    expect(conclusion.refusedBy).toEqual(['accepted']);
    expect(refusalOf(conclusion)).toMatch(
      /handovers accepted was 0\.300, and by the model it lies between 0\.\d+ and/,
    );
  });
});
