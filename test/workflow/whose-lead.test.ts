// No way around whose lead it is: SDRs act on their own, nobody rules on himself, and who is off the desk only reads (4.5; 4.8).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodAnswers, goodCall } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { accepted, notNow, refused, taken } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
  await company.putSdr('sdr-2');
});
afterAll(() => company.close());

const recall = { reason: 'CUSTOMER_CALLED' };
const codeOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  (body as { code?: string }).code,
];

describe('an SDR acts on the leads that are his:', () => {
  it('another one recalls no offer, and disputes no refusal', async () => {
    const { leadId } = await company.handOver();
    const { offerId } = await company.offer(leadId);
    const lead = await refused(company);
    const gone = await company.offer(lead.leadId);
    const other = company.as('sdr-2', 'sdr');

    const answers = [
      await other.post(`/v1/offers/${offerId}/withdraw`, recall),
      await other.post(`/v1/offers/${gone.offerId}/dispute`, { note: 'the rep is wrong' }),
    ];

    expect(answers.map(codeOf)).toEqual(Array(2).fill([403, 'NOT_YOUR_LEAD']));
    expect(await company.offer(leadId)).toMatchObject({ offerId, status: 'PENDING' });
  });

  it.each([
    ['qualifies', 'post', 'qualification', goodAnswers],
    ['drops', 'post', 'qualification', { ...notNow, verdict: 'notALead', reason: 'POOR_FIT' }],
    ['logs a call', 'post', 'activities', goodCall],
    ['corrects the address', 'put', 'contact', { email: 'other@elsewhere.example' }],
  ] as const)('another one never %s', async (_what, method, path, body) => {
    const { leadId } = await taken(company);
    const { version } = await company.lead(leadId);

    const answer = await company.as('sdr-2', 'sdr')[method](`/v1/leads/${leadId}/${path}`, body);

    expect(codeOf(answer)).toEqual([403, 'NOT_YOUR_LEAD']);
    expect((await company.lead(leadId)).version).toBe(version);
  });

  it('another one wakes no lead that rests', async () => {
    const lead = await refused(company, 'UNREACHABLE');

    const answer = await company.as('sdr-2', 'sdr').post(`/v1/leads/${lead.leadId}/take`);

    expect(codeOf(answer)).toEqual([403, 'NOT_YOUR_LEAD']);
  });

  it('on one that is nobody’s yet any of them may log a call', async () => {
    const { leadId } = await company.submit();

    const answer = await company
      .as('sdr-2', 'sdr')
      .post(`/v1/leads/${leadId}/activities`, goodCall);

    expect(answer.status).toBe(201);
  });
});

describe('who is not on the desk, or no longer,', () => {
  it('takes no lead as an SDR whom ops never entered', async () => {
    const { leadId } = await company.submit();
    const stranger = company.as('sdr-new', 'sdr');

    const answer = await stranger.post(`/v1/leads/${leadId}/take`);

    expect(codeOf(answer)).toEqual([403, 'FORBIDDEN']);
    expect((await stranger.get(`/v1/leads/${leadId}`)).status).toBe(200);
  });

  it('reads what he sold, and neither changes it nor wins it', async () => {
    await company.putRep({ repId: 'rep-left' });
    const { leadId } = await company.handOver();
    const { offerId, repId } = await company.offer(leadId);
    await company.must(company.accept(await company.offer(leadId)));
    const id = await company.opportunity(await company.offer(leadId));
    await company.putRep({ repId, active: false });
    await company.runtime.settled();
    const left = company.as(repId, 'rep');

    const answers = [
      await left.patch(`/v1/opportunities/${id}`, { nextStep: 'call' }),
      await left.post(`/v1/opportunities/${id}/win`, { amount: 8000 }),
      await left.post(`/v1/opportunities/${id}/cancel`, {}),
      await left.post(`/v1/leads/${leadId}/activities`, goodCall),
      await left.post(`/v1/offers/${offerId}/accept`),
      await left.post('/v1/self-sourced', {}),
      await left.post(`/v1/reps/${repId}/absences`, {
        from: '2026-10-01T00:00:00Z',
        to: '2026-10-02T00:00:00Z',
      }),
    ];

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403, 422]));
    expect((await left.get(`/v1/opportunities/${id}`)).status).toBe(200);
    await company.putRep({ repId });
    expect((await left.patch(`/v1/opportunities/${id}`, { nextStep: 'call' })).status).toBe(200);
  });

  it('acts in the group in which he is known', async () => {
    const { leadId } = await company.handOver();
    const { repId } = await company.offer(leadId);
    const both = company.as(repId, 'sdr', 'rep');

    const answer = await both.post(`/v1/leads/${leadId}/activities`, goodCall);

    expect(answer.status).toBe(201);
    expect((await company.offer(leadId)).contactedAt).toBe(company.now);
  });
});

