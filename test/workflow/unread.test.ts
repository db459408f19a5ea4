// Nobody is refused who cannot correct himself (4.8, what cannot be read in a form): a machine's form goes in, what could not be read is
// shown with the lead, and it moves with a merge and goes with an erasure.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { expectSound } from '../support/journeys.ts';
import { sendSigned } from '../support/signed.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

interface Shown {
  readonly leadId: string;
  readonly person: { readonly name: string };
  readonly unread: readonly {
    readonly path: string;
    readonly text: string;
    readonly why: string;
  }[];
}

const answersOf = (given: Readonly<Record<string, string>>) =>
  Object.entries(given).map(([name, value]) => ({ name, values: [value] }));

/** An advert's form, with these answers, as the platform sends it through a relay that signs. */
function advert(given: Readonly<Record<string, string>>) {
  return sendSigned(company, 'ad-form', { field_data: answersOf(given) });
}

async function verdictOf({ body }: { readonly body: unknown }) {
  const { submissionId } = body as { readonly submissionId: string };
  const answer = await company.must(company.ops.get(`/v1/submissions/${submissionId}`));
  return answer.body as { readonly verdict: string; readonly leadId?: string; unread?: object[] };
}

async function shown(leadId = ''): Promise<Shown> {
  return (await company.must(company.ops.get(`/v1/leads/${leadId}`))).body as Shown;
}

async function leadBy(given: Readonly<Record<string, string>>): Promise<Lead> {
  return company.lead((await verdictOf(await advert(given))).leadId ?? '');
}

async function wholeTable(): Promise<string> {
  return JSON.stringify(await company.items());
}

describe('an ad lead with a good e-mail', () => {
  it.each<[string, Record<string, string>, string, string]>([
    ['a phone that is none', { phone_number: 'p:later' }, 'person.phone', 'p:later'],
    ['a range of employees', { number_of_employees: '51-200' }, 'company.employees', '51-200'],
    ['a long message', { message: `${'x'.repeat(4000)}tail` }, 'interest.message', 'tail'],
    [
      'a question of the company’s own',
      { when_do_you_start: 'in spring' },
      'when_do_you_start',
      'in spring',
    ],
  ])('goes in, and %s is shown with it', async (_what, more, path, text) => {
    const email = `${path.toLowerCase()}@advert-${path.toLowerCase().replace(/[._]/g, '-')}.example`;

    const { leadId } = await leadBy({ full_name: 'Anna Ahorn', email, ...more });

    expect((await shown(leadId)).unread).toMatchObject([{ path, text }]);
  });

  it('has one name, when the form asks for it in two parts', async () => {
    const given = { first_name: 'Bernd', last_name: 'Birke', email: 'bernd@birke.example' };

    const { leadId } = await leadBy(given);

    expect(await shown(leadId)).toMatchObject({ person: { name: 'Bernd Birke' }, unread: [] });
  });
});

describe('somebody who cannot be reached', () => {
  it('is put aside with all that he wrote; ops are told and see it, and no lead opens', async () => {
    const before = await company.store.leadsIn('MAL', { limit: 1000 });

    const answer = await advert({ full_name: 'Carla', email: 'carla at home', message: 'call us' });

    const { verdict, leadId, unread } = await verdictOf(answer);
    expect([answer.status, verdict, leadId]).toEqual([202, 'quarantined', undefined]);
    expect(unread).toMatchObject([
      { path: 'person.email', text: 'carla at home' },
      { path: 'person.name', text: 'Carla' },
      { path: 'interest.message', text: 'call us' },
    ]);
    const told = (await company.runtime.outbox.messages()).filter(({ to }) => to === 'group:ops');
    expect(told.at(-1)?.text).toContain((answer.body as { submissionId: string }).submissionId);
    expect(await company.store.leadsIn('MAL', { limit: 1000 })).toEqual(before);
  });

  it('is put aside once, however often the platform sends it', async () => {
    const first = await advert({ full_name: 'Dora' });
    const messages = await company.runtime.outbox.messages();

    const second = await advert({ full_name: 'Dora' });

    expect(second.body).toEqual(first.body);
    expect(await company.runtime.outbox.messages()).toEqual(messages);
  });
});

