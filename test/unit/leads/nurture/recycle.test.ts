import { assert, describe, expect, it } from 'vitest';
import { addWorkingDayHours } from '../../../../functions/leads/calendar/clocks.ts';
import { daysBefore } from '../../../../functions/leads/calendar/local-dates.ts';
import { shippedCalendar } from '../../../../functions/leads/calendar/shipped-calendars.ts';
import {
  coolDownUntil,
  mayStartCycle,
  type RecycleCase,
  RecyclePolicy,
  recycleGuards,
  rejectErrors,
  type TenantClock,
} from '../../../../functions/leads/nurture/recycle.ts';
import { at } from '../../../support/routing-builders.ts';

const policy = RecyclePolicy.parse({});
const tenant: TenantClock = {
  afterWorkingDays: (start, duration) => addWorkingDayHours(shippedCalendar('CN'), start, duration),
  midnightBefore: (date, days) => daysBefore('Asia/Shanghai', date, days),
};

function restAfter(reason: string, rejectedAt: string, date?: string) {
  const rule = policy.reasons[reason];
  assert(rule);
  return coolDownUntil({ rule, at: at(rejectedAt), date }, tenant, policy);
}

describe('the rest of a rejected lead', () => {
  it.each([
    ['NO_NEED', '2027-03-13T02:00:00.000Z'],
    ['CHOSE_COMPETITOR', '2027-03-13T02:00:00.000Z'],
    ['NO_BUDGET', '2026-12-13T02:00:00.000Z'],
    ['NOT_DECISION_MAKER', '2026-09-28T02:00:00.000Z'],
    ['UNREACHABLE', '2026-09-21T02:00:00.000Z'],
    ['BAD_DATA', '2026-09-15T02:00:00.000Z'],
    ['POOR_FIT', '2026-10-14T02:00:00.000Z'],
    ['DUPLICATE', '2026-09-15T02:00:00.000Z'],
    ['MISROUTED', undefined],
  ])('after %s on Monday 14 September ends at %s', (reason, end) => {
    expect(restAfter(reason, '2026-09-14T02:00:00Z')).toBe(end);
  });

  it('lasts a whole working day at least: bad data of Friday rests until Monday', () => {
    expect(restAfter('BAD_DATA', '2026-09-11T08:00:00Z')).toBe('2026-09-14T08:00:00.000Z');
  });

  it('ends thirty days before the date that the customer named, at midnight where the tenant is', () => {
    expect(restAfter('TIMING', '2026-09-14T02:00:00Z', '2027-01-31')).toBe(
      '2026-12-31T16:00:00.000Z',
    );
  });

  it('is thirty days at least although the customer named a near date', () => {
    expect(restAfter('TIMING', '2026-09-14T02:00:00Z', '2026-10-20')).toBe(
      '2026-10-14T02:00:00.000Z',
    );
  });
});

describe('the reason catalogue', () => {
  it('counts against the lead only what was wrong with the lead', () => {
    const quality = Object.entries(policy.reasons)
      .filter(([, rule]) => rule.qualityReject)
      .map(([reason]) => reason);

    expect(quality).toEqual([
      'NO_NEED',
      'CHOSE_COMPETITOR',
      'NO_BUDGET',
      'NOT_DECISION_MAKER',
      'UNREACHABLE',
      'BAD_DATA',
      'POOR_FIT',
    ]);
  });

  it('gives the turn back for a misroute at once, for bad data and duplicates when the SDR confirms', () => {
    const credits = ['MISROUTED', 'BAD_DATA', 'DUPLICATE', 'NO_BUDGET'].map(
      (reason) => policy.reasons[reason]?.creditsTurnBack,
    );

    expect(credits).toEqual(['atOnce', 'whenSdrConfirms', 'whenSdrConfirms', 'never']);
  });

  it('can be replaced by a customer as a whole, but not emptied or spoilt', () => {
    const own = { TOO_SMALL: { coolDown: 'P365D', next: 'nurture', qualityReject: true } };
    const parse = (reasons: unknown) => RecyclePolicy.safeParse({ reasons });

    expect(Object.keys(parse(own).data?.reasons ?? {})).toEqual(['TOO_SMALL']);
    expect(parse({}).success).toBe(false);
    expect(parse({ TOO_SMALL: { ...own.TOO_SMALL, coolDown: 'P1Y' } }).success).toBe(false);
    expect(parse({ TOO_SMALL: { ...own.TOO_SMALL, coolDown: 'P731D' } }).success).toBe(false);
  });
});

