// What is still to be settled when somebody is erased (4.8, erasure; 4.9): numbers go on, and no words are written any more.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { type Company, openCompany } from '../support/company.ts';
import { acceptAll } from '../support/journeys.ts';

const WORDS = 'he told me in confidence';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

/** A lead whose rep has opened an opportunity. */
async function sold(): Promise<{ lead: Lead; offer: Offer; path: string }> {
  const lead = await company.handOver();
  const offer = await company.offer(lead.leadId);
  await company.must(company.accept(offer));
  const id = await company.opportunity(offer);
  return { lead, offer, path: `/v1/opportunities/${id}` };
}

function erase({ leadId }: Lead) {
  const path = `/v1/leads/${leadId}/erase`;
  return company.must(company.act('admin-1', 'admin', path, { reason: 'asked' }));
}

async function creditOf({ offerId }: Offer): Promise<string | undefined> {
  return (await company.store.credit(offerId))?.state;
}

async function toldOf({ leadId }: Lead): Promise<string> {
  const rows = [await company.store.opportunitiesOf(leadId), await company.events(leadId)];
  return JSON.stringify(rows);
}

describe('an opportunity of somebody who was erased', () => {
  it.each([true, false])(
    'that ended with him has no cause to rule on, and costs its SDR nothing (approve: %s)',
    async (approve) => {
      const { lead, offer, path } = await sold();
      await erase(lead);

      const ruling = { approve, note: WORDS };
      const answer = await company.act('ops-1', 'ops', `${path}/cancel-ruling`, ruling);
      await company.advance('P15D');

      expect(answer).toMatchObject({ status: 409, body: { code: 'ILLEGAL_TRANSITION' } });
      expect(await creditOf(offer)).toBe('CONFIRMED');
      expect(await toldOf(lead)).not.toContain(WORDS);
    },
  );

  it('that was cancelled before is ruled on, without a word', async () => {
    const { lead, offer, path } = await sold();
    await company.must(company.act(offer.repId, 'rep', `${path}/cancel`, { reason: 'DUPLICATE' }));
    await erase(lead);

    const ruling = { approve: false, note: WORDS };
    const answer = await company.act('ops-1', 'ops', `${path}/cancel-ruling`, ruling);

    expect(answer.status).toBe(200);
    expect(await creditOf(offer)).toBe('VOID_CANCELLED');
    expect(await toldOf(lead)).not.toContain(WORDS);
  });

  it.each([
    ['won', 'win', { amount: 7000 }],
    ['lost', 'lose', { reason: 'PRICE' }],
  ])('that was %s is not opened again', async (_how, what, body) => {
    const { lead, offer, path } = await sold();
    await company.must(company.act(offer.repId, 'rep', `${path}/${what}`, body));
    await erase(lead);

    const reopened = await company.act('director-1', 'director', `${path}/reopen`, {
      reason: WORDS,
    });

    expect(reopened).toMatchObject({ status: 409, body: { code: 'ILLEGAL_TRANSITION' } });
    expect(await toldOf(lead)).not.toContain(WORDS);
  });

  it('that was won has its source ruled on and its amount corrected, without a word', async () => {
    const { lead, offer, path } = await sold();
    await company.must(company.act(offer.repId, 'rep', `${path}/win`, { amount: 7000 }));
    await erase(lead);

    const right = { amount: 7100, currency: 'CNY', reason: WORDS };
    await company.must(company.act('director-1', 'director', `${path}/correct`, right));
    await company.must(
      company.act('ops-1', 'ops', `/v1/leads/${lead.leadId}/source-ruling`, {
        source: { class: 'PARTNER' },
        evidence: WORDS,
      }),
    );

    expect(await toldOf(lead)).not.toContain(WORDS);
    expect(await company.lead(lead.leadId)).toMatchObject({ firstSource: { class: 'PARTNER' } });
  });
});

describe('an opportunity that ended with a merge', () => {
  it('has no cause to rule on', async () => {
    const [one, other] = [await sold(), await sold()];
    const into = { into: one.lead.leadId };
    await company.must(company.act('ops-1', 'ops', `/v1/leads/${other.lead.leadId}/merge`, into));
    const rows = [one, other].map(({ lead }) => company.store.opportunitiesOf(lead.leadId));
    const ended = (await Promise.all(rows)).flat().find(({ status }) => status === 'CANCELLED');

    const path = `/v1/opportunities/${ended?.opportunityId}/cancel-ruling`;
    const answer = await company.act('ops-2', 'ops', path, { approve: false, note: 'no' });

    expect(answer).toMatchObject({ status: 409, body: { code: 'ILLEGAL_TRANSITION' } });
  });
});
