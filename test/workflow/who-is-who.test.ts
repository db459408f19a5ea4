// Who is who (4.2): an e-mail identifies, a phone only together with the name, and whoever may be the same is a suggestion.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import type { FormParts } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { expectSound, lowIntent } from '../support/journeys.ts';
import type { Json } from '../support/json.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

let numbers = 0;
function aPhone(): string {
  numbers += 1;
  return `+86 21 6418 ${String(numbers).padStart(4, '0')}`;
}

async function view({ leadId }: Lead): Promise<Json> {
  const { body } = await company.must(company.ops.get(`/v1/leads/${leadId}`));
  return body as Json;
}

/** Somebody who left a phone and no e-mail. */
async function byPhone(name: string, phone: string, over: FormParts = {}): Promise<Lead> {
  return company.submit({ ...over, person: { name, phone, email: null, ...over.person } });
}

async function because(lead: Lead): Promise<readonly string[]> {
  return (await view(lead)).suggestions.map((one: Json) => one.because);
}

describe('two people with one phone', () => {
  it('are two leads, each with its own consent, and each is shown with the other', async () => {
    const phone = aPhone();
    const anna = await company.submit({
      person: { name: 'Anna Ahorn', email: 'anna@ahorn.example', phone },
      consent: { email: false },
    });
    const bernd = await company.submit({
      person: { name: 'Bernd Birke', email: 'bernd@birke.example', phone },
    });

    const [one, other] = [await view(anna), await view(bernd)];
    expect(bernd.leadId).not.toBe(anna.leadId);
    expect(one.person).toMatchObject({ name: 'Anna Ahorn', email: 'anna@ahorn.example' });
    expect(one.person.consent.email).toBe(false);
    expect(other.person).toMatchObject({ name: 'Bernd Birke', email: 'bernd@birke.example' });
    expect(other.person.consent.email).toBe(true);
    expect(one.suggestions).toEqual([
      {
        personId: bernd.personId,
        name: 'Bernd Birke',
        because: 'shares the phone of Bernd Birke',
        leadIds: [bernd.leadId],
      },
    ]);
    expect(await because(bernd)).toEqual(['shares the phone of Anna Ahorn']);
    await expectSound(company, anna, bernd);
  });

  it('of one company are one purchase and two people', async () => {
    const phone = aPhone();
    const one = await company.submit({
      person: { name: 'Eva Erle', email: 'eva@erle.example', phone },
    });

    const other = await company.submit({
      person: { name: 'Udo Ulme', email: 'udo@erle.example', phone },
    });

    expect(other.leadId).toBe(one.leadId);
    expect(other.buyingGroup).toHaveLength(1);
  });

  it('and one name, but two e-mails, are two: joining is worse than splitting', async () => {
    const phone = aPhone();
    const one = await company.submit({
      person: { name: 'Li Lei', email: 'li.lei@eins.example', phone },
    });

    const other = await company.submit({
      person: { name: 'Li Lei', email: 'li.lei@zwei.example', phone },
    });

    expect(other.personId).not.toBe(one.personId);
    expect(await because(other)).toEqual(['shares the phone of Li Lei']);
  });

  it('who both left no e-mail are told apart by their names, in any order', async () => {
    const phone = aPhone();
    const anna = await byPhone('Anna Ahorn', phone);
    const bernd = await byPhone('Bernd Birke', phone);

    const again = await byPhone('Dr. AHORN, Anna', phone);
    const other = await byPhone('Herr Bernd Birke', phone);

    expect([again.leadId, other.leadId]).toEqual([anna.leadId, bernd.leadId]);
  });

  it('write at the same instant, and both are there', async () => {
    const phone = aPhone();
    const names = ['Rot', 'Gelb', 'Blau', 'Weiss'];

    const leads = await Promise.all(names.map((name) => byPhone(name, phone)));

    expect(new Set(leads.map(({ personId }) => personId)).size).toBe(4);
    const [first] = leads as [Lead];
    expect(await because(first)).toHaveLength(3);
    expect(company.runtime.failures).toEqual([]);
  });

  it('are both found by it', async () => {
    const phone = aPhone();
    const leads = [await byPhone('Ina', phone), await byPhone('Uwe', phone)];

    const q = encodeURIComponent(phone);
    const { body } = await company.must(company.ops.get(`/v1/leads?q=${q}`));

    const found = (body as Json).items.map((one: Json) => one.leadId);
    expect(found.toSorted()).toEqual(leads.map(({ leadId }) => leadId).toSorted());
  });
});

