import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { fieldProblems } from '../../../../functions/leads/fields.ts';
import {
  bantFailures,
  fiveCriteriaFailures,
  Qualification,
  SalesQualification,
} from '../../../../functions/leads/qualification/qualification.ts';

const best: SalesQualification = {
  budget: 'approved',
  authority: 'decides',
  need: 'matches',
  timeline: { startWithinMonths: 12 },
  process: 'matches',
  role: 'decisionMaker',
  note: 'met the plant manager',
};

function pathsOf(schema: z.ZodType, body: unknown): readonly string[] {
  const parsed = schema.safeParse(body);
  return parsed.success ? [] : fieldProblems(parsed.error).map(({ path }) => path);
}

describe('a qualification', () => {
  it.each([
    [{ ...best, verdict: 'ready' }],
    [{ ...best, verdict: 'notNow', reason: 'NO_BUDGET', revisitAt: '2026-12-01T00:00:00.000Z' }],
    [{ ...best, verdict: 'notNow', reason: 'NO_BUDGET' }],
    [{ ...best, verdict: 'notALead', reason: 'POOR_FIT', timeline: null }],
    [{ ...best, verdict: 'ready', recordingUrl: 'https://pbx.example/r/1.mp3' }],
  ])('is taken: %j', (body) => {
    expect(Qualification.parse(body)).toEqual(body);
  });

  it.each([
    [['reason'], { ...best, verdict: 'notNow' }],
    [['reason'], { ...best, verdict: 'notALead' }],
    [['revisitAt'], { ...best, verdict: 'ready', revisitAt: '2026-12-01T00:00:00.000Z' }],
    [['note'], { ...best, verdict: 'ready', note: '  ' }],
    [['recordingUrl'], { ...best, verdict: 'ready', recordingUrl: 'javascript:alert(1)' }],
    [['recordingUrl'], { ...best, verdict: 'ready', recordingUrl: 'https://' }],
    [['timeline'], { ...best, verdict: 'ready', timeline: undefined }],
    [
      ['timeline.startWithinMonths'],
      { ...best, verdict: 'ready', timeline: { startWithinMonths: -1 } },
    ],
    [['budget', 'reason'], { ...best, verdict: 'notNow', budget: 'some' }],
    [['verdict'], best],
    [['vip'], { ...best, verdict: 'ready', vip: true }],
  ])('names %j when it is bad', (paths, body) => {
    expect(pathsOf(Qualification, body)).toEqual(paths);
  });

  it('of a rep has no verdict', () => {
    expect(SalesQualification.parse(best)).toEqual(best);
    expect(pathsOf(SalesQualification, { ...best, verdict: 'ready' })).toEqual(['verdict']);
  });
});

describe('BANT', () => {
  it('passes with the least of each that is enough', () => {
    const least = { budget: 'planned', authority: 'influences', need: 'partly' } as const;

    expect(bantFailures({ ...best, ...least, process: 'no', role: 'user' })).toEqual([]);
  });

  it.each([
    ['budget', { budget: 'none' }],
    ['budget', { budget: 'unknown' }],
    ['authority', { authority: 'uses' }],
    ['need', { need: 'no' }],
    ['timeline', { timeline: null }],
    ['timeline', { timeline: { startWithinMonths: 13 } }],
  ] as const)('fails at %s for %j', (path, found) => {
    const failures = bantFailures({ ...best, ...found });

    expect(failures.map((one) => one.path)).toEqual([path]);
    expect(failures[0]?.message).toContain('find out more, or choose notNow or notALead');
  });

  it('names every failing answer', () => {
    const nothing = {
      budget: 'unknown',
      authority: 'unknown',
      need: 'unknown',
      timeline: null,
    } as const;

    expect(bantFailures({ ...best, ...nothing }).map(({ path }) => path)).toEqual([
      'budget',
      'authority',
      'need',
      'timeline',
    ]);
  });
});

describe('the five criteria', () => {
  it('pass without asking who has authority', () => {
    expect(fiveCriteriaFailures({ ...best, authority: 'unknown', role: 'influencer' })).toEqual([]);
  });

  it.each([
    ['need', { need: 'partly' }],
    ['process', { process: 'unknown' }],
    ['budget', { budget: 'planned' }],
    ['timeline', { timeline: { startWithinMonths: 13 } }],
    ['role', { role: 'user' }],
  ] as const)('fail at %s for %j', (path, found) => {
    expect(fiveCriteriaFailures({ ...best, ...found }).map((one) => one.path)).toEqual([path]);
  });
});
