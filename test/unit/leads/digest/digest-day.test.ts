import { describe, expect, it } from 'vitest';
import type { CalendarVersion } from '../../../../functions/leads/calendar/calendar.ts';
import { shippedCalendar } from '../../../../functions/leads/calendar/shipped-calendars.ts';
import {
  digestDue,
  nextDigestAt,
  type Reading,
} from '../../../../functions/leads/digest/digest-day.ts';
import { DigestPolicy } from '../../../../functions/leads/digest/digest-policy.ts';
import { Instant } from '../../../../functions/leads/instant.ts';

function by(calendar: CalendarVersion, zone = calendar.zone): Reading {
  return { calendar, zone };
}

const shanghai = by(shippedCalendar('CN'));
const newYork = by(shippedCalendar('US'));

function dueAt(reading: Reading, at: string, policy: object = {}, came = {}) {
  const due = digestDue(reading, Instant.parse(at), DigestPolicy.parse(policy), came);
  return due && `${due.digest} ${due.day}`;
}

describe('the day of a digest', () => {
  it.each([
    ['Monday 08:29 in Shanghai', shanghai, '2026-09-14T00:29:59Z', undefined],
    ['Monday 08:30', shanghai, '2026-09-14T00:30:00Z', 'weekly 2026-09-14'],
    ['Tuesday', shanghai, '2026-09-15T00:30:00Z', 'daily 2026-09-15'],
    ['Saturday', shanghai, '2026-09-12T02:00:00Z', undefined],
    ['late on Friday', shanghai, '2026-09-11T15:59:59Z', 'daily 2026-09-11'],
    ['the midnight after it', shanghai, '2026-09-11T16:00:00Z', undefined],
    ['a Sunday that is worked', shanghai, '2026-09-20T00:30:00Z', 'daily 2026-09-20'],
    ['in a national week', shanghai, '2026-10-05T00:30:00Z', undefined],
    ['the first day after it', shanghai, '2026-10-08T00:30:00Z', 'weekly 2026-10-08'],
    ['Monday in New York', newYork, '2026-09-14T12:30:00Z', 'weekly 2026-09-14'],
    ['Labor Day there', newYork, '2026-09-07T12:30:00Z', undefined],
    ['the Tuesday after it', newYork, '2026-09-08T12:30:00Z', 'weekly 2026-09-08'],
    ['before its clocks go back', newYork, '2026-10-30T12:30:00Z', 'daily 2026-10-30'],
    ['after that, an hour early', newYork, '2026-11-02T12:30:00Z', undefined],
    ['and in time', newYork, '2026-11-02T13:30:00Z', 'weekly 2026-11-02'],
  ])('%s', (_when, reading, at, expected) => {
    expect(dueAt(reading, at)).toBe(expected);
  });

  it('goes by the days off of the calendar and the clock of the zone, where these differ', () => {
    const directorInNewYork = by(shippedCalendar('CN'), 'America/New_York');

    expect(dueAt(directorInNewYork, '2026-09-14T00:30:00Z')).toBeUndefined();
    expect(dueAt(directorInNewYork, '2026-09-14T12:30:00Z')).toBe('weekly 2026-09-14');
    expect(dueAt(directorInNewYork, '2026-10-05T12:30:00Z')).toBeUndefined();
  });

  it('is at the time of the policy, each by itself, and never when it is off', () => {
    const late = { daily: '07:00', weekly: '09:15' };

    expect(dueAt(shanghai, '2026-09-14T01:00:00Z', late)).toBeUndefined();
    expect(dueAt(shanghai, '2026-09-14T01:15:00Z', late)).toBe('weekly 2026-09-14');
    expect(dueAt(shanghai, '2026-09-14T23:00:00Z', late)).toBe('daily 2026-09-15');
    expect(dueAt(shanghai, '2026-09-14T02:00:00Z', { weekly: 'off' })).toBe('daily 2026-09-14');
    expect(dueAt(shanghai, '2026-09-15T02:00:00Z', { daily: 'off' })).toBeUndefined();
    expect(dueAt(shanghai, '2026-09-14T02:00:00Z', { daily: 'off', weekly: 'off' })).toBe(
      undefined,
    );
  });

  it('is no second week’s when the calendar makes another day the first', () => {
    const mondayOff = { ...shanghai.calendar, off: [...shanghai.calendar.off, '2026-09-14'] };
    const reading = by(mondayOff);

    expect(dueAt(reading, '2026-09-15T00:30:00Z')).toBe('weekly 2026-09-15');
    expect(dueAt(reading, '2026-09-15T00:30:00Z', {}, { weeklyCame: true })).toBe(
      'daily 2026-09-15',
    );
  });

  it('looks back to the last first working day, over weeks that nobody worked', () => {
    const closed = Array.from(
      { length: 14 },
      (_, day) => `2026-09-${String(day + 7).padStart(2, '0')}`,
    );
    const reading = by({ ...shippedCalendar('PLAIN'), off: closed });
    const due = digestDue(reading, Instant.parse('2026-09-21T12:00:00Z'), DigestPolicy.parse({}));

    expect(due).toMatchObject({ digest: 'weekly', since: '2026-08-31', until: '2026-09-20' });
  });

  it.each(['8:30', '24:00', '08:60', 'noon', ''])('is at no time %s', (daily) => {
    expect(DigestPolicy.safeParse({ daily }).error?.issues[0]?.path).toEqual(['daily']);
  });
});

describe('a clock that skips', () => {
  it.each([
    ['2026-09-14T00:00:00Z', '2026-09-14T00:30:00.000Z'],
    ['2026-09-14T00:30:00Z', '2026-09-14T12:30:00.000Z'],
    ['2026-09-14T12:30:00Z', '2026-09-15T00:30:00.000Z'],
  ])('is told at %s that somebody may be due at %s', (at, next) => {
    const zones = ['Asia/Shanghai', 'America/New_York', 'Asia/Shanghai'];

    expect(nextDigestAt(zones, Instant.parse(at), DigestPolicy.parse({}))).toBe(next);
  });

  it('is told of nothing when both are off', () => {
    const off = DigestPolicy.parse({ daily: 'off', weekly: 'off' });

    expect(nextDigestAt(['UTC'], Instant.parse('2026-09-14T00:00:00Z'), off)).toBeUndefined();
  });
});
