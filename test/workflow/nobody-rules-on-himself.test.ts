// Whoever is a party to a deal or a refusal rules on none of it, in whatever group he comes (4.5, 4.13).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import type { RuntimeResponse } from '../../infra/local/runtime.ts';
import { type Company, openCompany } from '../support/company.ts';
import { accepted, refused } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

function codeOf({ status, body }: RuntimeResponse) {
  return [status, (body as { code?: string }).code];
}
const party = [403, 'PARTY'];

async function sold(): Promise<{ readonly offer: Offer; readonly id: string }> {
  const offer = await company.offer((await company.handOver()).leadId);
  return { offer, id: await company.opportunity(offer) };
}

describe('the rep and the SDR of a lead, who are directors or ops as well,', () => {
  it('rule on no dispute about a refusal', async () => {
    const lead = await refused(company);
    const { offerId, repId } = await company.offer(lead.leadId);
    const { body } = await company.act('sdr-1', 'sdr', `/v1/offers/${offerId}/dispute`, {
      note: 'he never called',
    });
    const { disputeId } = body as { disputeId: string };
    const rule = (sub: string) =>
      company.act(sub, 'director', `/v1/disputes/${disputeId}/ruling`, {
        outcome: 'overturned',
        note: 'n',
      });

    const answers = [await rule('sdr-1'), await rule(repId)];

    expect(answers.map(codeOf)).toEqual([party, party]);
    expect(await company.store.record(repId)).not.toHaveProperty('wrongfulRejects');
    expect((await rule('director-1')).status).toBe(200);
  });

  it('move the end of no window', async () => {
    const lead = await accepted(company);
    const extend = (sub: string) =>
      company.act(sub, 'director', `/v1/leads/${lead.leadId}/window-extension`, {
        until: '2027-06-01T00:00:00.000Z',
        reason: 'he is travelling',
      });

    const answers = [await extend('sdr-1'), await extend(lead.ownerRepId ?? '')];

    expect(answers.map(codeOf)).toEqual([party, party]);
    expect(await company.lead(lead.leadId)).toMatchObject({ oppDueAt: lead.oppDueAt });
  });

  it('rule on no cancellation, not even after another rep has taken over, and open none again', async () => {
    const { offer, id } = await sold();
    await company.act(offer.repId, 'rep', `/v1/opportunities/${id}/cancel`, {
      reason: 'DUPLICATE',
    });
    const rule = (sub: string) =>
      company.act(sub, 'ops', `/v1/opportunities/${id}/cancel-ruling`, {
        approve: true,
        note: 'n',
      });
    const reopen = (sub: string) =>
      company.act(sub, 'director', `/v1/opportunities/${id}/reopen`, { reason: 'n' });

    const answers = [
      await rule(offer.repId),
      await rule('sdr-1'),
      await reopen(offer.repId),
      await reopen('sdr-1'),
    ];

    expect(answers.map(codeOf)).toEqual(Array(4).fill(party));
  });

  it('who gave the deal away before it was cancelled is a party to its credit still', async () => {
    const { offer, id } = await sold();
    const { reps } = await company.store.desk();
    const other = reps.find(({ repId }) => repId !== offer.repId)?.repId ?? '';
    await company.must(
      company.act('director-1', 'director', `/v1/opportunities/${id}/owner`, {
        repId: other,
        reason: 'too much to do',
      }),
    );
    await company.act('director-1', 'director', `/v1/opportunities/${id}/cancel`, {
      reason: 'DUPLICATE',
    });
    const rule = (sub: string) =>
      company.act(sub, 'ops', `/v1/opportunities/${id}/cancel-ruling`, {
        approve: true,
        note: 'n',
      });

    const answers = [await rule(offer.repId), await rule(other), await rule('director-1')];

    expect(answers.map(codeOf)).toEqual([party, party, party]);
    expect((await rule('ops-1')).status).toBe(200);
  });
});

describe('a refusal is disputed', () => {
  it.each([
    ['on the tenth working day', 'P13D', 201],
    ['not after it', 'P16D', 409],
  ])('%s', async (_when, by, status) => {
    const alone = await openCompany();
    const lead = await refused(alone);
    const { offerId } = await alone.offer(lead.leadId);
    await alone.advance(by);

    const answer = await alone.act('sdr-1', 'sdr', `/v1/offers/${offerId}/dispute`, { note: 'n' });

    expect(answer.status).toBe(status);
    await alone.close();
  });
});
