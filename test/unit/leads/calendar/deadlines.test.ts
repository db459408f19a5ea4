import { describe, expect, it } from 'vitest';
import { ClockPolicy } from '../../../../functions/leads/calendar/clock-policy.ts';
import {
  cancelWindowEndsAt,
  directorDueAt,
  extendOnly,
  nurtureTouchAt,
  offerDeadlines,
  oppDueAt,
  sdrDueAt,
  suspendedUntil,
} from '../../../../functions/leads/calendar/deadlines.ts';
import { aCalendar, clockOf, readIn, vectorCalendar } from './calendars.ts';

const at = clockOf('Asia/Shanghai');
const read = readIn('Asia/Shanghai');
const policy = ClockPolicy.parse({});

describe('the deadlines of an offer', () => {
  it('gives 48 hours of working days to accept and 4 working hours to make contact, both from the offer', () => {
    const { acceptDueAt, contactDueAt, expireAt, provisional } = offerDeadlines(
      policy,
      vectorCalendar,
      at('2026-09-18 16:30'),
    );

    expect(read(acceptDueAt)).toBe('Tue 2026-09-22 16:30');
    expect(read(contactDueAt)).toBe('Mon 2026-09-21 11:30');
    expect(expireAt).toBe('2026-09-22T08:31:00.000Z');
    expect(provisional).toBe(false);
  });

  it('reminds at half, at three quarters and 4 working hours before the end, in that order of time', () => {
    const { reminderAt } = offerDeadlines(policy, vectorCalendar, at('2026-09-18 16:30'));

    expect(reminderAt.map(read)).toEqual([
      'Mon 2026-09-21 16:30',
      'Tue 2026-09-22 09:00',
      'Tue 2026-09-22 11:00',
    ]);
  });

  it('moves a reminder of the night to the next opening when that leaves an hour to answer in', () => {
    const onTheHour = offerDeadlines(policy, vectorCalendar, at('2026-09-14 10:00'));

    expect(onTheHour.reminderAt.map(read)).toEqual([
      'Tue 2026-09-15 10:00',
      'Tue 2026-09-15 15:00',
      'Wed 2026-09-16 09:00',
    ]);
  });

  it('moves it back to the last working minute when the next opening would be too late', () => {
    const early = offerDeadlines(policy, vectorCalendar, at('2026-09-14 09:30'));

    expect(early.reminderAt.map(read)).toEqual([
      'Tue 2026-09-15 09:30',
      'Tue 2026-09-15 14:30',
      'Tue 2026-09-15 17:59',
    ]);
  });

  it('knows half days, make-up days and the days off between them', () => {
    const halfDay = { ...vectorCalendar, on: { '2026-10-10': [['09:00', '12:00']] } } as const;
    const beforeHoliday = offerDeadlines(policy, aCalendar(halfDay), at('2026-10-09 17:00'));

    // Due on Mon 12 Oct 17:00; half of it is Sat 10 Oct 17:00, after that Saturday's only block.
    expect(beforeHoliday.reminderAt.map(read)).toEqual([
      'Mon 2026-10-12 09:00',
      'Mon 2026-10-12 11:30',
    ]);
  });

  it('never moves one before the offer', () => {
    const evening = ClockPolicy.parse({ accept: { clock: 'elapsed', duration: 'PT13H30M' } });

    const { reminderAt } = offerDeadlines(evening, vectorCalendar, at('2026-09-14 20:00'));

    expect(reminderAt.map(read)).toEqual(['Mon 2026-09-14 20:00']);
  });

  it('leaves reminders alone where somebody works around the clock', () => {
    const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
    const weekly = Object.fromEntries(days.map((day) => [day, [['00:00', '24:00']]]));
    const always = aCalendar({ zone: 'Europe/Berlin', weekly });
    const berlin = clockOf('Europe/Berlin');

    // The night of Sunday 25 October 2026 has an hour more.
    const { reminderAt } = offerDeadlines(policy, always, berlin('2026-10-24 02:00'));

    expect(reminderAt.map(readIn('Europe/Berlin'))).toEqual([
      'Sun 2026-10-25 02:00',
      'Sun 2026-10-25 13:00',
      'Sun 2026-10-25 21:00',
    ]);
  });

  it('reminds of the first contact while an hour of work is left for it', () => {
    const starts = ['2026-09-14 10:00', '2026-09-18 16:30', '2026-09-19 16:00'];

    const found = starts.map((start) => offerDeadlines(policy, vectorCalendar, at(start)));

    expect(found.map(({ contactRemindAt }) => read(contactRemindAt))).toEqual([
      'Mon 2026-09-14 14:30',
      'Mon 2026-09-21 10:30',
      'Mon 2026-09-21 13:30',
    ]);
  });

  it('reminds once when two reminders fall together', () => {
    const twice = ClockPolicy.parse({ reminders: { fractions: [0.5, 0.5], beforeDue: 'PT8H' } });
    const utc = clockOf('UTC');

    const { reminderAt } = offerDeadlines(twice, aCalendar(), utc('2026-03-02 17:00'));

    // The end of Tuesday's work is the opening of Wednesday.
    expect(reminderAt).toEqual([utc('2026-03-04 09:00')]);
  });

  it('never reminds before the offer was made', () => {
    const hasty = ClockPolicy.parse({ accept: { clock: 'elapsed', duration: 'PT2S' } });

    const { reminderAt } = offerDeadlines(hasty, vectorCalendar, at('2026-09-14 10:00'));

    expect(reminderAt).toEqual(['2026-09-14T02:00:01.000Z', '2026-09-14T02:00:01.500Z']);
  });

  it('reminds with the offer itself when no other reminder fits, since without one silence is no miss', () => {
    const bare = ClockPolicy.parse({
      accept: { clock: 'workingHours', duration: 'PT4H' },
      reminders: { fractions: [] },
    });

    const { reminderAt } = offerDeadlines(bare, vectorCalendar, at('2026-09-14 10:00'));

    expect(reminderAt).toEqual([at('2026-09-14 10:00')]);
  });

  it('tells the first contact by half-days when the policy says so', () => {
    const halves = ClockPolicy.parse({ contact: { clock: 'halfDay' } });

    const { contactDueAt } = offerDeadlines(halves, vectorCalendar, at('2026-09-14 10:00'));

    expect(read(contactDueAt)).toBe('Mon 2026-09-14 18:00');
  });

  it('is provisional when the calendar ends before the deadline', () => {
    const { provisional } = offerDeadlines(policy, vectorCalendar, at('2026-12-30 10:00'));

    expect(provisional).toBe(true);
  });

  it('asks nothing of the calendar for an accept clock of plain hours', () => {
    const plainHours = ClockPolicy.parse({ accept: { clock: 'elapsed' } });

    const { provisional } = offerDeadlines(plainHours, vectorCalendar, at('2026-12-30 10:00'));

    expect(provisional).toBe(false);
  });
});