describe('the same person with a phone', () => {
  it('is known when the e-mail comes later, and by it from then on', async () => {
    const phone = aPhone();
    const lead = await byPhone('Gerd Ginster', phone);

    const later = await company.submit({
      person: { name: 'Ginster, Gerd', email: 'gerd@ginster.example', phone },
    });
    const byMail = await company.submit({ person: { name: 'G', email: 'gerd@ginster.example' } });

    expect([later.personId, byMail.personId]).toEqual([lead.personId, lead.personId]);
    expect((await view(lead)).person.email).toBe('gerd@ginster.example');
  });

  it('is known when the e-mail is left out the second time', async () => {
    const phone = aPhone();
    const lead = await company.submit({ person: { name: '韩梅梅', phone } });

    const again = await byPhone('韩 梅梅女士', phone);

    expect(again.leadId).toBe(lead.leadId);
  });

  it('is known by a known e-mail, whatever else differs', async () => {
    const lead = await company.submit({
      person: { name: 'Ada', email: 'info@linde.example', phone: aPhone() },
    });

    const again = await company.submit({
      person: { name: 'Ben', email: 'info@linde.example', phone: aPhone(), title: 'CEO' },
    });

    expect(again.leadId).toBe(lead.leadId);
  });

  it('does not become somebody else behind the switchboard by an extension', async () => {
    const phone = aPhone();
    const one = await byPhone('Ida', `${phone} ext. 801`);

    const other = await byPhone('Ida', `${phone} ext. 802`);

    expect(other.personId).not.toBe(one.personId);
    expect(await because(other)).toEqual([]);
  });

  it('acts on the site under it only while it is one person’s', async () => {
    const phone = aPhone();
    const lead = await byPhone('Kai', phone, { interest: lowIntent });
    const visit = () =>
      company.must(
        company.runtime.request('POST', '/v1/engagements', {
          body: { person: { phone }, kind: 'webinar' },
        }),
      );
    await visit();
    await company.runtime.settled();
    const known = await company.store.touchesOf(lead.leadId);
    await byPhone('Ute', phone, { interest: lowIntent });
    await visit();
    await company.runtime.settled();

    expect(known).toHaveLength(2);
    expect(await company.store.touchesOf(lead.leadId)).toHaveLength(2);
  });
});

describe('one mailbox with two addresses', () => {
  it.each([
    ['lu.min7@gmail.com', 'lumin7@gmail.com'],
    ['lumin8@gmail.com', 'l.u.m.i.n.8+fair@googlemail.com'],
    ['lu+a@eibe.example', 'lu+b@eibe.example'],
    ['lu@esche.example', 'lu+fair@esche.example'],
  ])('%s and %s: a suggestion on both sides, and no identity', async (one, other) => {
    const line = { interest: { productLine: 'core' } };
    const first = await company.submit({ ...line, person: { name: 'Lu Min', email: one } });
    const second = await company.submit({ ...line, person: { name: 'Min Lu', email: other } });

    const people = [first, second].map(({ personId }) => personId);
    const personId = second.buyingGroup[0] ?? second.personId;
    expect(personId).not.toBe(people[0]);
    expect(await because(first)).toEqual(['shares the mailbox of Min Lu']);
  });
});

describe('an address with letters that nobody sees', () => {
  it.each(['\t', '\u0085', '\u200B', '\u202A', '\u2060', '\uFEFF', '\u00AD', '\uFE0F', '\u3164'])(
    'is the same with %j in it',
    async (unseen) => {
      const [n] = [unseen.charCodeAt(0)];
      const phone = aPhone();
      const lead = await company.submit({ person: { email: `lu.min${n}@163.com` } });
      const mobile = await byPhone('Lu Min', phone);

      const again = await company.submit({
        person: { email: `${unseen}lu.min${n}${unseen}@163.com` },
      });
      const called = await byPhone('Lu Min', `${unseen}${phone}${unseen}`);

      expect([again.leadId, called.leadId]).toEqual([lead.leadId, mobile.leadId]);
      expect((await view(lead)).person.email).toBe(`lu.min${n}@163.com`);
    },
  );
});

