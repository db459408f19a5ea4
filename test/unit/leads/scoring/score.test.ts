import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Instant, plus } from '../../../../functions/leads/instant.ts';
import {
  reachesMql,
  type ScoredEvent,
  type ScoredFacts,
  scoreLead,
  submissionKinds,
  tierOf,
} from '../../../../functions/leads/scoring/score.ts';
import {
  DEFAULT_SCORING_POLICY as policy,
  SCORED_KINDS,
  type ScoredKind,
} from '../../../../functions/leads/scoring/scoring-policy.ts';

const start = Instant.parse('2026-09-14T02:00:00.000Z');

function did(kind: ScoredKind, at: Instant = start, eventId = `${kind} ${at}`): ScoredEvent {
  return { eventId, kind, at };
}

function fitOf(facts: ScoredFacts, named = policy): number {
  return scoreLead({ facts, engagements: [], now: start, policy: named }).fit;
}

function engagementOf(engagements: readonly ScoredEvent[], now = start, from?: Instant): number {
  return scoreLead({ facts: {}, engagements, now, policy, engagementFrom: from }).engagement;
}

describe('fit', () => {
  it('is 0 while nothing is known', () => {
    expect(scoreLead({ facts: {}, engagements: [], now: start, policy })).toEqual({
      fit: 0,
      engagement: 0,
      reasons: [],
    });
  });

  it('adds size, industry and role, and says so', () => {
    const facts = { employees: 500, industry: 'Manufacturing', title: 'IT Director' };

    const score = scoreLead({ facts, engagements: [], now: start, policy });

    expect(score.fit).toBe(22 + 15 + 25);
    expect(score.reasons.map(({ code, points }) => [code, points])).toEqual([
      ['size', 22],
      ['industry', 15],
      ['role', 25],
    ]);
  });

  it.each([
    [9, 0],
    [10, 6],
    [199, 14],
    [200, 22],
    [1000, 30],
  ])('gives %s employees %s points, in whatever order the bands are', (employees, points) => {
    const turned = { ...policy, fit: { ...policy.fit, size: policy.fit.size.toReversed() } };

    expect(fitOf({ employees })).toBe(points);
    expect(fitOf({ employees }, turned)).toBe(points);
  });

  it('knows a named account by its domain and those below it', () => {
    const importance = { ...policy.fit.importance, accounts: { 'Acme.example': 'A' } };
    const named = { ...policy, fit: { ...policy.fit, importance } };

    expect(fitOf({ domain: 'acme.example' }, named)).toBe(30);
    expect(tierOf('cn.acme.example', importance)).toBe('A');
    expect(tierOf('notacme.example', importance)).toBeUndefined();
    expect(tierOf(undefined, importance)).toBeUndefined();
  });

  it.each([
    ['CTO', 25],
    ['Vice President', 25],
    ['Head of Purchasing', 25],
    ['信息中心总监', 25],
    ['总经理', 25],
    ['总经理助理', 4],
    ['Executive Assistant', 4],
    ['Product Manager', 15],
    ['采购经理', 15],
    ['Software-Engineer', 0],
    ['Senior Engineer', 8],
    ['运维工程师', 8],
    ['Doctor', 0],
  ])('reads the title %s as %s points', (title, points) => {
    expect(fitOf({ title })).toBe(points);
  });

  it('does not age', () => {
    const facts = { employees: 500 };
    const later = plus(start, 'P3650D');

    expect(scoreLead({ facts, engagements: [], now: later, policy }).fit).toBe(fitOf(facts));
  });
});

describe('engagement', () => {
  it('halves every half-life', () => {
    const download = [did('download')];

    expect(engagementOf(download)).toBe(10);
    expect(engagementOf(download, plus(start, 'P30D'))).toBe(5);
    expect(engagementOf(download, plus(start, 'P60D'))).toBe(2.5);
  });

  it('keeps the event of every point', () => {
    const engagements = [did('demo', start, 'e-1'), did('download', start, 'e-2')];

    const { reasons } = scoreLead({ facts: {}, engagements, now: plus(start, 'P12D'), policy });

    expect(reasons).toEqual([
      {
        eventId: 'e-1',
        part: 'engagement',
        code: 'demo',
        points: 37.89,
        text: 'asked for a demo 12 days ago',
      },
      {
        eventId: 'e-2',
        part: 'engagement',
        code: 'download',
        points: 7.58,
        text: 'downloaded content 12 days ago',
      },
    ]);
  });

  it('counts at most so much of one kind a day', () => {
    const views = Array.from({ length: 9 }, (_, n) => did('pageView', plus(start, `PT${n}M`)));
    const now = plus(start, 'PT9M');

    expect(engagementOf(views, now)).toBeCloseTo(5, 1);
    expect(engagementOf([...views, did('download')], now)).toBeCloseTo(15, 1);
  });

  it('counts the cap per person: two colleagues at one event on one day are two', () => {
    const [anna, bernd] = ['pers_anna', 'pers_bernd'].map((personId) => ({
      ...did('event', start, `event of ${personId}`),
      personId,
    }));
    const once = engagementOf([{ ...did('event'), personId: 'pers_anna' }]);

    if (!anna || !bernd) throw new Error('two people');
    expect(engagementOf([anna, bernd])).toBe(2 * once);
    expect(engagementOf([anna, { ...bernd, personId: anna.personId }])).toBe(once);
  });

  it('starts a new cap with each day', () => {
    const evening = Instant.parse('2026-09-14T23:59:59.999Z');
    const midnight = Instant.parse('2026-09-15T00:00:00.000Z');
    const twice = [did('webinar', evening), did('webinar', midnight)];

    expect(engagementOf(twice, midnight)).toBe(30);
  });

  it('counts an event once, however often it is told', () => {
    expect(engagementOf([did('download'), did('download')])).toBe(10);
  });

  it('counts one submission for itself and for its hand-raise', () => {
    expect(engagementOf([did('submission', start, 'e-1'), did('demo', start, 'e-1')])).toBe(60);
  });

  it('falls by what tells against a lead, but never below 0', () => {
    const student = scoreLead({
      facts: {},
      engagements: [did('submission'), did('student')],
      now: start,
      policy,
    });

    expect(student.engagement).toBe(0);
    expect(student.reasons.map(({ code, points }) => [code, points])).toEqual([
      ['student', -40],
      ['submission', 10],
      ['clamped', 30],
    ]);
  });

  it('never rises above 100', () => {
    expect(engagementOf([did('demo'), did('visit'), did('callMe')])).toBe(100);
  });

  it('restarts at a refusal: what happened at it or before counts no more', () => {
    const later = plus(start, 'PT1S');

    expect(engagementOf([did('demo'), did('download', later)], later, start)).toBe(10);
  });

  it('does not count what has not happened yet', () => {
    expect(engagementOf([did('demo', plus(start, 'PT1S'))])).toBe(0);
  });
});