describe('a calendar that changes while an offer runs', () => {
  const offeredAt = at('2026-09-21 10:00');
  const old = offerDeadlines(policy, vectorCalendar, offeredAt);

  it('moves the deadlines later for a new day off and names those that moved', () => {
    const withDayOff = { ...vectorCalendar, off: [...vectorCalendar.off, '2026-09-22'] };

    const { deadlines, extended } = extendOnly(old, offerDeadlines(policy, withDayOff, offeredAt));

    expect(read(deadlines.acceptDueAt)).toBe('Thu 2026-09-24 10:00');
    expect(read(deadlines.expireAt)).toBe('Thu 2026-09-24 10:01');
    expect(deadlines.contactDueAt).toBe(old.contactDueAt);
    expect(deadlines.reminderAt.every((reminder) => reminder < deadlines.acceptDueAt)).toBe(true);
    expect(deadlines.reminderAt).not.toEqual(old.reminderAt);
    expect(extended).toEqual(['acceptDueAt']);
  });

  it('leaves them alone when a day off is taken back', () => {
    const longWeekend = { ...vectorCalendar, off: [...vectorCalendar.off, '2026-09-22'] };
    const running = offerDeadlines(policy, longWeekend, offeredAt);

    const { deadlines, extended } = extendOnly(running, old);

    expect(deadlines).toEqual(running);
    expect(extended).toEqual([]);
  });

  it('makes a deadline certain once its year is published, though it does not move', () => {
    const yearEnd = at('2026-12-30 10:00');
    const published = { ...vectorCalendar, coveredUntil: '2027-12-31' };

    const { deadlines, extended } = extendOnly(
      offerDeadlines(policy, vectorCalendar, yearEnd),
      offerDeadlines(policy, published, yearEnd),
    );

    expect(deadlines.provisional).toBe(false);
    expect(extended).toEqual([]);
  });
});

describe('the other deadlines', () => {
  it('follow the defaults of the policy', () => {
    const zone = 'Asia/Shanghai';
    const found = [
      oppDueAt(policy, zone, at('2026-09-14 15:00')),
      cancelWindowEndsAt(policy, at('2026-09-14 15:00')),
      suspendedUntil(policy, zone, at('2026-08-31 15:00')),
      directorDueAt(policy, vectorCalendar, at('2026-09-14 10:00')),
      sdrDueAt(policy, vectorCalendar, at('2026-09-14 10:00'), 'urgent'),
      sdrDueAt(policy, vectorCalendar, at('2026-09-14 10:00'), 'normal'),
      nurtureTouchAt(policy, zone, at('2026-09-14 10:00'), 'hot'),
      nurtureTouchAt(policy, zone, at('2026-09-14 10:00'), 'warm'),
      nurtureTouchAt(policy, zone, at('2026-09-14 10:00'), 'cold'),
    ];

    expect(found.map((one) => read(one).slice(4))).toEqual([
      '2026-10-30 00:00',
      '2026-09-28 15:00',
      '2026-09-30 15:00',
      '2026-09-14 15:30',
      '2026-09-14 15:30',
      '2026-09-15 10:30',
      '2026-10-14 10:00',
      '2026-11-13 10:00',
      '2026-12-13 10:00',
    ]);
  });

  it('are refused when the policy has a duration that nobody can count', () => {
    const result = ClockPolicy.safeParse({
      accept: { duration: 'P1M' },
      grace: 'PT0S',
      contact: { duration: 'PT0S' },
    });

    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([
      'accept.duration',
      'contact.duration',
    ]);
  });
});
