// Consent (4.2): a list by channel of who said what, when and where; a no becomes a yes by nobody but the person (4.12, 19).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import type { RuntimeResponse } from '../../infra/local/runtime.ts';
import type { FormParts } from '../../infra/tools/good-lead.ts';
import { goodCall } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { expectSound, lowIntent } from '../support/journeys.ts';
import type { Json } from '../support/json.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const PHONE = '+8613800000017';
const NO = { consent: { email: false } } as const;
let people = 0;

function aPerson() {
  people += 1;
  return { name: `Gerd ${people}`, email: `gerd${people}@ginster${people}.example` };
}

async function personOf({ personId }: Pick<Lead, 'personId'>) {
  const person = await company.store.person(personId);
  if (!person) throw new Error(`no person ${personId}`);
  return person;
}

/** Messages to the person of this lead with a link to confirm. */
async function questions({ personId }: Lead): Promise<readonly string[]> {
  const messages = await company.runtime.outbox.messages();
  return messages
    .filter(({ to, text }) => to === `person:${personId}` && text.includes('/v1/opt-ins/'))
    .map(({ text }) => /\/v1\/opt-ins\/\S+/.exec(text)?.[0] ?? '');
}

async function lastQuestion(lead: Lead): Promise<string> {
  return (await questions(lead)).at(-1) ?? '';
}

async function open(
  link: string,
  method: 'GET' | 'HEAD' | 'POST' = 'POST',
  headers: Record<string, string> = {},
): Promise<RuntimeResponse> {
  const answer = await company.runtime.request(method, link, { headers });
  await company.runtime.settled();
  return answer;
}

async function importRow({ name, email }: { name: string; email: string }, yes: boolean) {
  await company.must(
    company.ops.post('/v1/imports', {
      ...{ name: `fair ${name} ${yes}`, form: 'event-fair', csv: `N,M\n${name},${email}` },
      mapping: { N: 'person.name', M: 'person.email' },
      consent: { privacyPolicy: '2026-01', email: yes },
    }),
  );
  await company.runtime.settled();
}

/** Says no, and is known. */
async function refuser(over: FormParts = {}) {
  const person = aPerson();
  const lead = await company.submit({ ...NO, person, ...over });
  return { person, lead };
}

function again(person: object, over: FormParts = {}): Promise<Lead> {
  return company.submit({ person, interest: { message: `again ${Math.random()}` }, ...over });
}

describe('what a person says', () => {
  it('is a list by channel: who said it, when, where, by which text', async () => {
    const person = { ...aPerson(), phone: PHONE };
    const lead = await company.submit({ person, consent: { email: true, phone: false } });

    const { body } = await company.must(company.ops.get(`/v1/leads/${lead.leadId}`));

    const said = { at: company.now, where: 'form', by: lead.personId, text: '2026-01' };
    expect((body as Json).person.consents).toEqual([
      { channel: 'email', says: 'yes', ...said },
      { channel: 'phone', says: 'no', ...said },
    ]);
    expect((body as Json).person.consent).toMatchObject({ email: true, phone: false });
  });

  it('is written down once, however often it is said', async () => {
    const person = aPerson();
    const lead = await company.submit({ person });
    await again(person);
    await again(person);

    expect((await personOf(lead)).consents).toHaveLength(1);
  });

  it('may be a no at any time, by a form as well as by a list', async () => {
    const [one, two] = [aPerson(), aPerson()];
    const leads = [await company.submit({ person: one }), await company.submit({ person: two })];

    await again(one, NO);
    await importRow(two, false);

    for (const lead of leads) expect((await personOf(lead)).consent.email).toBe(false);
    expect(await company.story((leads[0] as Lead).leadId)).toContain('ConsentChanged');
  });
});

