// Inside sales make an MQL of a card: a lead that marketing keeps can be taken (row 5; A0-3, A4-1).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { engage, expectSound, lowIntent, notNow, sdr } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const card = async (over: object = {}) =>
  company.submit({ interest: { ...lowIntent, startWithinMonths: 2, ...over } });

describe('a card of a fair', () => {
  it('is taken, called and handed over: with READY it was an MQL, which is inferred', async () => {
    const mal = await card();
    await company.must(sdr(company, mal, 'take'));
    await company.advance('PT1H');
    const taken = await company.lead(mal.leadId);
    await company.must(sdr(company, mal, 'qualification', goodAnswers));
    await company.runtime.settled();

    const lead = await company.lead(mal.leadId);

    expect([mal.state, taken.state, lead.state]).toEqual(['MAL', 'SDR_WORKING', 'OFFERED']);
    expect(taken.stamps).not.toHaveProperty('MQL');
    expect(lead.stamps).toMatchObject({ MQL: lead.stamps.READY, READY: company.now });
    const told = (await company.events(mal.leadId)).find(({ type }) => type === 'QualifiedBySdr');
    expect(told?.data).toMatchObject({ inferred: true });
    await expectSound(company, lead);
  });

  it('has the SDR timer of its grade once it is taken: 4 working hours when hot, 8 when cold', async () => {
    const hot = await card();
    const cold = await card({ startWithinMonths: 11 });
    await company.must(sdr(company, hot, 'take'));
    await company.must(sdr(company, cold, 'take'));

    const [urgent, normal] = [await company.lead(hot.leadId), await company.lead(cold.leadId)];

    expect([urgent.grade, normal.grade]).toEqual(['HOT', 'COLD']);
    expect((urgent.nudgeAt ?? '') < (normal.nudgeAt ?? '')).toBe(true);
    await company.advance('P3D');
    expect(await company.sent(hot.leadId)).toContain('sdr-1: A lead is waiting for you');
    await expectSound(company, urgent);
  });

  it('an MQL that was taken as one is stamped once, and nothing is inferred', async () => {
    const { leadId } = await company.handOver();
    const told = (await company.events(leadId)).find(({ type }) => type === 'QualifiedBySdr');

    expect(told?.data).not.toHaveProperty('inferred');
  });

  it('is taken by one SDR only, dropped, or put off like any other', async () => {
    await company.putSdr('sdr-2');
    const [one, other] = [await card(), await card()];
    const first = await sdr(company, one, 'take');
    const second = await company.act('sdr-2', 'sdr', `/v1/leads/${one.leadId}/take`);
    await company.must(sdr(company, other, 'take'));
    await company.must(sdr(company, other, 'qualification', notNow));

    expect([first.status, second.status]).toEqual([200, 409]);
    expect(await company.lead(other.leadId)).toMatchObject({ state: 'NURTURE' });
    await expectSound(company, await company.lead(other.leadId));
  });

  it('what its person does while it is worked makes no second MQL of it', async () => {
    const lead = await card();
    await company.must(sdr(company, lead, 'take'));

    await engage(company, lead, 'webinar');
    await engage(company, lead, 'event');

    expect(await company.lead(lead.leadId)).toMatchObject({ state: 'SDR_WORKING' });
    expect(await company.story(lead.leadId)).not.toContain('Qualified');
  });
});
