import { describe, expect, it } from 'vitest';
import { Calendar, CalendarVersion } from '../../../../functions/leads/calendar/calendar.ts';
import { dateOfDay, dayOfDate } from '../../../../functions/leads/calendar/local-days.ts';

const day = [['09:00', '17:00']];

function sent(changes: Record<string, unknown> = {}): unknown {
  return {
    zone: 'Europe/Berlin',
    weekly: { mon: day, tue: day },
    off: ['2026-10-03'],
    on: { '2026-10-10': day },
    coveredFrom: '2026-01-01',
    coveredUntil: '2026-12-31',
    ...changes,
  };
}

function faults(changes: Record<string, unknown>): string[] {
  const result = Calendar.safeParse(sent(changes));
  return result.error?.issues.map((issue) => issue.path.join('.')) ?? [];
}

describe('a calendar sent by ops', () => {
  it('is taken as sent, with the weekdays left out closed', () => {
    const calendar = Calendar.parse(sent());

    expect(calendar.weekly.tue).toEqual(day);
    expect(calendar.weekly.wed).toEqual([]);
  });

  it.each([
    ['a zone that does not exist', { zone: 'Mars/Base' }, 'zone'],
    ['an offset in place of a zone', { zone: '+08:00' }, 'zone'],
    [
      'a block that ends before it starts',
      { weekly: { mon: [['17:00', '09:00']] } },
      'weekly.mon.0',
    ],
    ['a block of no length', { weekly: { mon: [['09:00', '09:00']] } }, 'weekly.mon.0'],
    [
      'blocks that overlap',
      {
        weekly: {
          mon: [
            ['09:00', '12:00'],
            ['11:00', '13:00'],
          ],
        },
      },
      'weekly.mon.1',
    ],
    [
      'blocks out of order',
      {
        weekly: {
          mon: [
            ['13:00', '17:00'],
            ['09:00', '12:00'],
          ],
        },
      },
      'weekly.mon.1',
    ],
    ['a time that no clock shows', { weekly: { mon: [['09:00', '25:00']] } }, 'weekly.mon.0.1'],
    ['a block that starts at 24:00', { weekly: { mon: [['24:00', '24:00']] } }, 'weekly.mon.0.0'],
    ['a weekday that does not exist', { weekly: { mon: day, xyz: day } }, 'weekly'],
    ['a date that does not exist', { off: ['2026-10-03', '2026-02-30'] }, 'off.1'],
    ['an exception on a date that does not exist', { on: { '2026-13-01': day } }, 'on.2026-13-01'],
    ['a working date without a block', { on: { '2026-10-10': [] } }, 'on.2026-10-10'],
    ['a date both off and on', { on: { '2026-10-03': day } }, 'on.2026-10-03'],
    [
      'a bad block on an exception',
      { on: { '2026-10-10': [['17:00', '09:00']] } },
      'on.2026-10-10.0',
    ],
    ['coverage that ends before it begins', { coveredUntil: '2025-12-31' }, 'coveredUntil'],
    ['a week without work', { weekly: {} }, 'weekly'],
    ['a field that nobody knows', { colour: 'red' }, ''],
  ])('is refused for %s', (_fault, changes, path) => {
    expect(faults(changes)).toEqual([path]);
  });

  it('may close for 199 days between two working days and not for 200', () => {
    const weekly = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
    const firstDay = dayOfDate('2026-01-05');
    const off = Array.from({ length: 200 }, (_, index) => dateOfDay(firstDay + index));

    expect(faults({ weekly, off: off.slice(1) })).toEqual([]);
    expect(faults({ weekly, off })).toEqual(['off.0']);
  });

  it('says what was wrong, the value and what to do', () => {
    const { error } = Calendar.safeParse(
      sent({ zone: 'Mars/Base', off: ['1 May'], on: { '2 May': day } }),
    );

    expect(error?.issues.map((issue) => issue.message)).toEqual([
      'not a time zone: "Mars/Base"; use an IANA name such as Europe/Berlin',
      'not a date: "1 May"; use yyyy-mm-dd such as 2026-10-01',
      'not a date: "2 May"; use yyyy-mm-dd such as 2026-10-10',
    ]);
  });

  it('has an id and a version once stored, and keeps its rules', () => {
    const stored = { ...Calendar.parse(sent()), id: 'DE-BY', version: 2 };

    expect(CalendarVersion.parse(stored)).toEqual(stored);
    expect(CalendarVersion.safeParse({ ...stored, coveredUntil: '2025-01-01' }).success).toBe(
      false,
    );
  });
});
