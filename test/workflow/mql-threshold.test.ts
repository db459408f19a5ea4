import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { engage, expectSound, lowIntent, personOf } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function seen(lead: Lead) {
  const { body } = await company.must(company.as('sdr-1', 'sdr').get(`/v1/leads/${lead.leadId}`));
  return body as { grade: string; score: { fit: number; engagement: number } };
}

describe('the score of a lead', () => {
  it('is the same in the list, in the answer to a move and on the lead itself, and decays in all of them', async () => {
    const { leadId } = await company.submit({ interest: { handRaise: 'demo' } });
    const early = await seen(await company.lead(leadId));
    await company.advance('P40D');

    const sdr = company.as('sdr-1', 'sdr');
    const listed = await company.must(sdr.get(`/v1/leads?q=${leadId}`));
    const taken = await company.must(sdr.post(`/v1/leads/${leadId}/take`));

    const late = await seen(await company.lead(leadId));
    const [row] = (listed.body as { items: readonly { score: object; grade: string }[] }).items;
    expect(late.score.engagement).toBeLessThan(early.score.engagement);
    expect([row?.score, row?.grade]).toEqual([late.score, late.grade]);
    expect((taken.body as { score: object }).score).toEqual(late.score);
  });
});

describe('the threshold between marketing and the SDR', () => {
  it('hands over who asks for a demo, a visit or a call, however small the company', async () => {
    const hands = ['demo', 'visit', 'callMe'].map((handRaise) =>
      company.submit({
        person: { title: 'Trainee' },
        company: { employees: 2 },
        interest: { handRaise },
      }),
    );

    const leads = await Promise.all(hands);

    expect(leads.map(({ state }) => state)).toEqual(['MQL', 'MQL', 'MQL']);
  });

  it('keeps who only downloads something, until enough has been done', async () => {
    const lead = await company.submit({ interest: lowIntent });
    await engage(company, lead, 'event');
    const almost = await company.lead(lead.leadId);

    await engage(company, lead, 'webinar');

    expect([lead.state, almost.state]).toEqual(['MAL', 'MAL']);
    expect(await company.lead(lead.leadId)).toMatchObject({
      state: 'MQL',
      score: { fit: 47, engagement: 45 },
    });
    await expectSound(company, lead);
  });

  it('asks less of who fits better', async () => {
    const fits = { company: { industry: 'manufacturing' }, interest: lowIntent };
    const lead = await company.submit(fits);

    await engage(company, lead, 'webinar');

    expect((await company.lead(lead.leadId)).state).toBe('MQL');
  });

  it('hands over who sends a second form that asks for a demo', async () => {
    const lead = await company.submit({ interest: lowIntent });

    const again = await company.submit({ person: await personOf(company, lead) });

    expect(again).toMatchObject({ leadId: lead.leadId, state: 'MQL' });
    await expectSound(company, lead);
  });

  it('forgets what was long ago', async () => {
    const lead = await company.submit({ interest: lowIntent });
    await engage(company, lead, 'event');
    const fresh = await seen(lead);
    await company.advance('P60D');
    const faded = await seen(lead);

    await engage(company, lead, 'webinar');

    expect(fresh.score).toMatchObject({ fit: 47, engagement: 30 });
    expect(faded.score.fit).toBe(47);
    expect(faded.score.engagement).toBeLessThan(12);
    expect((await company.lead(lead.leadId)).state).toBe('MAL');
    await expectSound(company, lead);
  });

  it('grades by the start that draws nearer, until the statement has expired', async () => {
    const lead = await company.submit({ interest: { ...lowIntent, startWithinMonths: 5 } });
    const atFirst = await seen(lead);
    await company.advance('P70D');
    const nearer = await seen(lead);
    await company.advance('P120D');
    const expired = await seen(lead);

    expect([atFirst, nearer, expired].map(({ grade }) => grade)).toEqual(['WARM', 'HOT', 'COLD']);
  });
});
