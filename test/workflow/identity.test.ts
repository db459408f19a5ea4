// The rows of 4.8 about people and companies: employers, corrected contacts, buying groups, second product lines, customers.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import type { FormParts } from '../../infra/tools/good-lead.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany, severalReps } from '../support/company.ts';
import {
  acceptAll,
  accepted,
  drop,
  engage,
  expectSound,
  lowIntent,
  messagesAbout,
  personOf,
  sdr,
  taken,
} from '../support/journeys.ts';
import type { Json } from '../support/json.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany({ reps: severalReps(3, { productLines: ['core', 'cloud'] }) });
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

async function view(lead: Lead) {
  const { body } = await company.must(company.ops.get(`/v1/leads/${lead.leadId}`));
  return body as Json;
}

async function domainOf(lead: Lead): Promise<string> {
  const { email = '' } = await personOf(company, lead);
  return email.split('@')[1] ?? '';
}

/** Somebody else of the same company sends the form. */
async function colleague(lead: Lead, name: string, over: FormParts = {}): Promise<Lead> {
  const email = `${name.toLowerCase()}@${await domainOf(lead)}`;
  return company.submit({ ...over, person: { name, email, ...over.person } });
}

async function makeCustomer({ accountId = '' }: Lead, ownerRepId: string): Promise<void> {
  const before = await company.store.account(accountId);
  if (!before) throw new Error(`no account ${accountId}`);
  const after = { ...before, customerSince: company.now, ownerRepId };
  await company.store.commit({ changes: [{ kind: 'account', before, after }] });
}

describe('person changes employer', () => {
  it('known by phone and name: new touches are the new company’s, the journey stays with the old one, both are shown', async () => {
    const phone = '+8613912345678';
    const lead = await company.submit({
      person: { name: 'Mo Ving', email: null, phone },
      company: { website: 'old-employer.example' },
    });

    const joined = await company.submit({
      person: { name: 'Ving, Mo', email: 'moved@new-employer.example', phone },
      interest: lowIntent,
    });

    const person = await company.store.person(lead.personId);
    const [touch] = (await company.store.touchesOf(lead.leadId)).slice(-1);
    const shown = await view(lead);
    expect(joined).toMatchObject({ leadId: lead.leadId, accountId: lead.accountId });
    expect(person?.formerAccountIds).toEqual([lead.accountId]);
    expect(person?.accountId).not.toBe(lead.accountId);
    expect(touch?.accountId).toBe(person?.accountId);
    expect(await company.story(lead.leadId)).toContain('EmployerChanged');
    expect(shown.account.accountId).toBe(lead.accountId);
    expect(shown.employer).toMatchObject({
      accountId: person?.accountId,
      domain: 'new-employer.example',
    });
    await expectSound(company, lead);
  });

  it('a later journey of the same person is the new company’s', async () => {
    const person = { name: 'Moved Too', email: 'moved.too@163.com' };
    const lead = await company.submit({ person, company: { website: 'one-employer.example' } });

    const next = await company.submit({
      person,
      company: { website: 'newer-employer.example' },
      interest: { productLine: 'cloud' },
    });

    expect(next).toMatchObject({ personId: lead.personId, productLine: 'cloud' });
    expect(next.accountId).not.toBe(lead.accountId);
    expect(await company.story(next.leadId)).toContain('EmployerChanged');
  });

  it('does not join the open journey of the company he has left', async () => {
    const lead = await company.submit();
    const person = { name: 'Leaver', email: 'leaver@163.com' };
    await company.submit({ person, company: { website: await domainOf(lead) } });

    const next = await company.submit({ person, company: { website: 'elsewhere.example' } });

    expect((await company.lead(lead.leadId)).buyingGroup).toEqual([next.personId]);
    expect(next.leadId).not.toBe(lead.leadId);
  });
});

describe('contact corrected', () => {
  it('the wrong address leads nowhere any more: who writes from it is somebody else', async () => {
    const lead = await company.submit({
      person: { email: 'wrogn@qq.com', phone: '+8613700000001' },
    });
    const contact = { email: 'right@qq.com' };
    const put = company.as('sdr-1', 'sdr').put(`/v1/leads/${lead.leadId}/contact`, contact);
    await company.must(put);

    const stranger = await company.submit({ person: { email: 'wrogn@qq.com' } });
    const same = await company.submit({ person: { email: 'right@qq.com' } });

    expect(stranger.personId).not.toBe(lead.personId);
    expect(same.leadId).toBe(lead.leadId);
  });
});

