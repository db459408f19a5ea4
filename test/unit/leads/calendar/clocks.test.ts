import { describe, expect, it } from 'vitest';
import { Calendar } from '../../../../functions/leads/calendar/calendar.ts';
import {
  addWorkingDayHours,
  addWorkingDays,
  addWorkingHours,
  atFraction,
  halfDayDue,
  millisBetweenOn,
  subtractWorkingHours,
  workingMillisBetween,
} from '../../../../functions/leads/calendar/clocks.ts';
import { coverageWarningAt, isProvisional } from '../../../../functions/leads/calendar/coverage.ts';
import { NoWorkingTime } from '../../../../functions/leads/calendar/working-time.ts';
import { aCalendar, clockOf, isWorking, readIn, vectorCalendar } from './calendars.ts';

const HOUR = 3_600_000;
const at = clockOf('Asia/Shanghai');
const read = readIn('Asia/Shanghai');
const utc = clockOf('UTC');
const plain = aCalendar();

describe('working blocks', () => {
  it('opens a block at its first moment and closes it at its last', () => {
    const open = ['09:00', '11:59', '12:00', '13:29', '13:30', '17:59', '18:00'].filter((time) =>
      isWorking(vectorCalendar, at(`2026-09-14 ${time}`)),
    );

    expect(open).toEqual(['09:00', '11:59', '13:30', '17:59']);
  });

  it('lets work that fills a block end at the end of that block', () => {
    const due = addWorkingHours(vectorCalendar, at('2026-09-14 10:00'), 'PT2H');

    expect(read(due)).toBe('Mon 2026-09-14 12:00');
  });

  it('gives the next opening for no time at all at a closed moment, and the moment itself at an open one', () => {
    const found = ['2026-09-14 12:00', '2026-09-18 18:00', '2026-09-14 10:15'].map((start) =>
      addWorkingHours(vectorCalendar, at(start), 'PT0S'),
    );

    expect(found.map(read)).toEqual([
      'Mon 2026-09-14 13:30',
      'Mon 2026-09-21 09:00',
      'Mon 2026-09-14 10:15',
    ]);
  });

  it('takes 4 working hours back over lunch and over a holiday', () => {
    const found = ['2026-09-14 15:30', '2026-10-08 10:00'].map((end) =>
      subtractWorkingHours(vectorCalendar, at(end), 'PT4H'),
    );

    expect(found.map(read)).toEqual(['Mon 2026-09-14 10:00', 'Wed 2026-09-30 15:00']);
  });

  it('gives the last closing for no time at all before a closed moment', () => {
    const found = ['2026-09-14 13:30', '2026-09-20 12:00', '2026-09-14 15:00'].map((end) =>
      subtractWorkingHours(vectorCalendar, at(end), 'PT0S'),
    );

    expect(found.map(read)).toEqual([
      'Mon 2026-09-14 12:00',
      'Fri 2026-09-18 18:00',
      'Mon 2026-09-14 15:00',
    ]);
  });

  it('runs on for years where work goes on, since only a closure ends the search', () => {
    const start = utc('2026-03-02 09:00');

    const due = addWorkingHours(plain, start, 'PT4160H');

    expect(due).toBe(utc('2028-02-25 17:00'));
    expect(subtractWorkingHours(plain, due, 'PT4160H')).toBe(start);
  });

  it('measures working time and hours of working days apart', () => {
    const [from, to] = [at('2026-09-18 16:30'), at('2026-09-21 10:00')];

    expect(workingMillisBetween(vectorCalendar, from, to)).toBe(2.5 * HOUR);
    expect(millisBetweenOn('workingDayHours', vectorCalendar, from, to)).toBe(17.5 * HOUR);
    expect(workingMillisBetween(vectorCalendar, to, from)).toBe(0);
  });
});

describe('the working-day clock', () => {
  it('starts counting an offer made on a day off at 00:00 of the next working day', () => {
    const due = addWorkingDayHours(vectorCalendar, at('2026-10-04 11:00'), 'PT1H');

    expect(read(due)).toBe('Thu 2026-10-08 01:00');
  });

  it('counts 10 working days for an annulment over two weekends', () => {
    const due = addWorkingDays(plain, utc('2026-03-02 10:00'), 10);

    expect(due).toBe(utc('2026-03-16 10:00'));
  });

  it('finds half and three quarters of 48 hours on the clock that the 48 hours run on', () => {
    const [from, due] = [at('2026-09-18 16:30'), at('2026-09-22 16:30')];

    const found = [0.5, 0.75].map((part) =>
      atFraction(vectorCalendar, 'workingDayHours', from, due, part),
    );

    expect(found.map(read)).toEqual(['Mon 2026-09-21 16:30', 'Tue 2026-09-22 04:30']);
  });

  it('finds no share of a time after its end, even if the clock stands still all that time', () => {
    const [from, due] = [at('2026-09-19 10:00'), at('2026-09-19 12:00')];

    expect(atFraction(vectorCalendar, 'workingHours', from, due, 0.5)).toBe(due);
  });
});

