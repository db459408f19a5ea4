import { afterEach, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
afterEach(() => company.close());

describe('a rep who leaves with accepted leads', () => {
  it('loses those without an opportunity to another rep, who accepts them in his own 48 hours', async () => {
    company = await openCompany();
    const { leadId } = await company.handOver();
    const first = await company.offer(leadId);
    await company.must(company.accept(first));

    await company.putRep({ repId: first.repId, active: false });
    await company.runtime.settled();
    const second = await company.offer(leadId);
    await company.must(company.accept(second));
    await company.runtime.settled();

    expect(second.repId).not.toBe(first.repId);
    expect(await company.lead(leadId)).toMatchObject({ state: 'SQL', ownerRepId: second.repId });
    expect(await company.story(leadId)).toContain('OwnerLeft');
  });

  it('loses those that he found himself, too', async () => {
    company = await openCompany();
    const answer = await company.must(
      company.as('rep-a', 'rep').post('/v1/self-sourced', {
        person: { name: 'Found', email: 'found@left-company.example' },
        contact: { kind: 'meeting', at: company.now, note: 'met at lunch' },
      }),
    );
    const { leadId } = answer.body as { leadId: string };
    await company.runtime.settled();

    await company.putRep({ repId: 'rep-a', active: false });
    await company.runtime.settled();

    expect((await company.offer(leadId)).repId).not.toBe('rep-a');
    expect(await company.lead(leadId)).toMatchObject({ state: 'OFFERED' });
    expect(company.runtime.failures).toEqual([]);
  });

  it('and with an opportunity that another rep had before him: a director hears of it', async () => {
    company = await openCompany();
    const { leadId } = await company.handOver();
    const first = await company.offer(leadId);
    const id = await company.opportunity(first);
    const next = ['rep-a', 'rep-b'].find((repId) => repId !== first.repId) ?? '';
    const body = { repId: next, reason: 'too much work' };
    await company.must(company.director.post(`/v1/opportunities/${id}/owner`, body));

    await company.putRep({ repId: next, active: false });
    await company.runtime.settled();

    expect(await company.sent(leadId)).toContain(
      'group:director: An opportunity needs a new owner',
    );
  });
});