describe('nobody rules on himself, in whatever group:', () => {
  it('a director who is the rep annuls no miss of his own, nor the SDR’s director that of his lead', async () => {
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    await company.letExpire(offer);
    const path = `/v1/reps/${offer.repId}/strikes/${offer.offerId}/annul`;
    const body = { reason: 'he was ill' };

    const answers = [
      await company.as(offer.repId, 'director').post(path, body),
      await company.as(offer.repId, 'rep', 'director').post(path, body),
      await company.as('sdr-1', 'director').post(path, body),
      await company.director.post(path, body),
    ];

    expect(answers.map(codeOf)).toEqual([...Array(3).fill([403, 'PARTY']), [200, undefined]]);
  });

  it('a director takes back no offer of his own: silence would cost him nothing', async () => {
    const { leadId } = await company.handOver();
    const { offerId, repId } = await company.offer(leadId);
    const path = `/v1/offers/${offerId}/withdraw`;

    const answers = [
      await company.as(repId, 'director').post(path, { reason: 'no time' }),
      await company.as(repId, 'ops').post(path, { reason: 'no time' }),
    ];

    expect(answers.map(codeOf)).toEqual(Array(2).fill([403, 'PARTY']));
  });

  it('a director assigns no lead to himself, and none of which he is the SDR', async () => {
    const { leadId } = await accepted(company);

    const answers = [
      await company.as('rep-a', 'director').post(`/v1/leads/${leadId}/assign`, {
        repId: 'rep-a',
        reason: 'I know them',
      }),
      await company.as('sdr-1', 'director').post(`/v1/leads/${leadId}/assign`, {
        repId: 'rep-b',
        reason: 'my friend',
      }),
    ];

    expect(answers.map(codeOf)).toEqual(Array(2).fill([403, 'PARTY']));
  });

  it('a director gives no opportunity to himself', async () => {
    const { leadId } = await company.handOver();
    const id = await company.opportunity(await company.offer(leadId));

    const answer = await company
      .as('rep-b', 'director')
      .post(`/v1/opportunities/${id}/owner`, { repId: 'rep-b', reason: 'I know them' });

    expect(codeOf(answer)).toEqual([403, 'PARTY']);
  });

  it('a director who is the SDR of the lead neither sends it back nor allows it another cycle', async () => {
    const { leadId } = await refused(company);

    const answers = [
      await company.as('sdr-1', 'director').post(`/v1/leads/${leadId}/extra-cycle`, {
        approve: true,
        reason: 'it is good',
      }),
      await company.as('sdr-1', 'director').post(`/v1/leads/${leadId}/send-back`, {
        verdict: 'nurture',
        reason: 'later',
      }),
    ];

    expect(answers.map(codeOf)).toEqual(Array(2).fill([403, 'PARTY']));
  });

  it('ops who found the customer themselves do not rule on the source', async () => {
    const { leadId } = await accepted(company);
    const { ownerRepId = '' } = await company.lead(leadId);

    const answer = await company.as(ownerRepId, 'ops').post(`/v1/leads/${leadId}/source-ruling`, {
      source: { class: 'SELF' },
      evidence: 'I called them',
    });

    expect(codeOf(answer)).toEqual([403, 'PARTY']);
  });
});
