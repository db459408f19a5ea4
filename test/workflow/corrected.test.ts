// A signed amount was wrong (4.8): a director corrects it; the day of the signature and the stages stay, and what was counted restates.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpportunityId } from '../../functions/leads/ids.ts';
import { type Company, openCompany } from '../support/company.ts';
import { expectSound } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const right = { amount: 9000, currency: 'EUR', reason: 'a line was missing' };

async function won() {
  const offer = await company.offer((await company.handOver()).leadId);
  const id = await company.opportunity(offer);
  await company.advance('P2D');
  await company.must(
    company.act(offer.repId, 'rep', `/v1/opportunities/${id}/win`, { amount: 7500 }),
  );
  return { offer, id };
}
const correct = (id: string, sub = 'director-1', body: object = right) =>
  company.act(sub, 'director', `/v1/opportunities/${id}/correct`, body);
const stored = (id: string) => company.store.opportunity(OpportunityId.parse(id));

describe('a won amount that was wrong', () => {
  it('is corrected with its currency; closing day, stages, lead and credit stay', async () => {
    const { offer, id } = await won();
    const [before, lead] = [await stored(id), await company.lead(offer.leadId)];
    await company.advance('P10D');

    const answer = await correct(id);

    expect(answer).toMatchObject({ status: 200, body: { status: 'WON', amount: 9000 } });
    expect(await stored(id)).toMatchObject({
      amount: 9000,
      currency: 'EUR',
      closedAt: before?.closedAt,
      stageLog: before?.stageLog,
      createdAt: before?.createdAt,
    });
    expect(await company.lead(offer.leadId)).toMatchObject({ state: 'WON', stamps: lead.stamps });
    const told = (await company.events(offer.leadId)).at(-1);
    expect(told).toMatchObject({
      type: 'Corrected',
      data: { amount: 9000, currency: 'EUR', fromAmount: 7500, fromCurrency: 'CNY' },
    });
    await expectSound(company, lead);
  });

  it('restates the forecast of the day of the signature, too', async () => {
    const alone = await openCompany();
    const offer = await alone.offer((await alone.handOver()).leadId);
    const id = await alone.opportunity(offer);
    await alone.act(offer.repId, 'rep', `/v1/opportunities/${id}/win`, { amount: 7500 });
    const day = alone.now.slice(0, 10);
    await alone.advance('P10D');
    await alone.act('director-1', 'director', `/v1/opportunities/${id}/correct`, right);

    const { body } = await alone.director.get(`/v1/forecast?asOf=${day}`);

    expect(body).toMatchObject({ byCurrency: { EUR: { won: 9000 } } });
    expect(body).not.toHaveProperty('byCurrency.CNY');
    await alone.close();
  });

  it('is corrected by nobody who is a party, by no other group, and not while it is open or lost', async () => {
    const { offer, id } = await won();
    const open = await company.opportunity(await company.offer((await company.handOver()).leadId));
    const rep = await company.as(offer.repId, 'rep').post(`/v1/opportunities/${id}/correct`, right);

    const answers = [
      await correct(id, offer.repId),
      await correct(id, 'sdr-1'),
      await correct(open),
    ];

    expect([rep, ...answers].map(({ status }) => status)).toEqual([403, 403, 403, 409]);
    expect(answers[0]?.body).toMatchObject({ code: 'PARTY' });
    expect((await stored(id))?.amount).toBe(7500);
  });

  it.each([
    [{ amount: 0 }, 'amount'],
    [{ currency: 'shells' }, 'currency'],
    [{ reason: '' }, 'reason'],
  ])('is not corrected to %j', async (over, path) => {
    const { id } = await won();

    const answer = await correct(id, 'director-1', { ...right, ...over });

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  it('is corrected after the customer was erased as well, and nothing of him is written', async () => {
    const { offer, id } = await won();
    await company.must(
      company.as('admin-1', 'admin').post(`/v1/leads/${offer.leadId}/erase`, { reason: 'asked' }),
    );
    await company.runtime.settled();

    const answer = await correct(id, 'director-1', { ...right, reason: 'Anna told us' });

    expect(answer.status).toBe(200);
    expect(JSON.stringify(await company.events(offer.leadId))).not.toContain('Anna');
  });
});
