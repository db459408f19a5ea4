// The 45 days between acceptance and opportunity (A3-5; row 20; 4.8, day 46).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { goodCall } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { acceptAll, expectSound } from '../support/journeys.ts';

const opening = { amount: 8000, currency: 'CNY', expectedCloseOn: '2026-12-31' };

async function accepted(company: Company): Promise<Offer> {
  const offer = await company.offer((await company.handOver()).leadId);
  await company.must(company.accept(offer));
  await company.must(
    company.as(offer.repId, 'rep').post(`/v1/leads/${offer.leadId}/activities`, goodCall),
  );
  await company.runtime.settled();
  return offer;
}

function open(company: Company, { leadId, repId }: Offer) {
  return company.act(repId, 'rep', `/v1/leads/${leadId}/opportunity`, opening);
}

describe('an accepted lead without an opportunity', () => {
  let company: Company;
  let offer: Offer;
  beforeAll(async () => {
    company = await openCompany();
    offer = await accepted(company);
  });
  afterAll(() => company.close());

  it('reminds its owner on day 15, 30 and 40', async () => {
    await company.advance('P44D');

    expect(
      (await company.sent(offer.leadId)).filter((sent) => sent.includes('Open an opportunity')),
    ).toHaveLength(3);
    await expectSound(company, await company.lead(offer.leadId));
  });

  it('goes back to the SDR when day 45 has ended, and the credit is void', async () => {
    const { oppDueAt } = await company.lead(offer.leadId);

    await company.advanceTo(oppDueAt ?? '');

    // Accepted on 14 September in Shanghai: the window ends with 29 October there.
    expect(oppDueAt).toBe('2026-10-29T16:00:00.000Z');
    const lead = await company.lead(offer.leadId);
    expect(lead).toMatchObject({ state: 'NURTURE', nurtureReason: 'OPP_WINDOW_EXPIRED' });
    expect(await company.store.credit(offer.offerId)).toMatchObject({ state: 'VOID_NO_OPP' });
    await expectSound(company, lead);
  });

  it('Opp on day 46: 409, unless a director allows it, and then without credit', async () => {
    const path = `/v1/leads/${offer.leadId}/opportunity`;
    const late = await company.act(offer.repId, 'rep', path, opening);
    await company.act('director-1', 'director', `/v1/leads/${offer.leadId}/window-extension`, {
      until: '2026-11-10T00:00:00Z',
      reason: 'the customer was away',
    });

    const allowed = await company.act(offer.repId, 'rep', path, opening);

    expect(late).toMatchObject({
      status: 409,
      body: { code: 'ILLEGAL_TRANSITION', state: 'NURTURE' },
    });
    expect(allowed.status).toBe(201);
    expect((await company.story(offer.leadId)).slice(-2)).toEqual([
      'LateOpportunityAllowed',
      'Reopened',
    ]);
    expect(await company.store.credit(offer.offerId)).toMatchObject({ state: 'VOID_NO_OPP' });
    await expectSound(company, await company.lead(offer.leadId));
  });
});

describe('the end of the window', () => {
  let company: Company;
  beforeAll(async () => {
    company = await openCompany();
  });
  afterAll(() => company.close());

  it('moves later when a director extends it before day 45, credit included', async () => {
    const offer = await accepted(company);
    await company.advance('P40D');
    await company.act('director-1', 'director', `/v1/leads/${offer.leadId}/window-extension`, {
      until: '2026-12-01T00:00:00Z',
      reason: 'budget round in November',
    });
    await company.advance('P15D');
    await acceptAll(company);

    const answer = await open(company, offer);

    expect(answer.status).toBe(201);
    expect(await company.store.credit(offer.offerId)).toMatchObject({ state: 'PENDING' });
  });

  it('never moves earlier', async () => {
    const offer = await accepted(company);

    const answer = await company.act(
      'director-1',
      'director',
      `/v1/leads/${offer.leadId}/window-extension`,
      { until: '2026-11-12T00:00:00Z', reason: 'hurry' },
    );

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'until' }] } });
  });

  it('is exclusive: an opportunity sent at its instant is late even when no timer came', async () => {
    const offer = await accepted(company);
    const { oppDueAt } = await company.lead(offer.leadId);
    company.runtime.faults.stepFunctions = 'off';
    await company.advanceTo(oppDueAt ?? '');

    const answer = await open(company, offer);

    company.runtime.faults.stepFunctions = 'on';
    expect(answer).toMatchObject({ status: 409, body: { state: 'NURTURE' } });
  });
});

describe('with recycleOnWindowExpiry off', () => {
  let company: Company;
  beforeAll(async () => {
    company = await openCompany({ policy: { opportunity: { recycleOnWindowExpiry: false } } });
  });
  afterAll(() => company.close());

  it('the lead stays with its owner, who is reminded each month, and may open without credit', async () => {
    const offer = await accepted(company);
    await company.advance('P46D');
    const expired = await company.lead(offer.leadId);
    await company.advance('P31D');
    await expectSound(company, await company.lead(offer.leadId));

    const answer = await open(company, offer);

    expect(expired).toMatchObject({ state: 'SQL' });
    expect(answer.status).toBe(201);
    expect(await company.store.credit(offer.offerId)).toMatchObject({ state: 'VOID_NO_OPP' });
    expect(
      (await company.story(offer.leadId)).filter((type) => type === 'WindowReminded'),
    ).toHaveLength(4);
  });
});
