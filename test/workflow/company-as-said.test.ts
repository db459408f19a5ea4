// A lead of a card or a phone number has no domain that says which company it is of: it shows the name that was said.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import type { FormParts } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { messagesAbout } from '../support/journeys.ts';
import type { Json } from '../support/json.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

let people = 0;

/** Somebody with a phone only, of this company. */
async function byPhone(name: string | null, over: FormParts = {}): Promise<Lead> {
  people += 1;
  const phone = `+8621641809${String(people).padStart(2, '0')}`;
  return company.submit({
    person: { name: `Caller ${people}`, email: null, phone, ...over.person },
    company: { name },
    consent: { email: null, phone: true },
  });
}

/** What the list and the lead itself call its company. */
async function shown({ leadId }: Lead): Promise<readonly unknown[]> {
  const list = await company.must(company.ops.get(`/v1/leads?q=${leadId}`));
  const lead = await company.must(company.ops.get(`/v1/leads/${leadId}`));
  const [row] = (list.body as Json).items;
  return [row?.company, (lead.body as Json).companyName];
}

describe('a lead without a domain', () => {
  it('shows the company as it was said, to its rep as well', async () => {
    const lead = await byPhone('Ilex Works');

    const offered = await company.handOver(lead);

    expect(await shown(lead)).toEqual(['Ilex Works', 'Ilex Works']);
    expect((await messagesAbout(company, offered)).at(-1)?.text).toMatch(/Caller \d+, Ilex Works/);
  });

  it('shows it once a later form says it, and keeps what was said first', async () => {
    const lead = await byPhone(null);
    const person = await company.store.person(lead.personId);
    const again = (name: string) =>
      company.submit({
        person: { name: person?.name, email: null, phone: person?.phone },
        company: { name },
        consent: { email: null },
      });
    const before = await shown(lead);

    await again('Ilex Works');
    await again('Other Works');

    expect(before).toEqual([null, undefined]);
    expect(await shown(lead)).toEqual(['Ilex Works', 'Ilex Works']);
  });

  it('shows the account’s name when it gets one', async () => {
    const lead = await byPhone('Ilex Works');
    const { name, phone } = (await company.store.person(lead.personId)) ?? {};

    await company.submit({
      person: { name, phone, email: 'caller@ilexworks.example' },
      company: { name: 'Ilex Works Ltd' },
    });

    expect(await shown(lead)).toEqual(['Ilex Works Ltd', 'Ilex Works Ltd']);
  });

  it('gives it to the one that it is merged into, and takes it back when that is undone', async () => {
    const [one, other] = [await byPhone('Ilex Works'), await byPhone(null)];
    const ends = one.leadId;
    const act = (what: string, body: object) =>
      company.act('ops-1', 'ops', `/v1/leads/${ends}/${what}`, body);

    await company.must(act('merge', { into: other.leadId }));
    const merged = await Promise.all([one, other].map(({ leadId }) => company.lead(leadId)));
    const survivor = merged.find(({ state }) => state !== 'MERGED') ?? other;
    const meanwhile = await shown(survivor);
    await company.must(act('unmerge', {}));

    expect(meanwhile).toEqual(['Ilex Works', 'Ilex Works']);
    expect(await shown(other)).toEqual([null, undefined]);
    expect(await shown(one)).toEqual(['Ilex Works', 'Ilex Works']);
  });

  it('shows none after an erasure, and keeps none', async () => {
    const lead = await byPhone('Ilex Secret Works');

    await company.act('admin-1', 'admin', `/v1/leads/${lead.leadId}/erase`, { reason: 'asked' });
    await company.runtime.settled();

    const kept = [
      await company.lead(lead.leadId),
      await company.events(lead.leadId),
      await company.store.touchesOf(lead.leadId),
    ];
    expect(/Ilex Secret/.exec(JSON.stringify(kept))).toBeNull();
    const { body } = await company.must(company.ops.get(`/v1/leads/${lead.leadId}`));
    expect((body as Json).companyName).toBeUndefined();
  });
});
