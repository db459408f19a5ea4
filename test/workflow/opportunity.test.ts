// From acceptance to the end of an opportunity, in virtual days (rows 17 and 19 to 24; 4.8).

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OpportunityId } from '../../functions/leads/ids.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { named } from '../support/facts.ts';
import { acceptAll, expectSound } from '../support/journeys.ts';

/** Passes BANT, not the five criteria: accepting makes a SAL. */
const bantOnly = { ...goodAnswers, budget: 'planned' } as const;

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function accepted(answers: object = goodAnswers): Promise<Offer> {
  const { leadId } = await company.handOver(undefined, answers);
  const offer = await company.offer(leadId);
  await company.must(company.accept(offer));
  await company.runtime.settled();
  return offer;
}

async function opened(): Promise<{ offer: Offer; id: string }> {
  const offer = await accepted();
  return { offer, id: await company.opportunity(offer) };
}

function another(repId: string): string {
  return repId === 'rep-a' ? 'rep-b' : 'rep-a';
}

async function stored(id: string) {
  const opportunity = await company.store.opportunity(OpportunityId.parse(id));
  if (!opportunity) throw new Error(`no opportunity ${id}`);
  return opportunity;
}

describe('row 17: the five criteria', () => {
  it('makes a SAL an SQL when they pass', async () => {
    const { leadId, repId } = await accepted(bantOnly);
    expect((await company.lead(leadId)).state).toBe('SAL');
    const { verdict: _, ...answers } = goodAnswers;

    const answer = await company.act(
      repId,
      'rep',
      `/v1/leads/${leadId}/sales-qualification`,
      answers,
    );

    expect(answer.status).toBe(200);
    const lead = await company.lead(leadId);
    expect(lead).toMatchObject({ state: 'SQL', qualification: { number: 2, by: repId } });
    await expectSound(company, lead);
  });

  it('names those that do not, and saves nothing', async () => {
    const { leadId, repId } = await accepted(bantOnly);
    const { verdict: _, ...answers } = bantOnly;

    const answer = await company.act(
      repId,
      'rep',
      `/v1/leads/${leadId}/sales-qualification`,
      answers,
    );

    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'BANT_FAILS', errors: [{ path: 'budget' }] },
    });
    expect((await company.lead(leadId)).state).toBe('SAL');
  });

  it('is the owner’s to say', async () => {
    const { leadId, repId } = await accepted(bantOnly);
    const { verdict: _, ...answers } = goodAnswers;

    const answer = await company.act(
      another(repId),
      'rep',
      `/v1/leads/${leadId}/sales-qualification`,
      answers,
    );

    expect(answer).toMatchObject({ status: 403, body: { code: 'NOT_YOUR_LEAD' } });
  });
});

describe('row 19: an opportunity is opened', () => {
  it('by the owner, and the lead waits in an execution of its own', async () => {
    const { offer, id } = await opened();

    const lead = await company.lead(offer.leadId);
    expect(lead).toMatchObject({ state: 'OPPORTUNITY', opportunityId: id });
    expect(await stored(id)).toMatchObject({ status: 'OPEN', stage: 'QUALIFY', amount: 8000 });
    await expectSound(company, lead);
  });

  it('from SAL back-fills SQL as inferred', async () => {
    const offer = await accepted(bantOnly);
    await company.opportunity(offer);

    const [event] = named(await company.events(offer.leadId), 'OpportunityOpened');
    expect(event?.data.inferred).toBe(true);
    expect((await company.lead(offer.leadId)).stamps.SQL).toBe(event?.occurredAt);
  });

  it('straight from a pending offer implies the acceptance by that rep', async () => {
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);

    const id = await company.opportunity(offer);

    expect(await company.offer(leadId)).toMatchObject({ status: 'ACCEPTED' });
    expect((await company.story(leadId)).slice(-4)).toEqual([
      'Accepted',
      'SalesQualified',
      'OpportunityOpened',
      'CreditPending',
    ]);
    expect((await stored(id)).creditId).toBe(offer.offerId);
    await expectSound(company, await company.lead(leadId));
  });

  it('not from another rep’s pending offer', async () => {
    const { leadId } = await company.handOver();
    const { repId } = await company.offer(leadId);

    const answer = await company.act(another(repId), 'rep', `/v1/leads/${leadId}/opportunity`, {
      amount: 1,
      currency: 'CNY',
      expectedCloseOn: '2026-12-31',
    });

    expect(answer).toMatchObject({ status: 403, body: { code: 'NOT_YOUR_OFFER' } });
    await company.must(company.accept(await company.offer(leadId)));
  });

  it('refuses a stage that the preset does not have', async () => {
    const { leadId, repId } = await accepted();

    const answer = await company.act(repId, 'rep', `/v1/leads/${leadId}/opportunity`, {
      amount: 1,
      currency: 'CNY',
      expectedCloseOn: '2026-12-31',
      stage: 'POC',
    });

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'stage' }] } });
  });
});

