import { afterEach, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

let company: Company;
afterEach(() => company.close());

describe('a lead that nobody could take, in a department whose director names the rep (X-8)', () => {
  async function nobodyThenSomebody(): Promise<string> {
    company = await openCompany({
      departments: { East: { regions: [], mode: 'director', directorSub: 'director-1' } },
    });
    await company.publishRoster('2026-09', []);
    const { leadId } = await company.handOver();
    await company.publishRoster('2026-09', ['rep-a']);
    await company.runtime.settled();
    return leadId;
  }

  it('is put before the director once, who has his four working hours', async () => {
    const leadId = await nobodyThenSomebody();
    const { directorDueAt } = await company.lead(leadId);

    await company.advance('PT2H');

    const asked = (await company.story(leadId)).filter((type) => type === 'DirectorAsked');
    expect(asked).toHaveLength(1);
    expect(await company.lead(leadId)).toMatchObject({
      state: 'UNROUTED',
      awaits: 'director',
      nextInstant: directorDueAt,
    });
  });

  it('goes to the rep by the router when the director is silent', async () => {
    const leadId = await nobodyThenSomebody();

    await company.advance('P1D');

    expect(await company.offer(leadId)).toMatchObject({ repId: 'rep-a', status: 'PENDING' });
  });

  it('is nobody’s again when the rep has gone before the director spoke', async () => {
    const leadId = await nobodyThenSomebody();
    await company.publishRoster('2026-09', []);

    await company.advance('P1D');

    const lead = await company.lead(leadId);
    expect(lead.state).toBe('UNROUTED');
    expect(lead.awaits).toBeUndefined();
    expect(await company.story(leadId)).toContain('StillUnrouted');
    expect((lead.nextInstant ?? '') > company.now).toBe(true);
  });
});
