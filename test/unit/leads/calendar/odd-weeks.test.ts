import { describe, expect, it } from 'vitest';
import {
  addWorkingDayHours,
  addWorkingHours,
  halfDayDue,
  millisBetweenOn,
  workingMillisBetween,
} from '../../../../functions/leads/calendar/clocks.ts';
import { shippedCalendar } from '../../../../functions/leads/calendar/shipped-calendars.ts';
import { aCalendar, clockOf, isWorking, readIn } from './calendars.ts';

const CN = shippedCalendar('CN');
const DE = shippedCalendar('DE');
const US = shippedCalendar('US');
const GB = shippedCalendar('GB');
const SG = shippedCalendar('SG');
const PLAIN = shippedCalendar('PLAIN');
const HOUR = 3_600_000;

describe('Shanghai', () => {
  const at = clockOf('Asia/Shanghai');
  const read = readIn('Asia/Shanghai');

  it('works on the Saturday before the Spring Festival and again nine days later', () => {
    const start = at('2026-02-14 17:00');

    expect(read(addWorkingHours(CN, start, 'PT4H'))).toBe('Tue 2026-02-24 12:00');
    expect(read(addWorkingDayHours(CN, start, 'PT48H'))).toBe('Wed 2026-02-25 17:00');
    expect(read(halfDayDue(CN, start))).toBe('Tue 2026-02-24 12:00');
  });

  it('works on the Sunday of 20 September and on Saturday 10 October 2026', () => {
    expect(read(addWorkingHours(CN, at('2026-09-18 16:30'), 'PT4H'))).toBe('Sun 2026-09-20 11:30');
    expect(read(addWorkingHours(CN, at('2026-09-30 17:00'), 'PT4H'))).toBe('Thu 2026-10-08 12:00');
    expect(read(addWorkingHours(CN, at('2026-10-09 17:00'), 'PT4H'))).toBe('Sat 2026-10-10 12:00');
  });

  it('works on the made-up Sunday before the Spring Festival of 2025', () => {
    expect(read(addWorkingHours(CN, at('2025-01-26 16:00'), 'PT4H'))).toBe('Mon 2025-01-27 11:00');
    expect(read(addWorkingHours(CN, at('2025-01-27 16:00'), 'PT4H'))).toBe('Wed 2025-02-05 11:00');
  });

  it('claims to know the years that the State Council has published and no more', () => {
    expect([CN.coveredFrom, CN.coveredUntil]).toEqual(['2025-01-01', '2026-12-31']);
  });
});

describe('Berlin', () => {
  const at = clockOf('Europe/Berlin');
  const read = readIn('Europe/Berlin');

  it('keeps office hours on the wall clock when summer time begins and ends', () => {
    expect(addWorkingHours(DE, at('2026-03-27 16:00'), 'PT2H')).toBe('2026-03-30T08:00:00.000Z');
    expect(addWorkingHours(DE, at('2026-10-23 16:00'), 'PT2H')).toBe('2026-10-26T09:00:00.000Z');
  });

  it('passes over Good Friday and Easter Monday', () => {
    expect(read(addWorkingDayHours(DE, at('2026-04-02 12:00'), 'PT48H'))).toBe(
      'Wed 2026-04-08 12:00',
    );
  });

  it('works on Christmas Eve, which is a bank custom and no public holiday', () => {
    expect(isWorking(DE, at('2026-12-24 10:00'))).toBe(true);
    expect(isWorking(DE, at('2026-12-25 10:00'))).toBe(false);
  });
});

