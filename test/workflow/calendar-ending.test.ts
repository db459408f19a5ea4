import { afterEach, describe, expect, it } from 'vitest';
import CN from '../../functions/leads/calendar/calendars/CN.json' with { type: 'json' };
import { type Company, openCompany, type RepSpec } from '../support/company.ts';

let company: Company;
afterEach(() => company.close());

async function companyAt(
  start: string,
  options: { readonly reps?: readonly RepSpec[]; readonly policy?: Record<string, object> } = {},
): Promise<void> {
  company = await openCompany({ start, ...options });
  await company.runtime.settled();
}

async function warnings() {
  const messages = await company.runtime.outbox.messages();
  return messages.filter(({ id }) => id.startsWith('calendar-ending'));
}

describe('a calendar that runs out (4.4)', () => {
  it('is told to ops 60 days before its first uncovered day, at midnight of its own zone', async () => {
    await companyAt('2026-10-20T01:30:00.000Z');
    await company.advance('P12D');
    expect(await warnings()).toEqual([]);

    await company.advance('P1D');

    expect(await warnings()).toMatchObject([
      { to: 'group:ops', at: '2026-11-01T16:00:00.000Z', delivered: true },
    ]);
    expect((await warnings())[0]?.text).toContain('CN is known until 2026-12-31');
  });

  it('is told once, however long ops wait', async () => {
    await companyAt('2026-11-01T01:30:00.000Z');

    for (let week = 0; week < 12; week += 1) await company.advance('P7D');

    expect(await warnings()).toHaveLength(1);
  });

  it('is told again at the end of the year that was published', async () => {
    await companyAt('2026-11-03T01:30:00.000Z');
    await company.advance('P1D');
    await company.must(company.ops.put('/v1/calendars/CN', { ...CN, coveredUntil: '2027-12-31' }));

    await company.advanceTo('2027-11-01T16:00:00.000Z');

    expect((await warnings()).map(({ text }) => text.slice(0, 42))).toEqual([
      'The calendar CN is known until 2026-12-31.',
      'The calendar CN is known until 2027-12-31.',
    ]);
  });

  it('is told of the calendars of reps, too, and as many days before as the policy says', async () => {
    await companyAt('2027-08-01T01:30:00.000Z', {
      reps: [{ repId: 'rep-a', calendar: 'DE' }],
      policy: { tenant: { zone: 'UTC', calendar: 'PLAIN' }, clocks: { calendarWarningDays: 90 } },
    });

    await company.advanceTo('2027-10-02T22:00:00.000Z');

    expect(await warnings()).toMatchObject([{ at: '2027-10-02T22:00:00.000Z' }]);
    expect((await warnings())[0]?.text).toContain('DE');
  });
});
