import { afterEach, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';
import { engage, expectSound, lowIntent, notNow, sdr } from '../support/journeys.ts';

let company: Company;
afterEach(() => company.close());

async function namesOf(leadId: string): Promise<string[]> {
  const executions = await company.runtime.executions.list(leadId);
  return executions.map(({ name }) => name.replace(leadId, ''));
}

describe('an execution that would outgrow its limits', () => {
  it('goes on under a new name after 300 days of waiting for engagement', async () => {
    company = await openCompany();
    const lead = await company.submit({ interest: lowIntent });

    await company.advance('P301D');
    const between = await namesOf(lead.leadId);
    await expectSound(company, lead);
    for (const kind of ['event', 'webinar', 'download', 'download'])
      await engage(company, lead, kind);

    expect(between).toEqual(['-c1', '-c1-r1']);
    expect(await company.lead(lead.leadId)).toMatchObject({ state: 'MQL', run: 1 });
    await expectSound(company, lead);
  });

  it('goes on after 300 days at rest, and the next cycle starts a journey of its own', async () => {
    company = await openCompany();
    const lead = await company.submit();
    await sdr(company, lead, 'take');
    const revisitAt = '2027-09-01T01:00:00.000Z';
    await sdr(company, lead, 'qualification', { ...notNow, revisitAt });

    await company.advance('P310D');
    const between = await namesOf(lead.leadId);
    await expectSound(company, lead);
    await company.advanceTo('2027-09-01T01:00:00.000Z');

    expect(between).toEqual(['-c1', '-n1', '-n1-r1']);
    expect(await namesOf(lead.leadId)).toEqual(['-c1', '-n1', '-n1-r1', '-c2']);
    expect(await company.lead(lead.leadId)).toMatchObject({ state: 'SDR_WORKING', run: 0 });
    await expectSound(company, lead);
  });

  it('goes on after 400 turns while nobody can take the lead', async () => {
    company = await openCompany({ reps: [], policy: { desk: { retryUnroutedEvery: 'PT1H' } } });
    const lead = await company.handOver();

    await company.advance('P9D');

    expect(await namesOf(lead.leadId)).toEqual(['-c1', '-c1-r1']);
    expect((await company.lead(lead.leadId)).state).toBe('UNROUTED');
    await expectSound(company, lead);
  });
});
