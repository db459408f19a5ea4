// A rep who cancelled opens again before the 45 days are over, wherever the lead is by then, unless it was offered anew (4.8).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { acceptAll, engage, expectSound, notNow, sdr } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const opening = { amount: 8000, currency: 'CNY', expectedCloseOn: '2026-12-31' };

async function cancelled(reason?: string): Promise<Offer> {
  const offer = await company.offer((await company.handOver()).leadId);
  const id = await company.opportunity(offer);
  await company.must(
    company.act(offer.repId, 'rep', `/v1/opportunities/${id}/cancel`, reason ? { reason } : {}),
  );
  await acceptAll(company);
  return offer;
}

function again({ repId, leadId }: Offer, sub = repId) {
  return company.act(sub, 'rep', `/v1/leads/${leadId}/opportunity`, opening);
}

/** Back at the SDR's desk, in the next cycle. */
async function atTheDesk(offer: Offer) {
  await company.advance('P7D');
  await acceptAll(company);
  expect(await company.lead(offer.leadId)).toMatchObject({ state: 'SDR_WORKING', cycle: 2 });
}

describe('the rep who cancelled opens again', () => {
  it('a week later, while the SDR works on it: in the cycle of the acceptance, with a credit of its own 14 days', async () => {
    const offer = await cancelled();
    const { oppDueAt, acceptedAt } = await company.lead(offer.leadId);
    await atTheDesk(offer);

    await company.must(again(offer));

    const lead = await company.lead(offer.leadId);
    expect(lead).toMatchObject({
      state: 'OPPORTUNITY',
      cycle: 1,
      ownerRepId: offer.repId,
      oppDueAt,
      acceptedAt,
      creditId: offer.offerId,
    });
    expect((await company.story(offer.leadId)).slice(-2)).toEqual(['Reopened', 'CreditPending']);
    expect(await company.sent(offer.leadId)).toContain(
      'sdr-1: A lead of yours is with its rep again',
    );
    expect(await company.store.creditsOf(lead.leadId)).toHaveLength(1);
    await expectSound(company, lead);
    await company.advance('P14D');
    await acceptAll(company);
    expect(await company.store.credit(offer.offerId)).toMatchObject({ state: 'CONFIRMED' });
  });

  it('an MQL whose person came back by himself', async () => {
    const offer = await cancelled();
    await company.advance('PT1H');
    const rest = await company.lead(offer.leadId);
    for (const kind of ['event', 'webinar', 'download', 'emailClick', 'pageView'])
      await engage(company, rest, kind);
    await engage(company, rest, 'download', { contentId: 'another' });
    await company.advanceTo(rest.coolDownUntil ?? '');
    const { state } = await company.lead(offer.leadId);

    const answer = await again(offer);

    expect([state, answer.status]).toEqual(['MQL', 201]);
    await expectSound(company, await company.lead(offer.leadId));
  });

  it('after the SDR has put it off', async () => {
    const offer = await cancelled();
    await atTheDesk(offer);
    await company.must(sdr(company, offer, 'qualification', notNow));

    expect((await again(offer)).status).toBe(201);
    await expectSound(company, await company.lead(offer.leadId));
  });

  it('READY, while a director has not yet named who gets it', async () => {
    const alone = await openCompany({
      reps: [{ repId: 'rep-a' }, { repId: 'rep-b' }],
      departments: { East: { regions: ['CN-SH'], mode: 'director', directorSub: 'director-1' } },
    });
    const { leadId } = await alone.handOver();
    await alone.must(alone.assign(leadId, 'rep-a'));
    await alone.runtime.settled();
    const offer = await alone.offer(leadId);
    const id = await alone.opportunity(offer);
    await alone.act('rep-a', 'rep', `/v1/opportunities/${id}/cancel`, {});
    await alone.advance('P7D');
    await alone.call(leadId);
    await alone.must(alone.act('sdr-1', 'sdr', `/v1/leads/${leadId}/qualification`, goodAnswers));
    expect(await alone.lead(leadId)).toMatchObject({ state: 'READY', awaits: 'director' });

    const answer = await alone.act('rep-a', 'rep', `/v1/leads/${leadId}/opportunity`, opening);

    expect(answer.status).toBe(201);
    await expectSound(alone, await alone.lead(leadId));
    await alone.close();
  });

  it('once a merge that had ended it is undone, and not before; nor once its customer is erased', async () => {
    const offer = await cancelled();
    const { leadId } = offer;
    const into = (await company.handOver()).leadId;
    await company.must(company.act('ops-1', 'ops', `/v1/leads/${leadId}/merge`, { into }));
    const merged = await again(offer);
    await company.must(company.act('ops-1', 'ops', `/v1/leads/${leadId}/unmerge`, {}));

    const apart = await again(offer);

    expect([merged.status, apart.status]).toEqual([409, 201]);
    const gone = await cancelled();
    const path = `/v1/leads/${gone.leadId}/erase`;
    await company.must(company.act('admin-1', 'admin', path, { reason: 'asked' }));
    expect((await again(gone)).status).toBe(409);
    await expectSound(company, await company.lead(leadId), await company.lead(gone.leadId));
  });

  it('and cancels once more: the next cycle is the third, and nothing that ran before runs again', async () => {
    const offer = await cancelled();
    await atTheDesk(offer);
    await company.must(again(offer));
    const { opportunityId } = await company.lead(offer.leadId);
    await company.act(offer.repId, 'rep', `/v1/opportunities/${opportunityId}/cancel`, {});

    await company.advance('P7D');
    await acceptAll(company);

    const lead = await company.lead(offer.leadId);
    expect(lead).toMatchObject({ state: 'SDR_WORKING', cycle: 3 });
    await expectSound(company, lead);
  });
});

