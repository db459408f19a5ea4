import { afterEach, describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../functions/ports.ts';
import { goodAnswers, goodCall } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { misfits, named } from '../support/facts.ts';

let company: Company;
afterEach(() => company.close());

const MARK = 'XMARKX';
const marked = (what: string) => `${MARK} ${what}`;

/** A form with a mark in each field that a person fills. */
function form(n: number) {
  return {
    person: {
      name: marked('name'),
      email: `${MARK}.${n}@marked${n}.example`,
      phone: `+86 138 0013 80${10 + n}`,
      title: marked('title'),
    },
    company: { name: marked('company') },
    interest: { message: marked('message') },
    touch: {
      utm: { source: 'baidu', medium: 'cpc', campaign: 'autumn', term: 'crm', content: 'blue' },
    },
  };
}

const note = marked('note');

/** All that is told of these leads and of the desk. */
async function everythingTold(...leadIds: readonly string[]): Promise<readonly StoredEvent[]> {
  const scopes = [
    ...leadIds,
    ...['rep_rep-a', 'rep_rep-b', 'sdr_sdr-1', 'policy', 'roster_2026-09', 'calendar_CN'],
  ];
  return (await Promise.all(scopes.map((scope) => company.events(scope)))).flat();
}

/** Two leads with words wherever people can leave some: a refusal that is disputed, a claim, and a deal. */
async function lives(): Promise<readonly StoredEvent[]> {
  company = await openCompany();
  const sdr = company.as('sdr-1', 'sdr');
  const lead = await company.submit(form(1));
  await company.handOver(lead, { ...goodAnswers, note });
  await company.must(sdr.post(`/v1/leads/${lead.leadId}/activities`, { ...goodCall, note }));
  const refused = await company.offer(lead.leadId);
  await company.must(company.reject(refused, 'NO_BUDGET', { note }));
  await company.must(sdr.post(`/v1/offers/${refused.offerId}/dispute`, { note }));
  await company.submit({ ...form(1), interest: { message: marked('again') } });
  const { email } = (await company.store.person(lead.personId)) ?? {};
  await company.as('rep-b', 'rep').post('/v1/self-sourced', {
    person: { name: marked('claimed'), email },
    contact: { kind: 'call', at: company.now, note },
  });
  const sold = await company.handOver(await company.submit(form(2)), { ...goodAnswers, note });
  const offer = await company.offer(sold.leadId);
  const rep = company.as(offer.repId, 'rep');
  await company.advance('PT2H');
  await company.must(rep.post(`/v1/leads/${sold.leadId}/activities`, { ...goodCall, note }));
  await company.advance('PT22H');
  await company.must(company.accept(offer));
  const id = await company.opportunity(offer);
  const progress = { competitor: note, nextStep: note, notes: { projectRisk: note } };
  await company.must(rep.patch(`/v1/opportunities/${id}`, progress));
  await company.must(rep.post(`/v1/opportunities/${id}/win`, { amount: 9000 }));
  await company.runtime.settled();
  return everythingTold(lead.leadId, sold.leadId);
}

describe('events', () => {
  it('name nobody, whatever people write, and say what the registry says', async () => {
    const events = await lives();

    const told = events.filter(({ data, about }) => JSON.stringify({ data, about }).includes(MARK));
    expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(20);
    expect(told).toEqual([]);
    expect(events.flatMap(misfits)).toEqual([]);
  });

  it('say whose lead it is, where it comes from, and how long each step took', async () => {
    const events = await lives();

    const [accepted] = named(events, 'Accepted');
    const [contact] = named(events, 'FirstContact');
    const [won] = named(events, 'Won');
    const source = { class: 'MARKETING', campaign: 'autumn', term: 'crm', content: 'blue' };
    expect(accepted?.about).toMatchObject({
      ...{ cycle: 1, productLine: 'core', sdrId: 'sdr-1', department: 'East' },
      ...{ policyVersion: 1, calendar: { id: 'CN', version: 1 }, source },
      offer: { settledAt: accepted?.occurredAt, acceptMillis: 86_400_000 },
    });
    expect(contact?.about?.offer?.contactWorkingMillis).toBe(2 * 3_600_000);
    expect(won?.about).toMatchObject({ opportunityId: won?.data.opportunityId, source });
    expect(named(events, 'SubmissionRepeated')[0]?.data.touches).toMatchObject([{ source }]);
    expect(named(events, 'RepChanged')[0]?.about).toMatchObject({
      ...{ repId: 'rep-a', department: 'East', active: true, regions: [], calendar: { id: 'CN' } },
    });
  });
});