describe('an MQL', () => {
  it.each([
    ['a hand-raise of the least fit', 0, 0, 'callMe', true],
    ['a good fit with some interest', 60, 25, null, true],
    ['a fair fit with much interest', 30, 45, undefined, true],
    ['a good fit without interest', 100, 24, null, false],
    ['much interest of somebody who does not fit', 9, 100, null, false],
  ] as const)('%s: %s and %s', (_case, fit, engagement, handRaise, mql) => {
    const found = reachesMql({ fit, engagement }, { handRaise }, policy);

    expect(found.mql).toBe(mql);
    expect(found.because).toContain(`fit ${fit}`);
  });

  it('is no hand-raise below the least fit of the policy, unless a cell has it', () => {
    const strict = { ...policy, mql: { ...policy.mql, handRaiseFitAtLeast: 20 } };

    expect(reachesMql({ fit: 19, engagement: 60 }, { handRaise: 'demo' }, strict).mql).toBe(false);
    expect(reachesMql({ fit: 19, engagement: 70 }, { handRaise: 'demo' }, strict).mql).toBe(true);
  });
});

describe('the kinds of a submission', () => {
  const wary = {
    ...policy,
    negatives: { ...policy.negatives, competitorDomains: ['rival.example'] },
  };

  it.each([
    [null, {}, ['submission']],
    ['demo', {}, ['submission', 'demo']],
    [undefined, { title: '研究生' }, ['submission', 'student']],
    ['visit', { domain: 'eu.rival.example' }, ['submission', 'visit', 'competitor']],
    [undefined, { title: 'Director of Student Affairs' }, ['submission', 'student']],
  ] as const)('for %s from %j are %j', (handRaise, facts, kinds) => {
    expect(submissionKinds(handRaise, facts, wary)).toEqual(kinds);
  });
});

describe('for any history', () => {
  const positive = SCORED_KINDS.filter((kind) => policy.engagement[kind].points > 0);
  const happened = fc.nat(90 * 86_400).map((seconds) => plus(start, `PT${seconds}S`));
  const history = (kinds: readonly ScoredKind[]) =>
    fc.array(
      fc.record({
        eventId: fc.nat(60).map((n) => `e-${n}`),
        kind: fc.constantFrom(...kinds),
        at: happened,
      }),
      { maxLength: 60 },
    );
  const anyFacts = fc.record({
    employees: fc.option(fc.nat(5000), { nil: undefined }),
    industry: fc.constantFrom(undefined, 'finance', 'other'),
    title: fc.constantFrom(undefined, 'CTO', 'student', '经理'),
  });
  const end = plus(start, 'P90D');

  it('the reasons add up to the score, between 0 and 100', () => {
    fc.assert(
      fc.property(history(SCORED_KINDS), anyFacts, happened, (engagements, facts, now) => {
        const score = scoreLead({ facts, engagements, now, policy });

        for (const part of ['fit', 'engagement'] as const) {
          const sum = score.reasons
            .filter((reason) => reason.part === part)
            .reduce((so, { points }) => so + points, 0);
          expect(sum).toBeCloseTo(score[part], 8);
          expect(score[part]).toBeGreaterThanOrEqual(0);
          expect(score[part]).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('the order in which events are told does not matter', () => {
    const shuffled = history(SCORED_KINDS).chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([told, retold]) => {
        const score = (engagements: readonly ScoredEvent[]) =>
          scoreLead({ facts: {}, engagements, now: end, policy });

        expect(score(retold)).toEqual(score(told));
      }),
    );
  });

  it('interest that is not renewed never grows', () => {
    fc.assert(
      fc.property(history(positive), fc.nat(400), fc.nat(400), (engagements, days, more) => {
        const sooner = plus(end, `P${days}D`);

        expect(engagementOf(engagements, plus(sooner, `P${more}D`))).toBeLessThanOrEqual(
          engagementOf(engagements, sooner),
        );
      }),
    );
  });

  it('no kind gives more in a day than its cap', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...positive),
        fc.array(fc.nat(86_399), { maxLength: 40 }),
        (kind, seconds) => {
          const midnight = Instant.parse('2026-09-14T00:00:00Z');
          const events = seconds.map((at, n) => did(kind, plus(midnight, `PT${at}S`), `e-${n}`));

          expect(engagementOf(events, plus(midnight, 'P1D'))).toBeLessThanOrEqual(
            policy.engagement[kind].capPerDay + 0.005 * events.length,
          );
        },
      ),
    );
  });
});