describe('nobody opens again', () => {
  it('who did not have it', async () => {
    const offer = await cancelled();
    await atTheDesk(offer);
    const { reps } = await company.store.desk();
    const other = reps.find(({ repId }) => repId !== offer.repId)?.repId;

    expect((await again(offer, other)).body).toMatchObject({ code: 'NOT_YOUR_LEAD' });
  });

  it('what has been offered anew, not even when that offer was taken back', async () => {
    const offer = await cancelled();
    await atTheDesk(offer);
    await company.call(offer.leadId);
    await company.must(sdr(company, offer, 'qualification', goodAnswers));
    const second = await company.offer(offer.leadId);
    expect(second.seq).toBe(1);
    const offered = await company.as('rep-x', 'rep').get('/v1/me');
    expect(offered.status).toBe(200);
    await company.act('sdr-1', 'sdr', `/v1/offers/${second.offerId}/withdraw`, {
      reason: 'CUSTOMER_CALLED',
    });
    const { state } = await company.lead(offer.leadId);

    const answer = await again(offer);

    expect(state).toBe('SDR_WORKING');
    expect(answer.status).toBe(409);
  });

  it('on the 46th day', async () => {
    const offer = await cancelled();
    const { oppDueAt = '' } = await company.lead(offer.leadId);
    await atTheDesk(offer);
    await company.must(
      sdr(company, offer, 'qualification', { ...notNow, revisitAt: '2027-12-01T00:00:00.000Z' }),
    );
    await company.advanceTo(oppDueAt);
    await acceptAll(company);

    expect((await again(offer)).status).toBe(409);
  });
});

describe('a director takes a cancellation back', () => {
  it('a week later too: the same opportunity, in its cycle', async () => {
    const offer = await cancelled();
    const { opportunityId } = await company.lead(offer.leadId);
    await atTheDesk(offer);

    await company.must(
      company.act('director-1', 'director', `/v1/opportunities/${opportunityId}/reopen`, {
        reason: 'cancelled by mistake',
      }),
    );

    const lead = await company.lead(offer.leadId);
    expect(lead).toMatchObject({ state: 'OPPORTUNITY', cycle: 1, opportunityId });
    expect(await company.store.credit(offer.offerId)).toMatchObject({ state: 'PENDING' });
    await expectSound(company, lead);
  });
});