describe('a no', () => {
  it('stays a no when an imported list says yes, and nobody is asked', async () => {
    const { person, lead } = await refuser();

    await importRow(person, true);

    expect((await personOf(lead)).consent.email).toBe(false);
    expect(await questions(lead)).toEqual([]);
  });

  it('stays a no when a stranger types the address: the person is asked, and the yes is unconfirmed', async () => {
    const { person, lead } = await refuser();

    await again(person);

    const { consent, consents } = await personOf(lead);
    expect(consent.email).toBe(false);
    expect(consents.map(({ says }) => says)).toEqual(['no', 'unconfirmed']);
    expect(await questions(lead)).toHaveLength(1);
    await expectSound(company, lead);
  });

  it('is asked about once in thirty days, whoever types what', async () => {
    const { person, lead } = await refuser();
    await again(person);
    await again(person, NO);
    await again(person);
    await company.advance('P29DT23H');
    await again(person);
    const before = await questions(lead);

    await company.advance('PT2H');
    await again(person);

    expect(before).toHaveLength(1);
    expect(await questions(lead)).toHaveLength(2);
    expect((await personOf(lead)).consents.map(({ says }) => says)).toEqual([
      ...['no', 'unconfirmed', 'no', 'unconfirmed'],
    ]);
  });

  it('stays a no when a rep brings the person as his own, and when an advertising form says yes', async () => {
    const { person, lead } = await refuser({ interest: lowIntent });
    await company.act('rep-a', 'rep', '/v1/self-sourced', {
      person,
      contact: { kind: 'call', at: company.now, note: 'mine' },
    });

    expect((await personOf(lead)).consent.email).toBe(false);
  });

  it('of one is not lifted by the yes of another with the same phone', async () => {
    const phone = '+86 21 6418 9999';
    const { lead } = await refuser({ person: { ...aPerson(), phone }, consent: { phone: false } });

    await company.submit({ person: { ...aPerson(), phone }, consent: { phone: true } });

    expect((await personOf(lead)).consent).toMatchObject({ phone: false });
  });

  it('of a person stored before there was a list is a no, and is asked about', async () => {
    const { person, lead } = await refuser();
    const before = await personOf(lead);
    const { consents: _, ...old } = before;
    // As the release before wrote it.
    await company.store.commit({
      changes: [{ kind: 'person', before, after: old as typeof before }],
    });

    await again(person);
    await open(await lastQuestion(lead));

    expect((await personOf(lead)).consent.email).toBe(true);
  });
});

describe('the link to confirm', () => {
  it('shows a page to whoever opens it, and changes nothing, not even for HEAD', async () => {
    const { person, lead } = await refuser();
    await again(person);
    const link = await lastQuestion(lead);

    const page = await open(link, 'GET');
    const head = await open(link, 'HEAD');

    expect([page.status, head.status]).toEqual([200, 200]);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(String(page.body)).toContain('<form method="post">');
    expect((await personOf(lead)).consent.email).toBe(false);
  });

  it('turns the no into a yes by its button, once', async () => {
    const { person, lead } = await refuser();
    await again(person);
    const link = await lastQuestion(lead);

    const done = await open(link);
    const after = await personOf(lead);
    const story = await company.story(lead.leadId);
    const twice = await open(link);

    expect([done.status, twice.status]).toEqual([200, 200]);
    expect(after.consent.email).toBe(true);
    expect(after.consents.at(-1)).toMatchObject({ says: 'yes', where: 'optIn', by: lead.personId });
    expect(String(twice.body)).toContain('Nothing is left to confirm');
    expect(await company.story(lead.leadId)).toEqual(story);
  });

  it('that was used lifts no later no', async () => {
    const { person, lead } = await refuser();
    await again(person);
    const link = await lastQuestion(lead);
    await open(link);
    await again(person, NO);

    await open(link);

    expect((await personOf(lead)).consent.email).toBe(false);
  });

  it('does not confirm what a later form asks', async () => {
    const { person, lead } = await refuser();
    await again(person);
    const link = await lastQuestion(lead);
    await open(link);
    await again(person, NO);
    await company.advance('PT1M');
    await again(person);

    await open(link);

    expect(await questions(lead)).toHaveLength(2);
    expect((await personOf(lead)).consent.email).toBe(false);
  });

  it('ends after thirty days, and says so: to a browser on a page', async () => {
    const { person, lead } = await refuser();
    await again(person);
    const link = await lastQuestion(lead);
    await company.advance('P30D');

    const late = await open(link);
    const page = await open(link, 'GET', { accept: 'text/html,*/*' });

    expect(late).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect((late.body as Json).detail).toContain('has ended after 30 days');
    expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(String(page.body)).toContain('has ended after 30 days');
    expect((await personOf(lead)).consent.email).toBe(false);
  });

  it('confirms for a colleague what he said, not what the person of the lead did', async () => {
    const { person, lead } = await refuser();
    const domain = person.email.split('@')[1];
    const colleague = { name: 'Kai', email: `kai@${domain}` };
    await again(colleague, NO);
    await again(colleague);
    const [personId = ''] = (await company.lead(lead.leadId)).buyingGroup;

    await open(await lastQuestion({ ...lead, personId }));

    expect((await personOf({ personId })).consent.email).toBe(true);
    expect((await personOf(lead)).consent.email).toBe(false);
  });

  it('covers the phone, too, when both were allowed again', async () => {
    const phone = '+86 21 6418 9998';
    const over = { consent: { email: false, phone: false } };
    const { person, lead } = await refuser({ ...over, person: { ...aPerson(), phone } });
    const who = { ...person, email: (await personOf(lead)).email };
    await again(who, { consent: { email: true, phone: true } });

    await open(await lastQuestion(lead));

    expect((await personOf(lead)).consent).toMatchObject({ email: true, phone: true });
  });
});