describe('row 21: stages and notes', () => {
  it('skips a stage and keeps the time of each stay (A0-11)', async () => {
    const { offer, id } = await opened();
    const from = company.now;
    await company.advance('P3D');

    const rep = company.as(offer.repId, 'rep');
    await company.must(rep.patch(`/v1/opportunities/${id}`, { stage: 'PROPOSAL' }));
    await company.runtime.settled();

    expect((await stored(id)).stageLog).toEqual([
      { stage: 'QUALIFY', enteredAt: from, leftAt: company.now },
      { stage: 'PROPOSAL', enteredAt: company.now },
    ]);
  });

  it('counts the seven notes as a signal of quality (A1-7)', async () => {
    const { offer, id } = await opened();

    const rep = company.as(offer.repId, 'rep');
    const notes = { projectTrigger: 'the old tool is switched off', competitors: 'two' };
    const answer = await company.must(rep.patch(`/v1/opportunities/${id}`, { notes }));

    expect(answer.body).toMatchObject({ notes, completeness: 2 / 7 });
  });

  it('reminds the owner when nothing was written for fourteen days, and again', async () => {
    const { offer, id } = await opened();

    await company.advance('P14D');
    await company.advance('P14D');

    const stalled = (await company.story(offer.leadId)).filter(
      (type) => type === 'OpportunityStalled',
    );
    expect(stalled).toHaveLength(2);
    expect((await stored(id)).nextInstant ?? '').toBe(
      (await company.lead(offer.leadId)).nextInstant,
    );
    await acceptAll(company);
  });
});

describe('rows 22 and 23: the end', () => {
  it('won: the amount is kept, the customer has an owner, and the lead is closed', async () => {
    const { offer, id } = await opened();

    const answer = await company.act(offer.repId, 'rep', `/v1/opportunities/${id}/win`, {
      amount: 7500,
    });

    expect(answer).toMatchObject({ status: 200, body: { status: 'WON', amount: 7500 } });
    const lead = await company.lead(offer.leadId);
    expect(lead.state).toBe('WON');
    expect(await company.store.account(lead.accountId ?? '')).toMatchObject({
      ownerRepId: offer.repId,
      customerSince: company.now,
    });
    await expectSound(company, lead);
  });

  it('cannot be won for nothing', async () => {
    const { offer, id } = await opened();

    const answer = await company.act(offer.repId, 'rep', `/v1/opportunities/${id}/win`, {
      amount: 0,
    });

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'amount' }] } });
  });

  it('lost, with a reason of the catalogue', async () => {
    const { offer, id } = await opened();
    const odd = await company.act(offer.repId, 'rep', `/v1/opportunities/${id}/lose`, {
      reason: 'BAD_LUCK',
    });

    const answer = await company.act(offer.repId, 'rep', `/v1/opportunities/${id}/lose`, {
      reason: 'PRICE',
    });

    expect(odd.status).toBe(422);
    expect(answer.body).toMatchObject({ status: 'LOST', lostBecause: 'PRICE' });
    await expectSound(company, await company.lead(offer.leadId));
  });

  it('ends once: whoever comes second learns how', async () => {
    const { offer, id } = await opened();
    await company.act(offer.repId, 'rep', `/v1/opportunities/${id}/lose`, { reason: 'PRICE' });

    const answer = await company.act(offer.repId, 'rep', `/v1/opportunities/${id}/win`, {
      amount: 1,
    });

    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'ILLEGAL_TRANSITION', state: 'LOST', opportunityStatus: 'LOST' },
    });
  });

  it('is opened again by a director, and the stage log goes on', async () => {
    const { offer, id } = await opened();
    await company.act(offer.repId, 'rep', `/v1/opportunities/${id}/lose`, {
      reason: 'NO_DECISION',
    });
    await company.advance('P20D');
    await acceptAll(company);

    const answer = await company.act('director-1', 'director', `/v1/opportunities/${id}/reopen`, {
      reason: 'they called',
    });

    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'OPEN', leadState: 'OPPORTUNITY' },
    });
    expect((await stored(id)).stageLog).toHaveLength(2);
    await expectSound(company, await company.lead(offer.leadId));
    await company.act(offer.repId, 'rep', `/v1/opportunities/${id}/win`, { amount: 1 });
  });

  it('is not opened again while the customer has another open journey', async () => {
    const { offer, id } = await opened();
    await company.act(offer.repId, 'rep', `/v1/opportunities/${id}/lose`, {
      reason: 'NO_DECISION',
    });
    const { personId } = await company.lead(offer.leadId);
    const person = await company.store.person(personId);
    const again = await company.submit({ person: { email: person?.email } });

    const answer = await company.act('director-1', 'director', `/v1/opportunities/${id}/reopen`, {
      reason: 'they called',
    });

    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'COLLISION', leadId: again.leadId },
    });
  });
});

