// Facts of a later form (4.8): what was blank is filled, the newest word on project and company counts, what is one's own is shown as a difference.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Instant, minus } from '../../functions/leads/instant.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import type { FormParts } from '../../infra/tools/good-lead.ts';
import { type Company, eastAndSouth, openCompany } from '../support/company.ts';
import { acceptAll, accepted, expectSound, personOf, refused, taken } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany({
    ...eastAndSouth,
  });
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

const bare: FormParts = {
  person: { title: null },
  company: { employees: null, region: null },
  interest: { startWithinMonths: null },
};
let forms = 0;

function senderOf(name = 'Anna Ahorn'): { name: string; email: string; title: null } {
  forms += 1;
  return { name, email: `anna@ahorn${forms}.example`, title: null };
}

/** The same sender again, saying no more than this. */
async function again(person: object, over: FormParts = {}): Promise<Lead> {
  forms += 1;
  return company.submit({
    person: { ...person, ...over.person },
    company: { employees: null, region: null, ...over.company },
    interest: {
      handRaise: null,
      startWithinMonths: null,
      message: `again ${forms}`,
      ...over.interest,
    },
  });
}

async function told(lead: Lead): Promise<object> {
  return (await company.events(lead.leadId)).at(-1)?.data ?? {};
}

describe('the SDR’s timer, when a second form makes the lead urgent', () => {
  const cold = { ...bare, interest: { startWithinMonths: 9 } };
  const soon = { interest: { startWithinMonths: 2 } };
  const nudgeOf = async ({ leadId }: Lead) => (await company.lead(leadId)).nudgeAt ?? '';

  it('ends four working hours after that form, and the reminder comes then', async () => {
    const person = senderOf();
    const first = await company.submit({ ...cold, person });
    await company.advance('PT30M');

    const hot = await again(person, soon);

    expect([first.grade, hot.grade]).toEqual(['COLD', 'HOT']);
    // At 10:00 in Shanghai, with lunch between.
    expect(await nudgeOf(hot)).toBe('2026-09-14T07:30:00.000Z');
    expect((await nudgeOf(hot)) < (first.nudgeAt ?? '')).toBe(true);
    await company.advanceTo(Instant.parse(await nudgeOf(hot)));
    expect(await company.story(hot.leadId)).toContain('SdrReminded');
  });

  it('is shortened for the SDR who has taken it, too, by what staff say as well', async () => {
    const lead = await taken(company, { ...cold, person: senderOf() });
    const before = await nudgeOf(lead);

    const body = { employees: 900 };
    await company.must(company.as('sdr-1', 'sdr').patch(`/v1/leads/${lead.leadId}`, body));
    const same = await nudgeOf(lead);
    const hot = await again(await personOf(company, lead), soon);

    expect(same).toBe(before);
    expect((await nudgeOf(hot)) < before).toBe(true);
  });

  it('is not lengthened when the urgency comes late in it, comes again, or goes', async () => {
    const person = senderOf();
    const first = await company.submit({ ...cold, person });
    await company.advanceTo(minus(first.nudgeAt ?? company.now, 'PT1H'));

    const hot = await again(person, soon);
    const still = await again(person, soon);
    const later = await again(person, { interest: { startWithinMonths: 9 } });

    expect([hot.grade, later.grade]).toEqual(['HOT', 'COLD']);
    for (const lead of [hot, still, later]) expect(await nudgeOf(lead)).toBe(first.nudgeAt);
  });
});

