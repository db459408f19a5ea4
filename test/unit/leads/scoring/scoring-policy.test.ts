import { describe, expect, it } from 'vitest';
import { fieldProblems } from '../../../../functions/leads/fields.ts';
import {
  DEFAULT_SCORING_POLICY,
  ScoringPolicy,
} from '../../../../functions/leads/scoring/scoring-policy.ts';

const { engagement, fit, mql } = DEFAULT_SCORING_POLICY;
const { webinar: _, ...withoutWebinar } = engagement;

describe('the scoring policy', () => {
  it('accepts its own defaults', () => {
    expect(ScoringPolicy.parse(DEFAULT_SCORING_POLICY)).toEqual(DEFAULT_SCORING_POLICY);
  });

  it('has defaults whose best fit is 100', () => {
    const best =
      Math.max(...fit.size.map(({ points }) => points)) +
      Math.max(...Object.values(fit.importance.tiers)) +
      Math.max(...Object.values(fit.industry.named)) +
      Math.max(...fit.role.map(({ points }) => points));

    expect(best).toBe(100);
  });

  it.each([
    ['mql.handRaiseFitAtLeast', { mql: { ...mql, handRaiseFitAtLeast: 101 } }],
    [
      'mql.cells.0.fitAtLeast',
      { mql: { ...mql, cells: [{ fitAtLeast: -1, engagementAtLeast: 0 }] } },
    ],
    [
      'engagement.demo.halfLife',
      { engagement: { ...engagement, demo: { ...engagement.demo, halfLife: 'P0D' } } },
    ],
    [
      'engagement.demo.halfLife',
      { engagement: { ...engagement, demo: { ...engagement.demo, halfLife: 'P1M' } } },
    ],
    [
      'engagement.demo.points',
      { engagement: { ...engagement, demo: { ...engagement.demo, points: 1000 } } },
    ],
    ['engagement.webinar', { engagement: withoutWebinar }],
    ['engagement.lunch', { engagement: { ...engagement, lunch: engagement.demo } }],
    ['fit.luck', { fit: { ...fit, luck: 5 } }],
  ])('names %s when it is bad, and says what to do', (path, changed) => {
    const parsed = ScoringPolicy.safeParse({ ...DEFAULT_SCORING_POLICY, ...changed });

    const problems = parsed.error ? fieldProblems(parsed.error) : [];

    expect(problems.map((one) => one.path)).toEqual([path]);
    expect(problems[0]?.message).toMatch(/give|correct|remove/);
  });
});