describe('a phone of two, afterwards', () => {
  it('stays the other one’s when one is erased', async () => {
    const phone = aPhone();
    const anna = await byPhone('Anna Ahorn', phone);
    const bernd = await byPhone('Bernd Birke', phone);
    const admin = company.as('admin-1', 'admin');

    await company.must(admin.post(`/v1/leads/${anna.leadId}/erase`, { reason: 'asked' }));
    await company.runtime.settled();

    const somebody = await byPhone('Anna Ahorn', phone);
    const again = await byPhone('Bernd Birke', phone);
    expect(again.leadId).toBe(bernd.leadId);
    expect(somebody.personId).not.toBe(anna.personId);
    expect(await because(bernd)).toEqual(['shares the phone of Anna Ahorn']);
  });

  it('is one person’s again when the two are merged, and two people’s when that is undone', async () => {
    const phone = aPhone();
    const one = await byPhone('Zhang San', phone);
    const other = await byPhone('Zhang Sa', phone);
    const into = { into: one.leadId, samePerson: true };
    await company.must(company.ops.post(`/v1/leads/${other.leadId}/merge`, into));
    await company.runtime.settled();
    const merged = await because(one);
    const byOldName = await byPhone('Zhang San', phone);

    await company.must(company.ops.post(`/v1/leads/${other.leadId}/unmerge`));
    await company.runtime.settled();

    const again = await byPhone('Zhang Sa', phone);
    expect(merged).toEqual([]);
    expect(byOldName.leadId).toBe(one.leadId);
    expect(again.leadId).toBe(other.leadId);
    expect(await because(one)).toEqual(['shares the phone of Zhang Sa']);
  });

  it('is no more of him whose phone was corrected', async () => {
    const [wrong, right] = [aPhone(), aPhone()];
    const anna = await byPhone('Anna Ahorn', wrong);
    const bernd = await byPhone('Bernd Birke', wrong);
    const other = await byPhone('Carl', right);
    const sdr = company.as('sdr-1', 'sdr');

    await company.must(sdr.put(`/v1/leads/${anna.leadId}/contact`, { phone: right }));

    const again = await byPhone('Anna Ahorn', right);
    expect(again.leadId).toBe(anna.leadId);
    expect(await because(anna)).toEqual(['shares the phone of Carl']);
    expect(await because(bernd)).toEqual([]);
    expect((await byPhone('Carl', right)).leadId).toBe(other.leadId);
  });
});

describe('a key stored before phones could be shared', () => {
  it('has one holder, and takes a second one', async () => {
    const phone = aPhone();
    const lead = await byPhone('Old Row', phone);
    const person = await company.store.person(lead.personId);
    const [id = ''] = person?.keys ?? [];
    const before = (await company.store.contactKeys([id])).get(id);

    const other = await byPhone('New Row', phone);

    const after = (await company.store.contactKeys([id])).get(id);
    expect(before).toEqual({ id, version: 1, owner: lead.personId });
    expect(after).toMatchObject({ owner: lead.personId, also: [other.personId] });
  });
});

describe('a rep who brings a customer with the name and phone of one whom marketing knows', () => {
  it('collides, although he has another address for him', async () => {
    const phone = aPhone();
    const lead = await company.submit({
      person: { name: 'Max Muster', email: 'max@muster.example', phone },
    });

    const answer = await company.act('rep-a', 'rep', '/v1/self-sourced', {
      person: { name: 'Muster, Max', email: 'max.private@163.com', phone },
      contact: { kind: 'call', at: company.now, note: 'an old friend' },
    });

    expect(answer).toMatchObject({ status: 409, body: { code: 'COLLISION', leadId: lead.leadId } });
  });
});