describe('a blank that a second form fills', () => {
  it('is scored and graded at once: fit 70 and HOT, and the region’s department gets the lead', async () => {
    const person = senderOf();
    const first = await company.submit({ ...bare, person });

    const lead = await again(person, {
      person: { title: 'CTO' },
      company: { employees: 1200, industry: 'manufacturing', region: 'CN-GD' },
      interest: { startWithinMonths: 2 },
    });
    const learned = await told(lead);
    const offered = await company.handOver(lead);

    expect(first).toMatchObject({ score: { fit: 0 }, grade: 'COLD' });
    expect(lead).toMatchObject({ leadId: first.leadId, score: { fit: 70 }, grade: 'HOT' });
    expect(learned).toMatchObject({
      learned: ['region', 'industry', 'employees', 'title', 'start'],
    });
    expect(offered.offeredTo).toBe('rep-b');
    await expectSound(company, lead);
  });

  it.each<{ state: string; make: (lead: Lead) => Promise<unknown> }>([
    { state: 'OFFERED', make: (lead) => company.handOver(lead) },
    { state: 'SQL', make: (lead) => accepted(company, lead) },
    { state: 'NURTURE', make: (lead) => refused(company, 'NO_BUDGET', {}, lead) },
  ])('is filled while the lead is $state, which it stays', async ({ state, make }) => {
    const person = senderOf();
    await make(await company.submit({ ...bare, person }));

    const lead = await again(person, { company: { employees: 1200, industry: 'finance' } });

    expect(lead).toMatchObject({ state, facts: { employees: 1200, industry: 'finance' } });
    expect(lead.score.fit).toBe(45);
    await expectSound(company, lead);
  });

  it('is filled by a colleague, too, but his title is not that of the lead’s person', async () => {
    const person = senderOf();
    const first = await company.submit({ ...bare, person });
    const colleague = { name: 'Bernd Birke', email: `bernd@${person.email.split('@')[1]}` };

    const lead = await again(
      { ...colleague, title: 'CEO' },
      { company: { employees: 300, region: 'CN-SH' }, interest: { startWithinMonths: 5 } },
    );

    expect(lead).toMatchObject({ leadId: first.leadId, region: 'CN-SH', grade: 'WARM' });
    expect(lead.facts).toMatchObject({ employees: 300 });
    expect(lead.facts.title).toBeUndefined();
  });

  it('is the company: a lead of a private address belongs to it from then on, and colleagues join', async () => {
    const person = { name: 'Private', email: 'somebody.private@qq.com' };
    const first = await company.submit({ ...bare, person });

    const lead = await again(person, {
      company: { name: 'Quitte AG', website: 'https://quitte.example' },
    });
    const joined = await again({ name: 'Colleague', email: 'colleague@quitte.example' });

    expect(first.accountId).toBeUndefined();
    expect(lead).toMatchObject({ leadId: first.leadId, facts: { domain: 'quitte.example' } });
    expect(lead.accountId).toBeDefined();
    expect(joined.leadId).toBe(first.leadId);
    expect((await company.store.account(lead.accountId ?? ''))?.name).toBe('Quitte AG');
  });

  it('is not the company where another journey is open for that: two leads are merged by people only', async () => {
    const person = { name: 'Also Private', email: 'also.private@qq.com' };
    const own = await company.submit({ ...bare, person });
    const theirs = await company.submit({ person: { name: 'There', email: 'there@rose.example' } });

    const lead = await again(person, { company: { website: 'rose.example' } });

    expect(lead).toMatchObject({ leadId: own.leadId });
    expect(lead.accountId).toBeUndefined();
    expect((await company.lead(theirs.leadId)).state).toBe('MQL');
    await expectSound(company, own, theirs);
  });

  it('is the name of a company that was known by its domain only', async () => {
    const person = senderOf();
    const { accountId = '' } = await company.submit({ ...bare, person });

    await again(person, { company: { name: 'Ahorn GmbH' } });

    expect((await company.store.account(accountId))?.name).toBe('Ahorn GmbH');
  });
});