describe('other person, same account, open journey', () => {
  it('joins the buying group: the owner is told, it is not offered again, the account’s engagement rises', async () => {
    const lead = await accepted(company);
    const before = (await view(lead)).account.engagement.engagement;

    const joined = await colleague(lead, 'Colleague', { interest: { handRaise: 'visit' } });

    const shown = await view(lead);
    const told = (await messagesAbout(company, lead)).at(-1);
    expect(joined.leadId).toBe(lead.leadId);
    expect(shown.buyingGroup).toHaveLength(1);
    expect(shown.account.engagement).toMatchObject({ people: 2 });
    expect(shown.account.engagement.engagement).toBeGreaterThan(before);
    expect(told?.to).toBe((await company.lead(lead.leadId)).ownerRepId);
    expect(await company.offers(lead.leadId)).toHaveLength(1);
    await expectSound(company, lead);
  });

  it('joins once, however often he writes', async () => {
    const lead = await company.submit();

    await colleague(lead, 'Often');
    await colleague(lead, 'Often', { interest: { message: 'once more' } });

    expect((await company.lead(lead.leadId)).buyingGroup).toHaveLength(1);
  });

  it('counts what a company did once, although each of its journeys hears of it', async () => {
    const lead = await company.submit();
    await company.submit({
      person: await personOf(company, lead),
      interest: { productLine: 'cloud' },
    });
    await engage(company, lead, 'webinar');

    const { reasons } = (await view(lead)).account.engagement;

    const webinars = reasons.filter(({ code }: { code: string }) => code === 'webinar');
    expect(webinars).toHaveLength(1);
  });
});

describe('junior contact (intern) of an account with other engagement', () => {
  const intern = { ...goodAnswers, authority: 'uses', role: 'user' };

  it('fails BANT on authority while he is the only one', async () => {
    const lead = await company.submit({ person: { title: 'Intern' } });
    await sdr(company, lead, 'take');

    const refused = await sdr(company, lead, 'qualification', intern);

    expect(refused).toMatchObject({ status: 422, body: { code: 'BANT_FAILS' } });
  });

  it('is not disqualified on authority once a colleague shows interest (A4-4)', async () => {
    const lead = await company.submit({ person: { title: 'Intern' } });
    await sdr(company, lead, 'take');
    await colleague(lead, 'Boss', { interest: lowIntent });

    const passed = await sdr(company, lead, 'qualification', intern);

    const events = await company.events(lead.leadId);
    expect(passed.status).toBe(200);
    expect(events.find(({ type }) => type === 'QualifiedBySdr')?.data).toMatchObject({
      authorityBy: 'account',
    });
  });

  it('still fails on what is about the project: no colleague has a budget for him', async () => {
    const lead = await company.submit({ person: { title: 'Intern' } });
    await sdr(company, lead, 'take');
    await colleague(lead, 'Boss');

    const refused = await sdr(company, lead, 'qualification', { ...intern, budget: 'none' });

    expect(refused.status).toBe(422);
  });
});

describe('same person, other product line', () => {
  it('is a second journey that the rep already on the account gets first, without using a turn', async () => {
    const lead = await accepted(company);
    const { ownerRepId } = await company.lead(lead.leadId);
    const second = await company.submit({
      person: await personOf(company, lead),
      interest: { productLine: 'cloud' },
    });

    await company.handOver(second);

    const offer = await company.offer(second.leadId);
    expect(second.leadId).not.toBe(lead.leadId);
    expect(second.accountId).toBe(lead.accountId);
    expect(offer).toMatchObject({ repId: ownerRepId, usesTurn: false });
    await expectSound(company, lead, second);
  });
});

describe('submission from an existing customer', () => {
  it('goes to the account’s owner as expansion, who is told at once, and is marked as no new lead', async () => {
    const lead = await company.handOver();
    const bought = await company.offer(lead.leadId);
    await company.must(company.accept(bought));
    const id = await company.opportunity(bought);
    const seller = company.as(bought.repId, 'rep');
    await company.must(seller.post(`/v1/opportunities/${id}/win`, { amount: 7500 }));
    await company.runtime.settled();

    const next = await colleague(lead, 'Buyer', { interest: { productLine: 'cloud' } });
    const [told] = await messagesAbout(company, next);
    await company.handOver(next);

    const marked = (await company.events(next.leadId)).filter(
      ({ data }) => 'expansion' in data && data.expansion === true,
    );
    expect(next.expansion).toBe(true);
    expect(told).toMatchObject({ to: bought.repId });
    expect(marked.map(({ type }) => type)).toEqual([
      'SubmissionReceived',
      'MarketingAccepted',
      'Qualified',
    ]);
    expect(await company.offer(next.leadId)).toMatchObject({
      repId: bought.repId,
      usesTurn: false,
    });
  });

  it('with low intent is a touch only, and the owner is told', async () => {
    const lead = await taken(company);
    await makeCustomer(lead, 'rep-b');
    await company.must(drop(company, lead, 'NO_NEED'));

    const noted = await colleague(lead, 'Reader', { interest: lowIntent });

    const told = (await messagesAbout(company, lead)).at(-1);
    expect(noted).toMatchObject({ leadId: lead.leadId, state: 'DISQUALIFIED' });
    expect(await company.store.touchesOf(lead.leadId)).toHaveLength(2);
    expect(told).toMatchObject({ to: 'rep-b', subject: 'A customer of yours wrote' });
  });
});