describe('a POC is a stage of its own preset (A1-1)', () => {
  let poc: Company;
  afterEach(() => poc.close());

  const pilot = [
    { stage: 'QUALIFY', probability: 0.25 },
    { stage: 'PILOT', probability: 0.5, trial: true },
  ];

  it.each([
    ['POC', { preset: 'with-poc' }],
    ['PILOT', { preset: 'with-pilot', presets: { 'with-pilot': pilot } }],
  ])('and a deal lost in it says why the trial failed: %s', async (stage, opportunity) => {
    poc = await openCompany({ policy: { opportunity } });
    const { leadId } = await poc.handOver();
    const offer = await poc.offer(leadId);
    const id = await poc.opportunity(offer, { stage });
    const rep = poc.as(offer.repId, 'rep');

    const bare = await rep.post(`/v1/opportunities/${id}/lose`, { reason: 'POC_FAILED' });
    const told = await rep.post(`/v1/opportunities/${id}/lose`, {
      reason: 'POC_FAILED',
      pocFailReason: 'PERFORMANCE',
    });

    expect(bare).toMatchObject({ status: 422, body: { errors: [{ path: 'pocFailReason' }] } });
    expect(told.body).toMatchObject({ status: 'LOST', pocFailReason: 'PERFORMANCE' });
  });
});

describe('4.8, rep deactivated, opportunity open', () => {
  it('a director moves the owner; stage, creation and credit stay', async () => {
    const { offer, id } = await opened();
    const before = await stored(id);
    await company.putRep({ repId: offer.repId, active: false });
    await company.runtime.settled();
    const other = ['rep-a', 'rep-b', 'rep-c'].find((repId) => repId !== offer.repId) ?? '';

    const answer = await company.act('director-1', 'director', `/v1/opportunities/${id}/owner`, {
      repId: other,
      reason: 'left the company',
    });

    expect(answer.status).toBe(200);
    const { stage, createdAt, creditId } = before;
    expect(await stored(id)).toMatchObject({ stage, createdAt, creditId, ownerRepId: other });
    expect(await company.sent(offer.leadId)).toContain(
      'group:director: An opportunity needs a new owner',
    );
    await company.putRep({ repId: offer.repId, active: true });
  });

  it('a cancellation for this cause is one with a cause', async () => {
    const { offer, id } = await opened();

    await company.act('director-1', 'director', `/v1/opportunities/${id}/cancel`, {
      reason: 'OWNER_LEFT',
    });

    const credit = await company.store.credit(offer.offerId);
    expect(credit?.state).toBe('PENDING');
    expect((await company.lead(offer.leadId)).state).toBe('NURTURE');
  });
});
