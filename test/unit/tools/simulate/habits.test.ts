// What reps do with an offer, fitted to what they did.

import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../../../infra/tools/replay/chance.ts';
import {
  type Had,
  habitsOf,
  intentOf,
  refuseTooFew,
  TooFewAnswers,
} from '../../../../infra/tools/simulate/habits.ts';

const HOUR = 3_600_000;

/** `count` offers of one rep, of which he answers the share given, each after ten hours; the others run out at 48. */
function offers(repId: string, count: number, share: number): Had[] {
  return Array.from({ length: count }, (_, index): Had => {
    const rep = { repId, department: 'East' };
    return index < count * share
      ? { ...rep, millis: 10 * HOUR, answer: { accepted: true } }
      : { ...rep, millis: 48 * HOUR };
  });
}

/** The share of a thousand offers that the rep answers. */
function answered(had: readonly Had[], repId: string): number {
  const habits = habitsOf(had);
  const chance = chanceOf('answered');
  const draws = Array.from({ length: 1000 }, (_, index) =>
    intentOf(
      habits,
      { repId, department: 'East' },
      {
        whose: chance('whose', `${index}`),
        when: chance('when', `${index}`),
        how: chance('how', `${index}`),
      },
    ),
  );
  return draws.filter((intent) => intent !== undefined).length / draws.length;
}

describe('people fitted to their answers', () => {
  it('thinks a newcomer of two silent offers to be like his department when all others are alike', () => {
    const alike = ['a', 'b', 'c', 'd', 'e'].flatMap((rep) => offers(rep, 100, 0.8));
    const share = answered([...alike, ...offers('new', 2, 0)], 'new');
    expect(share).toBeGreaterThan(0.6);
  });

  it('takes a rep of many silent offers for silent', () => {
    const had = [...offers('a', 100, 1), ...offers('b', 100, 0)];
    expect(answered(had, 'b')).toBeLessThan(0.03);
    expect(answered(had, 'a')).toBeGreaterThan(0.97);
  });

  it('knows nobody by less than thirty offers and ten answers, and says how many there were', () => {
    expect(() => refuseTooFew(offers('a', 29, 1))).toThrow(TooFewAnswers);
    expect(() => refuseTooFew(offers('a', 50, 0.1))).toThrow(/50 offers with 5 answers/);
  });

  it('answers as the record did: three of ten refused for want of budget', () => {
    const had = offers('a', 100, 1).map(
      (offer, index): Had =>
        index % 10 < 3 ? { ...offer, answer: { accepted: false, reason: 'NO_BUDGET' } } : offer,
    );
    const chance = chanceOf('how');
    const refused = Array.from({ length: 2000 }, (_, index) =>
      intentOf(
        habitsOf(had),
        { repId: 'a', department: 'East' },
        { whose: 0.5, when: 0.5, how: chance(`${index}`) },
      ),
    ).filter((intent) => intent?.answer.accepted === false);
    expect(refused.length / 2000).toBeCloseTo(0.3, 1);
  });
});
