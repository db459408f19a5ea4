import { describe, expect, it } from 'vitest';
import { millisBetweenOn } from '../../../../functions/leads/calendar/clocks.ts';
import { shippedCalendar } from '../../../../functions/leads/calendar/shipped-calendars.ts';
import { RepId } from '../../../../functions/leads/ids.ts';
import type { Instant } from '../../../../functions/leads/instant.ts';
import {
  availableShare,
  type Enquiry,
  exclusionCodes,
  exclusionsInForce,
  inheritedExclusions,
  liftExclusions,
  type RepDesk,
} from '../../../../functions/leads/routing/eligibility.ts';
import { monthBefore, rosterInForce } from '../../../../functions/leads/routing/roster.ts';
import { anExclusion, aRep, at, NOW, suspended } from '../../../support/routing-builders.ts';

function anEnquiry(over: Partial<Enquiry> = {}): Enquiry {
  return {
    now: NOW,
    cycle: 1,
    scope: {},
    exclusions: [],
    disputedRepIds: [],
    roster: { repIds: ['ann'], month: '2026-09', inherited: false },
    availableShare: () => 1,
    minAvailability: 0.5,
    ...over,
  };
}

describe('who may get a lead', () => {
  it('takes a rep on the roster who is there and has nothing against him', () => {
    expect(exclusionCodes(aRep('ann'), anEnquiry())).toEqual([]);
  });

  it.each<[string, Partial<RepDesk>, Partial<Enquiry>]>([
    ['INACTIVE', { active: false }, {}],
    ['NOT_ON_ROSTER', {}, { roster: undefined }],
    ['SUSPENDED', suspended('2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z'), {}],
    ['ABSENT', {}, { availableShare: () => 0.49 }],
    ['OUT_OF_SCOPE_REGION', { regions: ['CN-BJ'] }, { scope: { region: 'CN-SH' } }],
    ['OUT_OF_SCOPE_PRODUCT', { productLines: ['storage'] }, { scope: { productLine: 'core' } }],
    ['OUT_OF_SCOPE_LANGUAGE', { languages: ['zh'] }, { scope: { language: 'en' } }],
    ['EXCLUDED_REJECTED', {}, { exclusions: [anExclusion('ann', 'REJECTED')], cycle: 9 }],
    ['EXCLUDED_RETURNED', {}, { exclusions: [anExclusion('ann', 'RETURNED')], cycle: 9 }],
    ['EXCLUDED_MISROUTED', {}, { exclusions: [anExclusion('ann', 'MISROUTED')], cycle: 9 }],
    ['EXCLUDED_TIMED_OUT', {}, { exclusions: [anExclusion('ann', 'TIMED_OUT')] }],
    ['IN_DISPUTE', {}, { disputedRepIds: ['ann'] }],
    ['AT_CAPACITY', { openOffers: 20 }, {}],
  ])('says %s of a rep who must be passed over', (code, rep, enquiry) => {
    expect(exclusionCodes(aRep('ann', rep), anEnquiry(enquiry))).toEqual([code]);
  });

  it('lists every reason at once, always in the same order', () => {
    const rep = aRep('ann', { openOffers: 99, active: false, regions: ['DE-BE'] });

    const codes = exclusionCodes(rep, anEnquiry({ scope: { region: 'CN-SH' } }));

    expect(codes).toEqual(['INACTIVE', 'OUT_OF_SCOPE_REGION', 'AT_CAPACITY']);
  });

  it('takes a missing region and language as matching everyone, and a missing product line as core', () => {
    const rep = aRep('ann', { regions: ['CN-SH'], languages: ['zh'], productLines: ['storage'] });

    expect(exclusionCodes(rep, anEnquiry())).toEqual(['OUT_OF_SCOPE_PRODUCT']);
  });

  it('suspends from the first instant to just before the last', () => {
    const rep = aRep('ann', suspended('2026-09-14T02:00:00Z', '2026-10-14T02:00:00Z'));

    const atStart = exclusionCodes(rep, anEnquiry({ now: at('2026-09-14T02:00:00Z') }));
    const atEnd = exclusionCodes(rep, anEnquiry({ now: at('2026-10-14T02:00:00Z') }));

    expect([atStart, atEnd]).toEqual([['SUSPENDED'], []]);
  });

  it('takes a rep who is there for exactly half of the accept window', () => {
    expect(exclusionCodes(aRep('ann'), anEnquiry({ availableShare: () => 0.5 }))).toEqual([]);
  });
});

