import { describe, expect, it } from 'vitest';
import {
  addElapsed,
  addWorkingDayHours,
  addWorkingHours,
  halfDayDue,
} from '../../../../functions/leads/calendar/clocks.ts';
import { clockOf, readIn, vectorCalendar } from './calendars.ts';

const at = clockOf('Asia/Shanghai');
const read = readIn('Asia/Shanghai');

// domain.md 4.4: start | +4 working h | half-day rule | +48 h elapsed | +48 h workingDayHours
const vectors = [
  [
    'Mon 2026-09-14 10:00',
    'Mon 2026-09-14 15:30',
    'Mon 2026-09-14 18:00',
    'Wed 2026-09-16 10:00',
    'Wed 2026-09-16 10:00',
  ],
  [
    'Mon 2026-09-14 12:30',
    'Mon 2026-09-14 17:30',
    'Tue 2026-09-15 12:00',
    'Wed 2026-09-16 12:30',
    'Wed 2026-09-16 12:30',
  ],
  [
    'Fri 2026-09-18 16:30',
    'Mon 2026-09-21 11:30',
    'Mon 2026-09-21 12:00',
    'Sun 2026-09-20 16:30',
    'Tue 2026-09-22 16:30',
  ],
  [
    'Sat 2026-09-19 16:00',
    'Mon 2026-09-21 14:30',
    'Mon 2026-09-21 12:00',
    'Mon 2026-09-21 16:00',
    'Wed 2026-09-23 00:00',
  ],
  [
    'Wed 2026-09-30 17:00',
    'Thu 2026-10-08 12:00',
    'Thu 2026-10-08 12:00',
    'Fri 2026-10-02 17:00',
    'Fri 2026-10-09 17:00',
  ],
  [
    'Fri 2026-10-09 17:00',
    'Sat 2026-10-10 12:00',
    'Sat 2026-10-10 12:00',
    'Sun 2026-10-11 17:00',
    'Mon 2026-10-12 17:00',
  ],
] as const;

describe('the vectors of domain 4.4', () => {
  it.each(vectors)(
    'from %s: 4 working hours, half a day, 48 hours, 48 hours of working days',
    (start, ...due) => {
      const from = at(start.slice(4));

      const found = [
        addWorkingHours(vectorCalendar, from, 'PT4H'),
        halfDayDue(vectorCalendar, from),
        addElapsed(from, 'PT48H'),
        addWorkingDayHours(vectorCalendar, from, 'PT48H'),
      ];

      expect(read(from)).toBe(start);
      expect(found.map(read)).toEqual(due);
    },
  );
});