describe('a reject', () => {
  it.each([
    ['reason', { reason: 'BORED', note: 'no' }],
    ['note', { reason: 'NO_BUDGET', note: '  ' }],
    ['date', { reason: 'TIMING', note: 'next year' }],
    ['misrouted', { reason: 'MISROUTED', note: 'not mine', misrouted: {} }],
  ])('without a usable %s is refused by its path', (path, body) => {
    expect(rejectErrors(body, policy).map((error) => error.path)).toEqual([path]);
  });

  it('names every fault at once', () => {
    const errors = rejectErrors({ reason: 'TIMING', note: '' }, policy);

    expect(errors.map((error) => error.path)).toEqual(['note', 'date']);
  });

  it('goes on with a known reason and what it asks for', () => {
    const bodies = [
      { reason: 'NO_BUDGET', note: 'frozen until spring' },
      { reason: 'TIMING', note: 'new plant', date: '2027-01-31' },
      { reason: 'MISROUTED', note: 'is in Beijing', misrouted: { region: 'CN-BJ' } },
    ];

    expect(bodies.flatMap((body) => rejectErrors(body, policy))).toEqual([]);
  });
});

describe('the guard before a lead is offered again', () => {
  const nurturedAt = at('2026-09-14T02:00:00Z');
  const later = at('2026-10-01T02:00:00Z');
  const ready: RecycleCase = {
    now: later,
    cycle: 2,
    extraCycleApproved: false,
    coolDownUntil: later,
    nurturedAt,
    reason: 'NO_BUDGET',
    activities: [{ at: later, connected: true }],
    qualifications: [{ at: later, personId: 'p1', role: 'user' }],
  };
  const guards = (over: Partial<RecycleCase>) => recycleGuards({ ...ready, ...over }, policy);

  it('lets a rested lead go that was reached and qualified anew', () => {
    expect(guards({})).toEqual([]);
  });

  it('names everything that is missing at once', () => {
    const nothingDone = {
      coolDownUntil: at('2026-10-01T02:00:00.001Z'),
      activities: [
        { at: nurturedAt, connected: true },
        { at: later, connected: false },
      ],
      qualifications: [{ at: nurturedAt, personId: 'p1', role: 'user' }],
      reason: 'BAD_DATA',
      cycle: 4,
    };

    expect(guards(nothingDone)).toEqual([
      'COOL_DOWN_RUNNING',
      'NO_CONNECTED_CONTACT',
      'NO_NEW_QUALIFICATION',
      'REASON_NOT_ADDRESSED',
      'CYCLE_LIMIT',
    ]);
  });

  it('asks nothing of the first cycle', () => {
    expect(guards({ cycle: 1, activities: [], qualifications: [] })).toEqual([]);
  });

  it('does not wait when a hand-raise lifted the rest, but still wants contact', () => {
    expect(guards({ coolDownUntil: undefined, activities: [] })).toEqual(['NO_CONNECTED_CONTACT']);
  });

  it('wants corrected contact data after bad data', () => {
    const reason = 'BAD_DATA';

    expect(guards({ reason, contactChangedAt: nurturedAt })).toEqual(['REASON_NOT_ADDRESSED']);
    expect(guards({ reason, contactChangedAt: later })).toEqual([]);
  });

  it('wants another person or another role when the first could not decide', () => {
    const before = { at: nurturedAt, personId: 'p1', role: 'user' };
    const guardsWith = (personId: string, role: string) =>
      guards({
        reason: 'NOT_DECISION_MAKER',
        qualifications: [before, { at: later, personId, role }],
      });

    expect(guardsWith('p1', 'user')).toEqual(['REASON_NOT_ADDRESSED']);
    expect(guardsWith('p1', 'decisionMaker')).toEqual([]);
    expect(guardsWith('p2', 'user')).toEqual([]);
  });

  it('stops at three cycles unless a director approves one more', () => {
    const started = [
      mayStartCycle(3, policy, false),
      mayStartCycle(4, policy, false),
      mayStartCycle(4, policy, true),
    ];

    expect(started).toEqual([true, false, true]);
  });
});
