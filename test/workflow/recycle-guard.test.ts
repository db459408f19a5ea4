import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import {
  acceptAll,
  afterCoolDown,
  drop,
  expectSound,
  personOf,
  refused,
  sdr,
} from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

function handOverAgain(lead: Lead, answers: object = goodAnswers) {
  return sdr(company, lead, 'qualification', answers);
}

async function correctContact({ leadId }: Lead): Promise<void> {
  await company.must(
    company
      .as('sdr-1', 'sdr')
      .put(`/v1/leads/${leadId}/contact`, { email: `new-${leadId.slice(-8)}@moved.example` }),
  );
  await company.runtime.settled();
}

async function servedBy({ department, repId }: Offer): Promise<number | undefined> {
  const { pools } = await company.store.desk();
  return pools.find((pool) => pool.department === department)?.members[repId]?.served;
}

describe('a refused lead', () => {
  it('cannot be handed over or taken before its rest is over', async () => {
    const lead = await refused(company, 'UNREACHABLE');
    await company.advance('P6DT23H');

    const taken = await sdr(company, lead, 'take');
    const judged = await handOverAgain(lead);

    expect(taken).toMatchObject({
      status: 409,
      body: { code: 'RECYCLE_GUARD', guards: ['COOL_DOWN_RUNNING'] },
    });
    expect(judged).toMatchObject({
      status: 409,
      body: { code: 'ILLEGAL_TRANSITION', state: 'NURTURE' },
    });
    await expectSound(company, lead);
  });

  it('comes back to its SDR at the end of the rest, and goes on after a call alone', async () => {
    const lead = await afterCoolDown(company, await refused(company, 'UNREACHABLE'));

    const uncalled = await handOverAgain(lead);
    await company.call(lead.leadId);
    const called = await handOverAgain(lead);

    expect(lead).toMatchObject({ state: 'SDR_WORKING', cycle: 2, sdrId: 'sdr-1' });
    expect(uncalled).toMatchObject({
      status: 409,
      body: { code: 'RECYCLE_GUARD', guards: ['NO_CONNECTED_CONTACT'] },
    });
    expect(called.status).toBe(200);
    expect((await company.lead(lead.leadId)).state).toBe('OFFERED');
    await expectSound(company, lead);
  });

  it('needs a call that reached the customer after it was refused', async () => {
    const submitted = await company.submit();
    await sdr(company, submitted, 'take');
    await company.call(submitted.leadId);
    const lead = await afterCoolDown(
      company,
      await refused(company, 'UNREACHABLE', {}, await company.lead(submitted.leadId)),
    );
    await company.must(
      sdr(company, lead, 'activities', {
        kind: 'call',
        direction: 'outbound',
        connected: false,
        note: 'nobody answered',
      }),
    );

    const answer = await handOverAgain(lead);

    expect(answer.body).toMatchObject({ guards: ['NO_CONNECTED_CONTACT'] });
  });

  it('for bad data needs a corrected contact, and says so beside the missing call', async () => {
    const lead = await afterCoolDown(company, await refused(company, 'BAD_DATA'));

    const nothing = await handOverAgain(lead);
    await company.call(lead.leadId);
    const called = await handOverAgain(lead);
    await correctContact(lead);
    const corrected = await handOverAgain(lead);

    expect(nothing.body).toMatchObject({
      guards: ['NO_CONNECTED_CONTACT', 'REASON_NOT_ADDRESSED'],
    });
    expect(called.body).toMatchObject({ guards: ['REASON_NOT_ADDRESSED'] });
    expect(corrected.status).toBe(200);
    await expectSound(company, lead);
  });

  it('for the wrong contact needs another role, found out on the telephone', async () => {
    const lead = await afterCoolDown(company, await refused(company, 'NOT_DECISION_MAKER'));
    await company.call(lead.leadId);

    const same = await handOverAgain(lead);
    const other = await handOverAgain(lead, { ...goodAnswers, role: 'influencer' });

    expect(same.body).toMatchObject({ guards: ['REASON_NOT_ADDRESSED'] });
    expect(other.status).toBe(200);
  });

  it('for the wrong contact goes on when a colleague joined', async () => {
    const resting = await refused(company, 'NOT_DECISION_MAKER');
    const { email = '' } = await personOf(company, resting);
    await company.advance('PT1H');
    await company.submit({ person: { name: 'The Boss', email: `boss@${email.split('@')[1]}` } });
    const lead = await afterCoolDown(company, resting);
    await company.call(lead.leadId);

    const answer = await handOverAgain(lead);

    expect(answer.status).toBe(200);
  });

  it('fails BANT before it meets the guards, and nothing is saved', async () => {
    const lead = await afterCoolDown(company, await refused(company, 'UNREACHABLE'));

    const answer = await handOverAgain(lead, { ...goodAnswers, budget: 'none' });

    expect(answer).toMatchObject({ status: 422, body: { code: 'BANT_FAILS' } });
    expect(await company.lead(lead.leadId)).toEqual(lead);
  });
});

describe('the turn of a lead refused for bad data or as a duplicate', () => {
  it('comes back once when the SDR agrees', async () => {
    const offered = await company.handOver();
    const offer = await company.offer(offered.leadId);
    const before = (await servedBy(offer)) ?? 0;
    await company.reject(offer, 'BAD_DATA');
    await company.runtime.settled();
    const lead = await afterCoolDown(company, await company.lead(offered.leadId));
    const waiting = await servedBy(offer);
    await company.call(lead.leadId);
    await correctContact(lead);
    await handOverAgain(lead);

    const after = await company.store.offer(offer.offerId);

    expect(waiting).toBe(before);
    expect(after?.creditedBack).toBe(true);
    expect(await servedBy(offer)).toBe(before - 1);
  });

  it('comes back when the SDR drops the lead at rest as a duplicate', async () => {
    const offered = await company.handOver();
    const offer = await company.offer(offered.leadId);
    const before = (await servedBy(offer)) ?? 0;
    await company.reject(offer, 'DUPLICATE');
    await company.runtime.settled();

    const answer = await drop(company, offered, 'DUPLICATE');

    expect(answer).toMatchObject({ status: 200, body: { state: 'DISQUALIFIED' } });
    expect(await servedBy(offer)).toBe(before - 1);
    await expectSound(company, offered);
  });

  it('stays with the rep when the SDR hands the alleged duplicate over again', async () => {
    const offered = await company.handOver();
    const offer = await company.offer(offered.leadId);
    await company.reject(offer, 'DUPLICATE');
    await company.runtime.settled();
    const lead = await afterCoolDown(company, await company.lead(offered.leadId));
    await company.call(lead.leadId);
    const before = await servedBy(offer);

    const answer = await handOverAgain(lead);

    expect(answer.status).toBe(200);
    expect((await company.store.offer(offer.offerId))?.creditedBack).toBe(false);
    expect(await servedBy(offer)).toBe(before);
  });
});