describe('the half-day rule', () => {
  it('takes the opening itself for the morning', () => {
    const due = halfDayDue(vectorCalendar, at('2026-09-14 09:00'));

    expect(read(due)).toBe('Mon 2026-09-14 18:00');
  });

  it('is due at noon for what came before work began', () => {
    const due = halfDayDue(vectorCalendar, at('2026-09-14 08:00'));

    expect(read(due)).toBe('Mon 2026-09-14 12:00');
  });

  it('splits a day of one block at its middle', () => {
    const found = ['2026-03-02 12:59', '2026-03-02 13:00'].map((start) =>
      halfDayDue(plain, utc(start)),
    );

    expect(found).toEqual([utc('2026-03-02 17:00'), utc('2026-03-03 13:00')]);
  });

  it('takes the first two of three blocks for the morning', () => {
    const threeBlocks = aCalendar({
      weekly: {
        mon: [
          ['08:00', '10:00'],
          ['10:30', '12:00'],
          ['13:00', '17:00'],
        ],
      },
    });

    const found = ['2026-03-02 10:15', '2026-03-02 12:00'].map((start) =>
      halfDayDue(threeBlocks, utc(start)),
    );

    expect(found).toEqual([utc('2026-03-02 17:00'), utc('2026-03-09 12:00')]);
  });
});

describe('a calendar that closes for good', () => {
  // The schema refuses such a calendar, so the engine meets it only when it is handed one unparsed.
  const { shape } = Calendar;
  const closed: Calendar = { ...plain, weekly: shape.weekly.parse({}), off: [], on: {} };
  const start = utc('2026-03-02 10:00');

  it.each([
    ['working hours', () => addWorkingHours(closed, start, 'PT4H')],
    ['no working time at all', () => addWorkingHours(closed, start, 'PT0S')],
    ['hours of working days', () => addWorkingDayHours(closed, start, 'PT48H')],
    ['half a day', () => halfDayDue(closed, start)],
    ['working hours backwards', () => subtractWorkingHours(closed, start, 'PT4H')],
  ])('is an error, not an endless search, when asked for %s', (_what, ask) => {
    expect(ask).toThrow(NoWorkingTime);
    expect(ask).toThrow('no working time within 200 days of 2026-03-02');
  });

  it('still answers while the next working time is 200 days away, and not at 201', () => {
    const after200 = { ...closed, on: shape.on.parse({ '2026-09-18': [['09:00', '17:00']] }) };
    const after201 = { ...closed, on: shape.on.parse({ '2026-09-19': [['09:00', '17:00']] }) };

    expect(addWorkingHours(after200, start, 'PT1H')).toBe(utc('2026-09-18 10:00'));
    expect(halfDayDue(after200, start)).toBe(utc('2026-09-18 13:00'));
    expect(() => addWorkingHours(after201, start, 'PT1H')).toThrow(NoWorkingTime);
    expect(() => halfDayDue(after201, start)).toThrow(NoWorkingTime);
  });
});

describe('what the calendar covers', () => {
  it('calls a deadline provisional beyond the last day covered, and counts the weekly pattern there', () => {
    const start = utc('2026-12-31 16:00');

    const due = addWorkingHours(plain, start, 'PT2H');

    expect(due).toBe(utc('2027-01-01 10:00'));
    expect(isProvisional(plain, start, due)).toBe(true);
  });

  it('is certain of a deadline at the very end of the last day covered', () => {
    const start = utc('2026-12-30 10:00');

    expect(isProvisional(plain, start, utc('2027-01-01 00:00'))).toBe(false);
    expect(isProvisional(plain, start, utc('2027-01-01 00:01'))).toBe(true);
  });

  it('is not certain of a deadline that starts before the first day covered', () => {
    const due = utc('2026-01-02 10:00');

    expect(isProvisional(plain, utc('2025-12-31 23:59'), due)).toBe(true);
    expect(isProvisional(plain, utc('2026-01-01 00:00'), due)).toBe(false);
  });

  it('warns ops 60 days before the first day it does not cover', () => {
    expect(coverageWarningAt(plain, 60)).toBe(utc('2026-11-02 00:00'));
  });
});
