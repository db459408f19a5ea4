// A currency is meant as the policy reads it, wherever somebody writes one (4.5, scopes).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodForm } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { accepted } from '../support/journeys.ts';
import { sendSigned } from '../support/signed.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

async function submit(currency: string) {
  const person = {
    name: 'A',
    email: `a@currency-${company.now.length}-${currency.length}.example`,
  };
  const interest = { budget: { amount: 5, currency } };
  return company.runtime.request('POST', '/v1/submissions', {
    body: goodForm({ person, interest }),
  });
}

describe('a currency that people write in their own way', () => {
  it('is kept by its code in a form, and refused there when nobody knows it', async () => {
    const answer = await submit('RMB');
    const { submissionId } = answer.body as { submissionId: string };

    expect(await company.store.submission(submissionId)).toMatchObject({
      payload: { interest: { budget: { amount: 5, currency: 'CNY' } } },
    });
    expect(await submit('shells')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'interest.budget.currency' }] },
    });
  });

  it('is kept by its code in an opportunity, from opening to winning', async () => {
    const offer = await company.offer((await accepted(company)).leadId);
    const rep = company.as(offer.repId, 'rep');
    const opportunityId = await company.opportunity(offer, { currency: 'rmb' });
    const opened = await company.must(rep.get(`/v1/opportunities/${opportunityId}`));
    const path = `/v1/opportunities/${opportunityId}`;
    const changed = await company.must(rep.patch(path, { currency: 'US$' }));
    const refused = await rep.patch(path, { currency: 'XXX' });
    const won = await company.must(rep.post(`${path}/win`, { amount: 7, currency: 'Euro' }));

    expect(
      [opened, changed, won].map(({ body }) => (body as { currency: string }).currency),
    ).toEqual(['CNY', 'USD', 'EUR']);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'currency' }] } });
  });

  it('said again by a CRM in its own way is no news', async () => {
    const { leadId } = await accepted(company);
    const said = { leadId, amount: 5, currency: 'RMB', expectedCloseOn: '2026-12-01' };
    const opened = await sendSigned(company, 'crm', said);
    const story = await company.story(leadId);

    await sendSigned(company, 'crm', { ...said, stage: 'QUALIFY' });

    expect(opened.body).toMatchObject({ currency: 'CNY' });
    expect(await company.story(leadId)).toEqual(story);
  });
});
