import { describe, expect, it } from 'vitest';
import {
  daysBefore,
  localDateOf,
  monthOf,
  plusCalendarDays,
  plusCalendarDaysExclusiveEnd,
  plusCalendarMonthsClamped,
  startOfDay,
} from '../../../../functions/leads/calendar/local-dates.ts';
import { clockOf } from './calendars.ts';

const shanghai = clockOf('Asia/Shanghai');
const berlin = clockOf('Europe/Berlin');

describe('dates of a zone', () => {
  it('turns to the next date and month at local midnight, not at midnight in UTC', () => {
    const eve = shanghai('2026-08-31 23:59');
    const midnight = shanghai('2026-09-01 00:00');

    expect([eve, midnight].map((at) => localDateOf('Asia/Shanghai', at))).toEqual([
      '2026-08-31',
      '2026-09-01',
    ]);
    expect([eve, midnight].map((at) => monthOf('Asia/Shanghai', at))).toEqual([
      '2026-08',
      '2026-09',
    ]);
  });

  it('begins a day at local midnight on both sides of a change of the clock', () => {
    expect(startOfDay('Europe/Berlin', '2026-03-29')).toBe('2026-03-28T23:00:00.000Z');
    expect(startOfDay('Europe/Berlin', '2026-03-30')).toBe('2026-03-29T22:00:00.000Z');
  });

  it('ends the 45 days of the opportunity window at 00:00 of the 46th date after acceptance', () => {
    const early = plusCalendarDaysExclusiveEnd('Asia/Shanghai', shanghai('2026-09-14 00:00'), 45);
    const late = plusCalendarDaysExclusiveEnd('Asia/Shanghai', shanghai('2026-09-14 23:59'), 45);

    expect([early, late]).toEqual([shanghai('2026-10-30 00:00'), shanghai('2026-10-30 00:00')]);
  });

  it('comes back to a timed reject at 00:00, 30 days before the stated date', () => {
    expect(daysBefore('Asia/Shanghai', '2027-01-15', 30)).toBe(shanghai('2026-12-16 00:00'));
  });
});

describe('calendar days and months', () => {
  it.each([
    ['2026-01-31 10:00', '2026-02-28 10:00'],
    ['2028-01-31 10:00', '2028-02-29 10:00'],
    ['2026-08-31 10:00', '2026-09-30 10:00'],
    ['2026-12-15 10:00', '2027-01-15 10:00'],
    ['2026-03-10 10:00', '2026-04-10 10:00'],
  ])('suspends from %s for a calendar month, until %s', (from, until) => {
    expect(plusCalendarMonthsClamped('Europe/Berlin', berlin(from), 1)).toBe(berlin(until));
  });

  it('touches a nurtured lead at the same local time when the clock has changed between', () => {
    expect(plusCalendarDays('Europe/Berlin', berlin('2026-03-10 10:00'), 30)).toBe(
      berlin('2026-04-09 10:00'),
    );
  });
});