describe('what could not be read', () => {
  it('is gone once its person is erased, wherever it stood', async () => {
    const { leadId } = await leadBy({
      ...{ full_name: 'Erika', email: 'erika@esche.example' },
      ...{ phone_number: 'ask for Erika at the gate', my_boss: 'Mister Secret' },
    });
    const admin = company.as('admin-1', 'admin');

    await company.must(admin.post(`/v1/leads/${leadId}/erase`, { reason: 'asked' }));
    await company.runtime.settled();

    expect(await wholeTable()).not.toMatch(/at the gate|Mister Secret/);
    await expectSound(company, await company.lead(leadId));
  });

  it('of a colleague is gone from the journey that he joined, and the others’ stays', async () => {
    const mail = (who: string) => `${who}@fichte.example`;
    const { leadId } = await leadBy({ full_name: 'F', email: mail('f'), phone_number: 'at noon' });
    await leadBy({ full_name: 'G', email: mail('g'), phone_number: 'behind the barn' });
    const { buyingGroup } = await company.lead(leadId);
    const admin = company.as('admin-1', 'admin');

    const erasure = { reason: 'asked', personId: buyingGroup[0] };
    await company.must(admin.post(`/v1/leads/${leadId}/erase`, erasure));
    await company.runtime.settled();

    expect(await wholeTable()).not.toContain('behind the barn');
    const texts = (await shown(leadId)).unread.map(({ text }) => text);
    expect(texts.toSorted()).toEqual(['at noon', 'erased']);
  });

  it('moves with a merge, and back when that is undone', async () => {
    const into = await leadBy({ full_name: 'H', email: 'h@hasel.example', phone_number: 'one' });
    const from = await leadBy({ full_name: 'I', email: 'i@ilex.example', phone_number: 'two' });
    const texts = async () => (await shown(into.leadId)).unread.map(({ text }) => text).toSorted();
    const act = (what: string, body: object) =>
      company.must(company.act('ops-1', 'ops', `/v1/leads/${from.leadId}/${what}`, body));

    await act('merge', { into: into.leadId });
    const merged = await texts();
    await act('unmerge', {});

    expect(merged).toEqual(['one', 'two']);
    expect(await texts()).toEqual(['one']);
    expect((await shown(from.leadId)).unread).toMatchObject([{ text: 'two' }]);
  });

  it('in a card stays with its person: the report names line and column, and keeps no text', async () => {
    const csv = 'Name,Mail,Phone\nJ,j@juniper.example,ring at the back door';
    const sent = {
      ...{ name: 'fair', form: 'fair', csv, consent: { privacyPolicy: 'p' } },
      mapping: { Name: 'person.name', Mail: 'person.email', Phone: 'person.phone' },
    };
    const { body } = await company.must(company.ops.post('/v1/imports', sent));
    await company.runtime.settled();
    const { importId } = body as { importId: string };
    const report = await company.must(company.ops.get(`/v1/imports/${importId}`));
    const { items } = await company.store.leadsIn('MAL', { limit: 1000 });
    const lead = items.at(-1);

    expect(report.body).toMatchObject({ unreadRows: 1, unread: [{ line: 2, column: 'Phone' }] });
    expect(JSON.stringify(report.body)).not.toContain('back door');
    expect((await shown(lead?.leadId)).unread).toMatchObject([{ text: 'ring at the back door' }]);

    const admin = company.as('admin-1', 'admin');
    await company.must(admin.post(`/v1/leads/${lead?.leadId}/erase`, { reason: 'asked' }));
    await company.runtime.settled();

    expect(await wholeTable()).not.toContain('back door');
  });
});

describe('somebody whose name no machine knows', () => {
  it('is called by his address until a form says how he is called', async () => {
    const first = await leadBy({ phone_number: '138 0013 8999' });
    const before = await shown(first.leadId);

    await advert({ full_name: 'Karl Kiefer', phone_number: '+86 138 0013 8999' });

    expect(first.state).toBe('MAL');
    expect(before.person.name).toBe('+8613800138999');
    expect((await shown(first.leadId)).person.name).toBe('Karl Kiefer');
    const { items } = (await company.must(company.ops.get('/v1/leads?q=Kiefer'))).body as {
      items: object[];
    };
    expect(items).toMatchObject([{ leadId: first.leadId }]);
  });

  it('and differs from nobody whose name is known', async () => {
    const lead = await leadBy({ full_name: 'Lena Linde', email: 'lena@linde.example' });

    await advert({ email: 'LENA@linde.example', message: 'again' });

    const person = await company.store.person(lead.personId);
    expect(person).toMatchObject({ name: 'Lena Linde', differences: [] });
  });
});
