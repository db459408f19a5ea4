import { afterEach, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

const reps = [{ repId: 'rep-a' }, { repId: 'rep-b' }];
const all = reps.map(({ repId }) => repId);

let company: Company;
afterEach(() => company.close());

async function handOverTo(count: number): Promise<readonly string[]> {
  const dealt: string[] = [];
  for (let lead = 0; lead < count; lead += 1) {
    const { leadId } = await company.handOver();
    dealt.push((await company.offer(leadId)).repId);
  }
  return dealt;
}

describe('a roster that changes within the month', () => {
  it('leaves a pending offer with the rep who left the list, and gives new leads to others', async () => {
    company = await openCompany({ reps, rosterMonths: ['2026-09'] });
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    const others = all.filter((repId) => repId !== offer.repId);
    await company.publishRoster('2026-09', others);
    await company.runtime.settled();

    const dealt = await handOverTo(3);
    const accepted = await company.accept(offer);

    expect(dealt).toEqual(Array(3).fill(others[0]));
    expect(accepted.status).toBe(200);
  });

  it('lets whoever joins begin at the level of the least served: no burst', async () => {
    company = await openCompany({ reps, rosterMonths: [] });
    await company.publishRoster('2026-09', ['rep-a']);
    await handOverTo(4);
    await company.publishRoster('2026-09', all);

    const dealt = await handOverTo(4);

    expect(dealt.filter((repId) => repId === 'rep-b')).toHaveLength(2);
  });

  it('gives whoever comes back neither what he missed nor less than the others', async () => {
    company = await openCompany({ reps, rosterMonths: ['2026-09'] });
    await handOverTo(2);
    await company.publishRoster('2026-09', ['rep-a']);
    await handOverTo(3);
    await company.publishRoster('2026-09', all);

    const dealt = await handOverTo(4);

    expect(dealt.filter((repId) => repId === 'rep-b')).toHaveLength(2);
  });
});

describe('a month whose roster is not published', () => {
  // Tue 1 Sep 2026 begins in Shanghai at 16:00 UTC of 31 August; the third working day is Thu 3 Sep.
  const august = { reps, rosterMonths: ['2026-08'] };

  it('keeps the list of the month before for three working days', async () => {
    company = await openCompany({ ...august, start: '2026-09-03T09:00:00.000Z' });

    const { leadId, state } = await company.handOver();

    expect(state).toBe('OFFERED');
    expect((await company.offer(leadId)).trace).toMatchObject({ rosterMonth: '2026-08' });
  });

  it('has nobody from the fourth on, and ops hear of it', async () => {
    company = await openCompany({ ...august, start: '2026-09-03T16:00:00.000Z' });

    const { leadId, state } = await company.handOver();

    expect(state).toBe('UNROUTED');
    expect(await company.sent(leadId)).toContain('group:ops: No rep can take a lead');
    await company.publishRoster('2026-09', all);
    await company.runtime.settled();
    expect((await company.lead(leadId)).state).toBe('OFFERED');
  });

  it('does not fall back on a list of two months ago', async () => {
    company = await openCompany({
      reps,
      rosterMonths: ['2026-07'],
      start: '2026-09-02T02:00:00.000Z',
    });

    expect((await company.handOver()).state).toBe('UNROUTED');
  });

  it('is another month from midnight in the zone of the company on', async () => {
    company = await openCompany({
      reps,
      rosterMonths: [],
      start: '2026-08-31T15:59:00.000Z',
    });
    await company.publishRoster('2026-08', ['rep-a']);
    await company.publishRoster('2026-09', ['rep-b']);
    const lastOfAugust = await company.offer((await company.handOver()).leadId);
    await company.advance('PT1M');

    const firstOfSeptember = await company.offer((await company.handOver()).leadId);

    expect([lastOfAugust.repId, firstOfSeptember.repId]).toEqual(['rep-a', 'rep-b']);
  });
});

describe('an empty roster', () => {
  it('is legal: leads wait, and ops hear of each', async () => {
    company = await openCompany({ reps, rosterMonths: [] });
    const published = await company.publishRoster('2026-09', []);

    const { leadId, state } = await company.handOver();

    expect(published.status).toBe(200);
    expect(state).toBe('UNROUTED');
    expect(await company.sent(leadId)).toEqual(['group:ops: No rep can take a lead']);
  });
});
