import { afterEach, describe, expect, it } from 'vitest';
import { create } from '../../functions/handlers/staff-api.ts';
import { minus } from '../../functions/leads/instant.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { depsOver } from '../../functions/platform/deps.ts';
import { environment } from '../../infra/local/project.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { ask } from '../support/api-event.ts';
import { type Company, openCompany } from '../support/company.ts';

const rosterMonths = ['2026-09'];
const open = () => openCompany({ rosterMonths });

let company: Company;
afterEach(() => company.close());

/** The acceptance as the API's edge received it, handled only now. */
function acceptReceivedAt({ offerId, repId }: Offer, at: string) {
  const deps = depsOver(company.runtime.services, environment, {
    send: async () => ({ delivered: true }),
  });
  return ask(create(deps), {
    route: 'POST /v1/offers/{offerId}/accept',
    params: { offerId },
    sub: repId,
    groups: ['rep'],
    at,
  });
}

describe('the 48 hours', () => {
  it('takes an acceptance in the last second and refuses one a second later', async () => {
    company = await open();
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

  it('takes an acceptance sent at 47:59:59 and processed after the deadline, by the instant of its receipt', async () => {
    company = await open();
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    await company.advanceTo(offer.acceptDueAt);
    await company.advance('PT30S');

    const answer = await acceptReceivedAt(offer, minus(offer.acceptDueAt, 'PT1S'));
    await company.runtime.settled();

    expect(answer.status).toBe(200);
    expect(await company.offer(leadId)).toMatchObject({
      status: 'ACCEPTED',
      settledAt: minus(offer.acceptDueAt, 'PT1S'),
    });
    await company.letExpire(offer);
    expect(await company.story(leadId)).not.toContain('TimedOut');
  });

  it('refuses an acceptance sent at 47:59:59 that comes when the offer has run out: the status guards', async () => {
    company = await open();
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    await company.letExpire(offer);

    const answer = await acceptReceivedAt(offer, minus(offer.acceptDueAt, 'PT1S'));

    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'OFFER_EXPIRED', offerStatus: 'TIMED_OUT' });
    expect(await company.story(leadId)).not.toContain('Accepted');
  });

  it('gives a lead to the next rep after silence, and the late acceptance changes nothing', async () => {
    company = await open();
    const { leadId } = await company.handOver();
    const silent = await company.offer(leadId);
    await company.letExpire(silent);

    const late = await company.accept(silent);

    const next = await company.offer(leadId);
    expect(next).toMatchObject({ status: 'PENDING', seq: 2, offeredAt: silent.expireAt });
    expect(next.repId).not.toBe(silent.repId);
    expect(late).toMatchObject({
      status: 409,
      body: { code: 'OFFER_EXPIRED', state: 'OFFERED', acceptDueAt: silent.acceptDueAt },
    });
    expect((await company.story(leadId)).slice(-9)).toEqual([
      'OfferMade',
      'ContactReminded',
      'ContactMissed',
      'RepReminded',
      'RepReminded',
      'RepReminded',
      'TimedOut',
      'MissRecorded',
      'OfferMade',
    ]);
    expect((await company.sent(leadId)).filter((one) => one.startsWith(silent.repId))).toEqual([
      `${silent.repId}: A lead for you`,
      `${silent.repId}: The customer still waits for your call`,
      `${silent.repId}: A first contact is overdue`,
      ...Array(3).fill(`${silent.repId}: A lead still waits for your answer`),
    ]);
  });

  it('lets only a manager make a new offer to whoever was late, and his miss stands', async () => {
    company = await openCompany({ rosterMonths, reps: [{ repId: 'rep-a' }] });
    const { leadId } = await company.handOver();
    const silent = await company.offer(leadId);
    await company.letExpire(silent);
    const late = await company.accept(silent);

    const withoutLifting = await company.assign(leadId, 'rep-a');
    const lifted = await company.assign(leadId, 'rep-a', true);
    await company.runtime.settled();

    expect(late).toMatchObject({ status: 409, body: { state: 'UNROUTED' } });
    expect(withoutLifting).toMatchObject({ status: 422, body: { code: 'INVALID' } });
    expect(lifted.status).toBe(200);
    const again = await company.offer(leadId);
    expect(again).toMatchObject({ repId: 'rep-a', seq: 2, status: 'PENDING' });
    expect((await company.accept(again)).status).toBe(200);
    expect((await company.store.record('rep-a'))?.handled).toMatchObject([
      { offerId: silent.offerId, outcome: 'missed' },
      { offerId: again.offerId, outcome: 'answered' },
    ]);
    expect(await company.story(leadId)).toContain('ExclusionLifted');
  });

  it('counts no hour of a weekend: offered on Friday afternoon, due on Tuesday afternoon', async () => {
    company = await openCompany({ rosterMonths, start: '2026-09-11T08:30:00.000Z' });

    const { leadId } = await company.handOver();

    expect(await company.offer(leadId)).toMatchObject({
      acceptDueAt: '2026-09-15T08:30:00.000Z',
      contactDueAt: '2026-09-14T03:30:00.000Z',
    });
  });
});