describe('what a later form says otherwise', () => {
  it('of the project counts: the newest start and budget', async () => {
    const person = senderOf();
    await company.submit({
      person,
      interest: { startWithinMonths: 10, budget: { amount: 1, currency: 'CNY' } },
    });
    await company.advance('P1D');

    const lead = await again(person, {
      interest: { startWithinMonths: 1, budget: { amount: 200000, currency: 'CNY' } },
    });

    expect(lead).toMatchObject({
      grade: 'HOT',
      facts: { startWithinMonths: 1, startStatedAt: company.now, budget: { amount: 200000 } },
    });
  });

  it('of the company counts as long as nobody of staff verified it', async () => {
    const person = senderOf();
    const first = await company.submit({ person, company: { employees: 20, region: 'CN-SH' } });

    const lead = await again(person, { company: { employees: 2000, region: 'CN-GD' } });

    expect(first.score.fit).toBeLessThan(lead.score.fit);
    expect(lead).toMatchObject({ region: 'CN-GD', facts: { employees: 2000 } });
    expect(await told(lead)).toMatchObject({ learned: ['region', 'employees'] });
  });

  it('of the region that a rep put right is shown beside his', async () => {
    const person = senderOf();
    const { leadId } = await company.handOver(
      await company.submit({ person, company: { region: 'CN-SH' } }),
    );
    const misrouted = { misrouted: { region: 'CN-GD' } };
    await company.must(company.reject(await company.offer(leadId), 'MISROUTED', misrouted));
    await company.runtime.settled();

    const lead = await again(person, { company: { region: 'CN-SH' } });

    expect(lead.region).toBe('CN-GD');
    expect(lead.differences).toMatchObject([{ field: 'region', value: 'CN-SH' }]);
    expect(await told(lead)).toMatchObject({ differs: ['region'] });
  });

  it('of himself is a difference of the person: name, phone and title stay as they are', async () => {
    const person = { ...senderOf(), phone: '+862164180001', title: 'CTO' };
    await company.submit({ person });

    const lead = await again({
      ...person,
      name: 'Bernd Birke',
      phone: '+862164180002',
      title: 'CEO',
    });

    const stored = await company.store.person(lead.personId);
    expect(stored).toMatchObject({ name: 'Anna Ahorn', title: 'CTO' });
    expect(stored?.differences.map(({ field, value }) => `${field} ${value}`)).toEqual([
      'name Bernd Birke',
      'phone +862164180002',
      'title CEO',
    ]);
    expect(lead.facts.title).toBe('CTO');
    expect(await told(lead)).toMatchObject({ differs: ['name', 'phone', 'title'] });
  });

  it('is no difference by case, accents or the order of the names, and stands there once', async () => {
    const person = senderOf('Jörg Müller');
    await company.submit({ person });

    await again({ ...person, name: 'MULLER, Jorg' });
    await again({ ...person, name: 'Other Name' });
    const lead = await again({ ...person, name: 'Other Name' });

    const stored = await company.store.person(lead.personId);
    expect(stored?.differences.map(({ value }) => value)).toEqual(['Other Name']);
  });

  it('of another company than the lead’s changes nothing of it: he has moved on', async () => {
    const phone = '+8613912340001';
    const first = await company.submit({
      person: { name: 'Moves On', phone, email: null },
      company: { website: 'old-oak.example', employees: 50, region: 'CN-SH' },
    });

    const lead = await again(
      { name: 'Moves On', phone, email: null },
      { company: { website: 'new-elm.example', employees: 9000, region: 'CN-GD' } },
    );

    expect(lead.leadId).toBe(first.leadId);
    expect(lead).toMatchObject({ region: 'CN-SH', facts: { employees: 50 } });
  });

  it('in a form that looks like spam teaches nothing', async () => {
    const person = senderOf();
    await company.submit({ person, company: { employees: 800 } });

    const lead = await again({ ...person, name: '12345' }, { company: { employees: 1 } });

    expect(lead.facts.employees).toBe(800);
  });

  it('low intent after the journey has closed stays with the person', async () => {
    const person = senderOf();
    const { leadId } = await company.handOver(await company.submit({ person }));
    const offer = await company.offer(leadId);
    const id = await company.opportunity(offer);
    await company.must(
      company.as(offer.repId, 'rep').post(`/v1/opportunities/${id}/lose`, { reason: 'NO_BUDGET' }),
    );
    await company.runtime.settled();

    const lead = await again(person, { company: { employees: 7 } });

    expect(lead).toMatchObject({ leadId, state: 'LOST', facts: { employees: 500 } });
  });
});

describe('an erasure', () => {
  it('takes what a colleague’s form said otherwise out of the lead of another', async () => {
    const person = { ...senderOf(), title: 'CTO' };
    const first = await company.submit({ person, company: { name: 'Ahorn GmbH' } });
    await again(
      { name: 'Bernd Birke', email: `bernd@${person.email.split('@')[1]}` },
      { company: { name: 'Birkes Secret Words' } },
    );
    const [personId = ''] = (await company.lead(first.leadId)).buyingGroup;

    await company.act('admin-1', 'admin', `/v1/leads/${first.leadId}/erase`, {
      reason: 'asked',
      personId,
    });

    expect((await company.lead(first.leadId)).differences).toEqual([]);
    expect(JSON.stringify(await company.events(first.leadId))).not.toContain('Birkes Secret');
  });

  it('leaves nothing of what a person was called otherwise', async () => {
    const person = senderOf();
    const lead = await company.submit({ person });
    await again({ ...person, name: 'Whispered Name', phone: '+862164180009' });

    await company.act('admin-1', 'admin', `/v1/leads/${lead.leadId}/erase`, { reason: 'asked' });

    const stored = await company.store.person(lead.personId);
    const rows = JSON.stringify([
      stored,
      await company.store.touchesOf(lead.leadId),
      await company.events(lead.leadId),
      await company.lead(lead.leadId),
    ]);
    expect(rows).not.toContain('Whispered');
    expect(rows).not.toContain('64180009');
  });
});

describe('a merge of two people', () => {
  it('shows the second address, and its undoing takes it away', async () => {
    const [one, two] = [senderOf(), senderOf()];
    const lead = await company.submit({ person: one });
    await company.advance('PT1M');
    const other = await company.submit({ person: two });

    await company.act('ops-1', 'ops', `/v1/leads/${other.leadId}/merge`, {
      into: lead.leadId,
      samePerson: true,
    });
    const merged = await company.store.person(lead.personId);
    await company.act('ops-1', 'ops', `/v1/leads/${other.leadId}/unmerge`, {});
    const parted = await company.store.person(lead.personId);

    expect(merged?.differences).toMatchObject([{ field: 'email', value: two.email }]);
    expect(parted?.differences).toEqual([]);
  });
});
