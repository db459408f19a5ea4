import { afterEach, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
afterEach(() => company.close());

describe('the 48 hours', () => {
  it('takes an acceptance in the last second and refuses one a second later', async () => {
    company = await openCompany();
    const inTime = await company.handOver();
    const late = await company.handOver();
    const first = await company.offer(inTime.leadId);
    const second = await company.offer(late.leadId);
    await company.advanceTo(first.acceptDueAt);

    const accepted = await company.accept(first);
    await company.advance('PT1S');
    const refused = await company.accept(second);

    expect(accepted.status).toBe(200);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'OFFER_EXPIRED', state: 'OFFERED' },
    });
    expect((await company.lead(inTime.leadId)).state).toBe('SQL');
  });

  it('gives a lead to the next rep after silence, and the late acceptance changes nothing', async () => {
    company = await openCompany();
    const { leadId } = await company.handOver();
    const silent = await company.offer(leadId);

    await company.advance('P3D');
    const late = await company.accept(silent);

    const next = await company.offer(leadId);
    expect(next.repId).not.toBe(silent.repId);
    expect(next.status).toBe('PENDING');
    expect(late).toMatchObject({ status: 409, body: { code: 'OFFER_EXPIRED' } });
    expect(await company.story(leadId)).toContain('MissRecorded');
  });
});
