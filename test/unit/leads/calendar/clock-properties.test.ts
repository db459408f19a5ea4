import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../../../functions/leads/calendar/calendar.ts';
import { ClockPolicy } from '../../../../functions/leads/calendar/clock-policy.ts';
import {
  addOn,
  addWorkingDayHours,
  addWorkingHours,
  type Clock,
  halfDayDue,
  millisBetweenOn,
  subtractWorkingHours,
} from '../../../../functions/leads/calendar/clocks.ts';
import { extendOnly, offerDeadlines } from '../../../../functions/leads/calendar/deadlines.ts';
import { shippedCalendar } from '../../../../functions/leads/calendar/shipped-calendars.ts';
import { type Instant, instantOf, millisOf } from '../../../../functions/leads/instant.ts';
import { aCalendar, isWorking, vectorCalendar } from './calendars.ts';

const MINUTE = 60_000;
const nightShift = aCalendar({
  zone: 'Europe/Berlin',
  weekly: {
    sat: [['22:00', '24:00']],
    sun: [
      ['00:00', '02:30'],
      ['02:45', '06:00'],
    ],
    wed: [['09:00', '17:00']],
  },
});

const calendars: fc.Arbitrary<Calendar> = fc.constantFrom<Calendar[]>(
  vectorCalendar,
  nightShift,
  ...(['CN', 'DE', 'US', 'GB', 'SG', 'PLAIN'] as const).map((id) => shippedCalendar(id)),
);
const clocks = fc.constantFrom<Clock[]>('elapsed', 'workingHours', 'workingDayHours');
const minutes = { min: Date.UTC(2025, 11, 1) / MINUTE, max: Date.UTC(2027, 1, 1) / MINUTE };
const instants = fc.integer(minutes).map((minute) => instantOf(minute * MINUTE));
const spans = fc.integer({ min: 1, max: 6000 });

const lasting = (count: number) => `PT${count}M`;

function ordered(one: Instant, other: Instant): readonly [Instant, Instant] {
  return one < other ? [one, other] : [other, one];
}

describe('every clock', () => {
  it('never gives a later start an earlier deadline, and none before its start', () => {
    fc.assert(
      fc.property(
        calendars,
        clocks,
        instants,
        instants,
        fc.integer({ min: 0, max: 6000 }),
        (calendar, clock, one, other, span) => {
          const [early, late] = ordered(one, other);
          const dueEarly = addOn(clock, calendar, early, lasting(span));
          const dueLate = addOn(clock, calendar, late, lasting(span));
          expect(dueEarly <= dueLate).toBe(true);
          expect(dueEarly >= early).toBe(true);
          expect(halfDayDue(calendar, early) <= halfDayDue(calendar, late)).toBe(true);
          expect(halfDayDue(calendar, early) > early).toBe(true);
        },
      ),
    );
  });

  it('adds two durations one after the other as it adds their sum', () => {
    fc.assert(
      fc.property(
        calendars,
        clocks,
        instants,
        spans,
        spans,
        (calendar, clock, start, first, second) => {
          const inSteps = addOn(
            clock,
            calendar,
            addOn(clock, calendar, start, lasting(first)),
            lasting(second),
          );
          expect(inSteps).toBe(addOn(clock, calendar, start, lasting(first + second)));
        },
      ),
    );
  });

  it('measures between a start and its deadline what was added', () => {
    fc.assert(
      fc.property(calendars, clocks, instants, spans, (calendar, clock, start, span) => {
        const due = addOn(clock, calendar, start, lasting(span));
        expect(millisBetweenOn(clock, calendar, start, due)).toBe(span * MINUTE);
      }),
    );
  });

  it('runs at most as fast as time itself, working hours slower than hours of working days', () => {
    fc.assert(
      fc.property(calendars, instants, spans, (calendar, start, span) => {
        const inBlocks = addWorkingHours(calendar, start, lasting(span));
        const onDays = addWorkingDayHours(calendar, start, lasting(span));
        expect(inBlocks >= onDays).toBe(true);
        expect(millisOf(onDays) - millisOf(start)).toBeGreaterThanOrEqual(span * MINUTE);
      }),
    );
  });
});

describe('working hours backwards', () => {
  it('come back to an open start, and to its opening from a closed one', () => {
    fc.assert(
      fc.property(calendars, instants, spans, (calendar, start, span) => {
        const back = subtractWorkingHours(
          calendar,
          addWorkingHours(calendar, start, lasting(span)),
          lasting(span),
        );
        expect(back).toBe(addWorkingHours(calendar, start, 'PT0S'));
        expect(isWorking(calendar, back)).toBe(true);
      }),
    );
  });
});

describe('the deadlines of any offer', () => {
  const policy = ClockPolicy.parse({});

  it('keep their order, whenever and by whichever calendar the offer is made', () => {
    fc.assert(
      fc.property(calendars, clocks, instants, (calendar, clock, offeredAt) => {
        const accept = { ...policy.accept, clock };
        const found = offerDeadlines({ ...policy, accept }, calendar, offeredAt);
        expect(found.reminderAt.length).toBeGreaterThan(0);
        expect(found.reminderAt).toEqual([...new Set(found.reminderAt)].sort());
        expect(found.reminderAt.every((at) => offeredAt <= at && at < found.acceptDueAt)).toBe(
          true,
        );
        expect(found.acceptDueAt < found.expireAt).toBe(true);
      }),
    );
  });

  it('remind in working hours only, unless none are left after the offer; and of the contact before it is due', () => {
    fc.assert(
      fc.property(calendars, clocks, instants, (calendar, clock, offeredAt) => {
        const accept = { ...policy.accept, clock };
        const found = offerDeadlines({ ...policy, accept }, calendar, offeredAt);
        const { reminderAt, contactRemindAt, contactDueAt } = found;
        for (const at of reminderAt) expect(isWorking(calendar, at) || at === offeredAt).toBe(true);
        expect(offeredAt < contactRemindAt && contactRemindAt < contactDueAt).toBe(true);
        expect(isWorking(calendar, contactRemindAt)).toBe(true);
      }),
    );
  });

  it('are never shortened by any change of calendar', () => {
    fc.assert(
      fc.property(calendars, calendars, instants, (before, after, offeredAt) => {
        const old = offerDeadlines(policy, before, offeredAt);
        const { deadlines, extended } = extendOnly(old, offerDeadlines(policy, after, offeredAt));
        expect(deadlines.acceptDueAt >= old.acceptDueAt).toBe(true);
        expect(deadlines.contactDueAt >= old.contactDueAt).toBe(true);
        expect(deadlines.expireAt >= old.expireAt).toBe(true);
        expect(extended.includes('acceptDueAt')).toBe(deadlines.acceptDueAt > old.acceptDueAt);
      }),
    );
  });
});