describe('somebody who has unsubscribed', () => {
  async function unsubscribed() {
    const person = aPerson();
    const lead = await company.submit({ person });
    const token = await goodbye(lead);
    await company.must(open(token));
    return { person, lead, token };
  }

  async function goodbye({ personId }: Lead, sentAt = company.now): Promise<string> {
    const { unsubscribeToken } = await import(
      '../../functions/leads/identity/unsubscribe-token.ts'
    );
    const { environment } = await import('../../infra/local/project.ts');
    return `/v1/unsubscribe/${unsubscribeToken(personId, sentAt, environment.IDENTITY_PEPPER)}`;
  }

  it('stays so when a form allows it, and is asked at his own address', async () => {
    const { person, lead } = await unsubscribed();

    await again(person);

    const { unsubscribed: ends, consent } = await personOf(lead);
    expect(ends).toHaveProperty('email');
    expect(consent.email).toBe(false);
    expect(await questions(lead)).toHaveLength(1);
  });

  it('is back after he has confirmed', async () => {
    const { person, lead } = await unsubscribed();
    await again(person);

    await open(await lastQuestion(lead));

    const { unsubscribed: ends, consent } = await personOf(lead);
    expect(ends).toEqual({});
    expect(consent.email).toBe(true);
  });

  it('is not unsubscribed again by the link that he used, and is by that of the next mail', async () => {
    const { person, lead, token } = await unsubscribed();
    await again(person);
    await open(await lastQuestion(lead));
    await company.advance('PT1M');

    const used = await open(token);
    const after = await personOf(lead);
    await open(await goodbye(lead));

    expect(String(used.body)).toContain('This link was used before');
    expect(after.consent.email).toBe(true);
    expect((await personOf(lead)).unsubscribed).toHaveProperty('email');
  });

  it('did it by one click of his mail program (RFC 8058), and a repeat is no error', async () => {
    const lead = await company.submit({ person: aPerson() });
    const link = await goodbye(lead);
    const click = () =>
      company.runtime.request('POST', link, {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      });

    const answers = [await click(), await click()];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await personOf(lead)).unsubscribed).toHaveProperty('email');
    expect((await personOf(lead)).consents.at(-1)).toMatchObject({ where: 'unsubscribe' });
  });

  it('did it within thirty days of the mail; a look changes nothing', async () => {
    const lead = await company.submit({ person: aPerson() });
    const link = await goodbye(lead);
    await open(link, 'GET');
    await open(link, 'HEAD');
    await company.advance('P30D');

    const late = await open(link);

    expect(late.status).toBe(404);
    expect((await personOf(lead)).unsubscribed).toEqual({});
  });
});

describe('a connected call', () => {
  async function talk(lead: Lead, more: object, by = 'sdr-1') {
    const group = by.startsWith('sdr') ? 'sdr' : 'rep';
    return company.act(by, group, `/v1/leads/${lead.leadId}/activities`, { ...goodCall, ...more });
  }

  it('turns a no into a yes, with who heard it', async () => {
    const { lead } = await refuser();

    const { body } = await talk(lead, { consent: { email: true } });

    const { consent, consents } = await personOf(lead);
    expect(consent.email).toBe(true);
    expect(consents.at(-1)).toMatchObject({
      says: 'yes',
      where: 'call',
      by: 'sdr-1',
      text: (body as Json).activityId,
    });
    expect((await company.events(lead.leadId)).at(-1)).toMatchObject({
      type: 'ConsentChanged',
      data: { channel: 'email', says: 'yes', where: 'call' },
    });
  });

  it('that reached nobody turns nothing into anything', async () => {
    const { lead } = await refuser();

    const answer = await talk(lead, { connected: false, consent: { email: true } });

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'consent' }] } });
    expect((await personOf(lead)).consent.email).toBe(false);
  });

  it('may end in a no, too', async () => {
    const lead = await company.submit({ person: aPerson() });

    await talk(lead, { consent: { email: false, phone: false } });

    expect((await personOf(lead)).consent).toMatchObject({ email: false, phone: false });
  });
});

