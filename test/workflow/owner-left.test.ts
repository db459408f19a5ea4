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
});