describe('a Berlin night shift from Saturday to Sunday', () => {
  const at = clockOf('Europe/Berlin');
  const nights = aCalendar({
    zone: 'Europe/Berlin',
    weekly: { sat: [['22:00', '24:00']], sun: [['00:00', '06:00']] },
  });

  it.each([
    ['spring forward, an hour less', '2026-03-28 22:00', 7, 23],
    ['an ordinary night', '2026-04-11 22:00', 8, 24],
    ['fall back, an hour more', '2026-10-24 22:00', 9, 25],
  ])('lasts as long as it really does: %s', (_night, start, hours, sundayHours) => {
    const from = at(start);
    const sunday = at(start.replace('22:00', '00:00'));

    expect(workingMillisBetween(nights, from, addWorkingHours(nights, from, `PT${hours}H`))).toBe(
      hours * HOUR,
    );
    expect(readIn('Europe/Berlin')(addWorkingHours(nights, from, `PT${hours}H`))).toMatch(/06:00$/);
    expect(
      millisBetweenOn('workingDayHours', nights, sunday, addWorkingDayHours(nights, from, 'P3D')),
    ).toBe((22 + 72) * HOUR);
    expect(
      readIn('Europe/Berlin')(addWorkingDayHours(nights, from, `PT${2 + sundayHours}H`)),
    ).toMatch(/^Mon .* 00:00$/);
  });

  it('moves a block edge inside the skipped hour to the moment of the jump, so that blocks stay apart', () => {
    const skipped = aCalendar({
      zone: 'Europe/Berlin',
      weekly: {
        sun: [
          ['01:00', '02:15'],
          ['02:20', '02:40'],
          ['02:45', '04:00'],
        ],
      },
    });

    expect(workingMillisBetween(skipped, at('2026-03-29 00:00'), at('2026-03-29 23:00'))).toBe(
      2 * HOUR,
    );
    expect(workingMillisBetween(skipped, at('2026-03-22 00:00'), at('2026-03-22 23:00'))).toBe(
      (75 + 20 + 75) * 60_000,
    );
  });
});

describe('New York', () => {
  const at = clockOf('America/New_York');
  const read = readIn('America/New_York');

  it('rests on Thanksgiving and works on the Friday after it', () => {
    expect(read(addWorkingHours(US, at('2026-11-25 16:00'), 'PT4H'))).toBe('Fri 2026-11-27 12:00');
    expect(read(addWorkingDayHours(US, at('2026-11-25 12:00'), 'PT48H'))).toBe(
      'Mon 2026-11-30 12:00',
    );
  });

  it('observes a Saturday holiday on the Friday and a Sunday one on the Monday', () => {
    const days = ['2026-07-03', '2027-07-05', '2027-12-31', '2027-06-18', '2026-07-06'];

    expect(days.map((day) => isWorking(US, at(`${day} 10:00`)))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('keeps 9 to 5 on the wall clock over both changes of the year', () => {
    expect(addWorkingHours(US, at('2026-03-06 16:00'), 'PT2H')).toBe('2026-03-09T14:00:00.000Z');
    expect(addWorkingHours(US, at('2026-10-30 16:00'), 'PT2H')).toBe('2026-11-02T15:00:00.000Z');
  });
});

describe('the other shipped calendars', () => {
  it('keep the English bank holidays, with a day in lieu of a weekend one', () => {
    const at = clockOf('Europe/London');
    const days = ['2026-08-31', '2026-12-28', '2027-12-27', '2027-12-28', '2026-12-29'];

    expect(days.map((day) => isWorking(GB, at(`${day} 10:00`)))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('keep the holidays of Singapore as gazetted for 2025 and 2026', () => {
    const at = clockOf('Asia/Singapore');
    const days = [
      '2025-01-30',
      '2026-02-18',
      '2026-06-01',
      '2026-08-10',
      '2026-11-09',
      '2026-05-27',
      '2026-05-28',
    ];

    expect(days.map((day) => isWorking(SG, at(`${day} 10:00`)))).toEqual([
      ...Array(6).fill(false),
      true,
    ]);
    expect(SG.coveredUntil).toBe('2026-12-31');
  });

  it('work from 9 to 5 in UTC on every weekday where nothing is configured', () => {
    expect(addWorkingHours(PLAIN, clockOf('UTC')('2030-12-24 16:00'), 'PT2H')).toBe(
      '2030-12-25T10:00:00.000Z',
    );
  });
});

describe('zones with odd days', () => {
  it('begins a day at 01:00 in Cairo when midnight is skipped', () => {
    const cairo = aCalendar({ zone: 'Africa/Cairo', weekly: { fri: [['00:00', '02:00']] } });

    expect(addWorkingHours(cairo, clockOf('Africa/Cairo')('2026-04-23 12:00'), 'PT1H')).toBe(
      clockOf('Africa/Cairo')('2026-04-24 02:00'),
    );
  });

  it('knows no 30 December 2011 in Samoa', () => {
    const samoa = aCalendar({ zone: 'Pacific/Apia' });

    expect(addWorkingHours(samoa, clockOf('Pacific/Apia')('2011-12-29 16:00'), 'PT2H')).toBe(
      clockOf('Pacific/Apia')('2012-01-02 10:00'),
    );
  });
});