describe('two who are one', () => {
  async function merge(lead: Lead, into: Lead) {
    const body = { into: into.leadId, samePerson: true };
    await company.must(company.ops.post(`/v1/leads/${lead.leadId}/merge`, body));
    await company.runtime.settled();
  }

  async function unmerge({ leadId }: Lead) {
    await company.must(company.ops.post(`/v1/leads/${leadId}/unmerge`));
    await company.runtime.settled();
  }

  it('have the no of either, whichever goes on, and both lists', async () => {
    const yes = await company.submit({ person: aPerson() });
    await company.advance('PT1M');
    const { lead: no } = await refuser();

    await merge(no, yes);

    const { consent, consents } = await personOf(yes);
    expect(consent.email).toBe(false);
    expect(consents.map(({ says, where }) => `${says} ${where}`)).toEqual([
      ...['yes form', 'no form', 'no merge'],
    ]);
  });

  it('have the no, although the yes of the other is younger', async () => {
    const { lead: no } = await refuser();
    await company.advance('PT1M');
    const person = aPerson();
    const yes = await company.submit({ person });
    await merge(yes, no);

    await again(person);

    const { consent, consents } = await personOf(no);
    expect(consent.email).toBe(false);
    expect(consents.map(({ says, where }) => `${says} ${where}`)).toEqual([
      ...['no form', 'yes form', 'no merge', 'unconfirmed form'],
    ]);
  });

  it('both hear no more when they are two again, if one said so meanwhile', async () => {
    const one = await company.submit({ person: aPerson() });
    await company.advance('PT1M');
    const sender = aPerson();
    const two = await company.submit({ person: sender });
    await merge(two, one);
    await again(sender, NO);

    await unmerge(two);

    expect((await personOf(one)).consent.email).toBe(false);
    expect((await personOf(two)).consent.email).toBe(false);
  });

  it('have their own words again when nothing was said meanwhile', async () => {
    const one = await company.submit({ person: aPerson() });
    await company.advance('PT1M');
    const { lead: two } = await refuser();
    const before = [await personOf(one), await personOf(two)];
    await merge(two, one);

    await unmerge(two);

    const after = [await personOf(one), await personOf(two)];
    const what = ({ consent, consents, unsubscribed }: (typeof after)[number]) => ({
      ...{ consent, consents, unsubscribed },
    });
    expect(after.map(what)).toEqual(before.map(what));
  });

  it('leave nothing of what was said when they are erased', async () => {
    const one = await company.submit({ person: aPerson() });
    await company.advance('PT1M');
    const { lead: two } = await refuser();
    await merge(two, one);
    const admin = company.as('admin-1', 'admin');

    await company.must(admin.post(`/v1/leads/${one.leadId}/erase`, { reason: 'asked' }));
    await company.runtime.settled();

    expect((await personOf(one)).consents).toEqual([]);
    expect((await personOf(two)).consents).toEqual([]);
  });
});

describe('an enquiry that was put aside', () => {
  it('is freed by the button, not by the look, and the person may be written to', async () => {
    const lead = await company.submit({ ...NO, person: aPerson(), interest: lowIntent });
    const link = await lastQuestion(lead);
    await open(link, 'GET');
    await open(link, 'HEAD');
    const looked = await company.lead(lead.leadId);

    await open(link);

    expect([lead.state, looked.state]).toEqual(['QUARANTINED', 'QUARANTINED']);
    expect((await company.lead(lead.leadId)).state).toBe('MAL');
    expect((await personOf(lead)).consent.email).toBe(true);
    await expectSound(company, lead);
  });

  it('is not freed by a stranger who types the address and says yes', async () => {
    const person = aPerson();
    const lead = await company.submit({ ...NO, person, interest: lowIntent });

    await again(person, { interest: { ...lowIntent, message: 'yes' } });

    expect((await company.lead(lead.leadId)).state).toBe('QUARANTINED');
  });
});
