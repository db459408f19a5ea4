import { describe, expect, it } from 'vitest';
import { scoredEvents, scoreLead } from '../../../../functions/leads/scoring/score.ts';
import {
  DEFAULT_SCORING_POLICY,
  ScoringPolicy,
} from '../../../../functions/leads/scoring/scoring-policy.ts';
import { visitsUntil } from '../../../../functions/leads/scoring/visits.ts';
import { at } from '../../../support/routing-builders.ts';

const now = at('2026-09-14T12:00:00Z');

function page(touchId: string, seenAt: string, seconds?: number, personId = 'pers_1') {
  return { touchId, personId, at: at(seenAt), kinds: ['pageView'], seconds };
}

function pointsOf(seconds: number | undefined, policy = DEFAULT_SCORING_POLICY): number {
  const touches = [page('eng_1', '2026-09-14T12:00:00Z', seconds)];
  return scoreLead({ facts: {}, engagements: scoredEvents(touches), now, policy }).engagement;
}

describe('the dwell time of a page view', () => {
  it.each([
    [undefined, 1],
    [0, 1],
    [59, 1],
    [60, 2],
    [299, 2],
    [300, 4],
    [86_400, 4],
  ])('of %s seconds is worth %i', (seconds, points) => {
    expect(pointsOf(seconds)).toBe(points);
  });

  it('scores by the steps of the policy, in whatever order they are, and by none where it has none', () => {
    const { pageView, ...others } = DEFAULT_SCORING_POLICY.engagement;
    const withDwell = (dwell?: { secondsAtLeast: number; points: number }[]) => {
      const { dwell: _, ...rule } = pageView;
      const engagement = { ...others, pageView: dwell ? { ...rule, dwell } : rule };
      return ScoringPolicy.parse({ ...DEFAULT_SCORING_POLICY, engagement });
    };
    const steps = [
      { secondsAtLeast: 100, points: 5 },
      { secondsAtLeast: 10, points: 3 },
    ];

    expect([pointsOf(100, withDwell(steps)), pointsOf(10, withDwell(steps))]).toEqual([5, 3]);
    expect(pointsOf(5000, withDwell())).toBe(1);
  });

  it('is held by the cap of the day like any other, and said with the reason', () => {
    const touches = ['eng_1', 'eng_2'].map((id) => page(id, '2026-09-14T12:00:00Z', 400));
    const policy = DEFAULT_SCORING_POLICY;

    const score = scoreLead({ facts: {}, engagements: scoredEvents(touches), now, policy });

    expect(score.engagement).toBe(5);
    expect(score.reasons[0]).toMatchObject({
      eventId: 'eng_1',
      points: 4,
      text: 'viewed a page for 400 seconds 0 days ago',
    });
  });
});

describe('visits', () => {
  it('are counted by person and by a half hour without a page', () => {
    const seen = visitsUntil(now, [
      page('eng_1', '2026-09-14T08:00:00Z', 60),
      page('eng_2', '2026-09-14T08:31:00Z', 30),
      page('eng_3', '2026-09-14T09:02:00Z'),
      page('eng_4', '2026-09-14T09:03:00Z', 10, 'pers_2'),
    ]);

    expect(seen).toEqual({ since: '2026-08-15T12:00:00.000Z', visits: 3, pages: 4, seconds: 100 });
  });

  it('are those of the last 30 days, each page once, and nothing but pages', () => {
    const seen = visitsUntil(now, [
      page('eng_1', '2026-08-15T12:00:00Z', 60),
      page('eng_2', '2026-08-15T12:00:01Z', 60),
      page('eng_2', '2026-08-15T12:00:01Z', 60),
      page('eng_3', '2026-09-15T00:00:00Z', 60),
      { ...page('eng_4', '2026-09-14T00:00:00Z', 60), kinds: ['download'] },
    ]);

    expect(seen).toMatchObject({ visits: 1, pages: 1, seconds: 60 });
  });
});
