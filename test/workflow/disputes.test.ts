// A refusal is disputed (A0-9, 4.6): a neutral call-back in three working days, and a ruling that stands.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { acceptAll, expectSound, messagesAbout, refused, sdr } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

async function dispute(lead: Lead) {
  const { offerId } = await company.offer(lead.leadId);
  const path = `/v1/offers/${offerId}/dispute`;
  const answer = await company.act('sdr-1', 'sdr', path, { note: 'he never called' });
  return answer as { status: number; body: { disputeId: string; callBackDueAt: string } };
}

function ruling(disputeId: string, outcome: string) {
  const body = { outcome, note: 'n', recordingUrl: 'https://calls.example/neutral' };
  return company.act('director-1', 'director', `/v1/disputes/${disputeId}/ruling`, body);
}

describe('a disputed refusal', () => {
  it('is called back by somebody neutral within three working days, and the director is reminded', async () => {
    const lead = await refused(company);

    const { status, body } = await dispute(lead);
    await company.advance('P4D');

    const told = (await messagesAbout(company, lead)).map(({ subject }) => subject);
    expect(status).toBe(201);
    expect(told).toContain(
      'A refusal is disputed: have the customer called back by somebody neutral',
    );
    expect(told).toContain('A neutral call-back is overdue');
    expect(body.callBackDueAt > lead.enteredAt).toBe(true);
    await expectSound(company, lead);
  });

  it('overturned: the rest is over, another rep gets it, and the rep’s record says so', async () => {
    const lead = await refused(company);
    const { repId, offerId } = await company.offer(lead.leadId);
    const { body } = await dispute(lead);

    const answer = await ruling(body.disputeId, 'overturned');

    expect(answer.status).toBe(200);
    expect(await company.lead(lead.leadId)).toMatchObject({ state: 'SDR_WORKING', cycle: 2 });
    await company.advance('PT1M');
    await company.call(lead.leadId);
    await company.must(sdr(company, lead, 'qualification', goodAnswers));
    expect((await company.offer(lead.leadId)).repId).not.toBe(repId);
    expect((await company.store.record(repId))?.wrongfulRejects).toMatchObject([{ offerId }]);
    expect(await company.story(lead.leadId)).toContain('WrongfulReject');
    await expectSound(company, lead);
  });

  it('overturned late: the rest after another rep’s refusal is not waived', async () => {
    const first = await refused(company, 'UNREACHABLE');
    const { body } = await dispute(first);
    await company.advance('P8D');
    await company.call(first.leadId);
    const second = await refused(company, 'NO_NEED', {}, await company.lead(first.leadId));

    await ruling(body.disputeId, 'overturned');

    const after = await company.lead(first.leadId);
    expect(second).toMatchObject({ state: 'NURTURE', cycle: 2 });
    expect(after).toMatchObject({ state: 'NURTURE', coolDownUntil: second.coolDownUntil });
    expect(after.disputes).toEqual([]);
    await expectSound(company, after);
  });

  it('upheld: the refusal stands, and the recording is linked', async () => {
    const lead = await refused(company);
    const { body } = await dispute(lead);

    await ruling(body.disputeId, 'upheld');

    const after = await company.lead(lead.leadId);
    const { body: shown } = await company.must(company.ops.get(`/v1/leads/${lead.leadId}`));
    expect(after).toMatchObject({ state: 'NURTURE', coolDownUntil: lead.coolDownUntil });
    expect(shown).toMatchObject({
      disputes: [{ ruling: { outcome: 'upheld', recordingUrl: 'https://calls.example/neutral' } }],
    });
    expect(after.disputes).toEqual([]);
  });

  it('can be disputed once, ruled once, and only when it was refused', async () => {
    const lead = await refused(company);
    const pending = await company.handOver();
    const { body } = await dispute(lead);

    const twice = await dispute(lead);
    const unrefused = await dispute(pending);
    await ruling(body.disputeId, 'upheld');
    const ruledTwice = await ruling(body.disputeId, 'overturned');

    expect([twice.status, unrefused.status, ruledTwice.status]).toEqual([409, 409, 409]);
  });
});