describe('how much of the accept window a rep is there', () => {
  const hours = (from: Instant, until: Instant) =>
    millisBetweenOn('elapsed', shippedCalendar('PLAIN'), from, until);
  const window = { from: at('2026-09-14T00:00:00Z'), until: at('2026-09-16T00:00:00Z') };
  const away = (from: string, to: string) => ({
    absenceId: from,
    from: at(from),
    to: at(to),
    recordedAt: NOW,
  });

  it('counts overlapping absences once and ignores what lies outside', () => {
    const absences = [
      away('2026-09-14T06:00:00Z', '2026-09-14T18:00:00Z'),
      away('2026-09-13T00:00:00Z', '2026-09-14T12:00:00Z'),
      away('2026-09-15T23:00:00Z', '2026-09-30T00:00:00Z'),
    ];

    expect(availableShare(absences, window, hours)).toBeCloseTo(1 - 19 / 48);
  });

  it('measures on the accept clock: two days off after a weekend are the whole window', () => {
    const monday = away('2026-09-14T00:00:00Z', '2026-09-16T00:00:00Z');
    const overWeekend = { from: at('2026-09-12T00:00:00Z'), until: at('2026-09-16T00:00:00Z') };
    const onWorkingDays = (from: Instant, until: Instant) =>
      millisBetweenOn('workingDayHours', shippedCalendar('PLAIN'), from, until);

    expect(availableShare([monday], overWeekend, hours)).toBe(0.5);
    expect(availableShare([monday], overWeekend, onWorkingDays)).toBe(0);
  });

  it('calls a rep without absences, or a window without time, all there', () => {
    expect(availableShare([], window, hours)).toBe(1);
    expect(availableShare([], { from: NOW, until: NOW }, hours)).toBe(1);
  });
});

describe('exclusions', () => {
  it('last for life after a reject or return, for the lead after a misroute, for the cycle after a timeout', () => {
    const all = [
      anExclusion('ann', 'REJECTED'),
      anExclusion('bob', 'RETURNED'),
      anExclusion('cat', 'TIMED_OUT'),
      anExclusion('dan', 'MISROUTED'),
    ];

    const inCycleTwo = exclusionsInForce(all, 2).map((one) => one.repId);
    const ofChildLead = inheritedExclusions(all).map((one) => one.repId);

    expect(inCycleTwo).toEqual(['ann', 'bob', 'dan']);
    expect(ofChildLead).toEqual(['ann', 'bob']);
  });

  it('no longer hold for the rep for whom a manager lifted them, who and why being kept', () => {
    const all = [anExclusion('ann', 'REJECTED'), anExclusion('bob', 'REJECTED')];
    const lifted = { by: 'dora', reason: 'customer asked for her', at: NOW };

    const after = liftExclusions(all, 'ann', lifted);

    expect(exclusionsInForce(after, 1).map((one) => one.repId)).toEqual(['bob']);
    expect(after[0]?.lifted).toEqual(lifted);
  });
});

describe('the roster in force', () => {
  const roster = (month: string, ...repIds: string[]) => ({
    month,
    repIds: repIds.map((id) => RepId.parse(id)),
    publishedBy: 'olga',
    publishedAt: NOW,
  });
  const september = { month: '2026-09', now: NOW, graceUntil: at('2026-09-03T16:00:00Z') };
  const early = { ...september, now: at('2026-09-03T15:59:59Z') };

  it('is the one of the month', () => {
    const ruling = rosterInForce([roster('2026-08', 'ann'), roster('2026-09', 'bob')], september);

    expect(ruling).toEqual({ roster: { repIds: ['bob'], month: '2026-09', inherited: false } });
  });

  it('is the one of the month before during the first working days', () => {
    const ruling = rosterInForce([roster('2026-08', 'ann')], early);

    expect(ruling).toEqual({ roster: { repIds: ['ann'], month: '2026-08', inherited: true } });
  });

  it('is none, with an alarm, once these days are over or when the month before had none either', () => {
    const late = rosterInForce([roster('2026-08', 'ann')], { ...early, now: early.graceUntil });
    const older = rosterInForce([roster('2026-07', 'ann')], early);

    expect([late, older]).toEqual([
      { alarm: 'ROSTER_NOT_PUBLISHED' },
      { alarm: 'ROSTER_NOT_PUBLISHED' },
    ]);
  });

  it('may be empty, which alarms', () => {
    const ruling = rosterInForce([roster('2026-08', 'ann'), roster('2026-09')], early);

    expect(ruling).toEqual({
      roster: { repIds: [], month: '2026-09', inherited: false },
      alarm: 'ROSTER_EMPTY',
    });
  });

  it('looks back from January to December', () => {
    expect([monthBefore('2026-01'), monthBefore('2026-10')]).toEqual(['2025-12', '2026-09']);
  });
});