describe('answering twice', () => {
  it('answers a double click with the same key by the same body and one event', async () => {
    company = await open();
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    const key = { 'idempotency-key': 'click-1' };

    const answers = await Promise.all([company.accept(offer, key), company.accept(offer, key)]);
    await company.runtime.settled();
    const later = await company.accept(offer, key);

    for (const { status, body } of [...answers, later]) {
      expect({ status, body }).toEqual({
        status: 200,
        body: { state: 'SQL', oppDueAt: '2026-10-29T16:00:00.000Z' },
      });
    }
    const story = await company.story(leadId);
    expect(story.filter((type) => type === 'Accepted')).toHaveLength(1);
  });

  it('answers a double click without a key by 409 OFFER_SETTLED', async () => {
    company = await open();
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);

    const answers = await Promise.all([company.accept(offer), company.accept(offer)]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject({
      body: { code: 'OFFER_SETTLED', offerStatus: 'ACCEPTED', state: 'SQL' },
    });
  });

  it('refuses the same key for another answer', async () => {
    company = await open();
    const { leadId } = await company.handOver();
    const { offerId, repId } = await company.offer(leadId);
    const reject = (note: string) =>
      company
        .as(repId, 'rep')
        .post(
          `/v1/offers/${offerId}/reject`,
          { reason: 'NO_BUDGET', note, contacted: true },
          { 'idempotency-key': 'once' },
        );
    await company.must(reject('no money'));

    const other = await reject('no money at all');

    expect(other).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_REUSED' } });
  });

  it('lets nobody but its rep answer an offer, whatever became of it', async () => {
    company = await open();
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    const stranger = company.as(offer.repId === 'rep-a' ? 'rep-b' : 'rep-a', 'rep');
    const before = await stranger.post(`/v1/offers/${offer.offerId}/accept`);
    await company.must(company.accept(offer));

    const after = await stranger.post(`/v1/offers/${offer.offerId}/accept`);

    for (const { status, body } of [before, after])
      expect({ status, body }).toMatchObject({ status: 403, body: { code: 'NOT_YOUR_OFFER' } });
  });
});

describe('X-2: what accepting makes of a lead', () => {
  it.each([
    { acceptImpliesSql: 'whenQualified', budget: 'approved', state: 'SQL' },
    { acceptImpliesSql: 'whenQualified', budget: 'planned', state: 'SAL' },
    { acceptImpliesSql: 'always', budget: 'planned', state: 'SQL' },
    { acceptImpliesSql: 'never', budget: 'approved', state: 'SAL' },
  ])('is $state by the policy $acceptImpliesSql when the budget is $budget', async (wish) => {
    const { acceptImpliesSql, budget, state } = wish;
    company = await openCompany({ rosterMonths, policy: { acceptImpliesSql } });
    const { leadId } = await company.handOver(undefined, { ...goodAnswers, budget });

    const { body } = await company.accept(await company.offer(leadId));

    expect(body).toEqual({ state, oppDueAt: '2026-10-29T16:00:00.000Z' });
    expect((await company.lead(leadId)).state).toBe(state);
    expect((await company.story(leadId)).slice(6)).toEqual(
      state === 'SQL'
        ? ['Accepted', 'SalesQualified', 'CreditWindowOpened']
        : ['Accepted', 'CreditWindowOpened'],
    );
  });
});
