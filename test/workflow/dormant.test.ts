import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';
import {
  afterCoolDown,
  engage,
  expectSound,
  lowIntent,
  notNow,
  refused,
  sdr,
} from '../support/journeys.ts';

describe('twelve months of nothing', () => {
  let company: Company;
  beforeAll(async () => {
    company = await openCompany();
  });
  afterAll(() => company.close());

  it('end a lead in marketing, in the queue, on the desk and at rest, and its executions with it', async () => {
    const mal = await company.submit({ interest: lowIntent });
    const mql = await company.submit();
    const working = await company.submit();
    await sdr(company, working, 'take');
    const resting = await company.submit();
    await sdr(company, resting, 'take');
    const revisitAt = '2029-01-01T00:00:00.000Z';
    await sdr(company, resting, 'qualification', { ...notNow, revisitAt });
    const active = await company.submit({ interest: lowIntent });
    const all = [mal, mql, working, resting];
    const statesOf = () =>
      Promise.all(all.map(async ({ leadId }) => (await company.lead(leadId)).state));
    await company.advanceTo('2027-03-01T00:00:00.000Z');
    await engage(company, active, 'pageView');

    await company.advanceTo('2027-09-14T01:29:00.000Z');
    const before = await statesOf();
    await company.advanceTo('2027-09-14T01:31:00.000Z');

    expect(before).toEqual(['MAL', 'MQL', 'SDR_WORKING', 'NURTURE']);
    expect(await statesOf()).toEqual(['DORMANT', 'DORMANT', 'DORMANT', 'DORMANT']);
    expect((await company.lead(active.leadId)).state).toBe('MAL');
    await expectSound(company, ...all, active);
  });
});

describe('a lead that nobody may take', () => {
  it('is dormant after twelve months of nothing', async () => {
    // Tried and alarmed rarely, so that a year passes in a second.
    const company = await openCompany({
      reps: [],
      policy: {
        desk: { retryUnroutedEvery: 'P60D' },
        routing: { unroutedAlarmEvery: 'PT160H' },
      },
    });
    const lead = await company.handOver();
    await company.advance('P364D');
    const waiting = await company.lead(lead.leadId);
    await expectSound(company, lead);

    await company.advance('P2D');

    expect([lead.state, waiting.state]).toEqual(['UNROUTED', 'UNROUTED']);
    expect((await company.lead(lead.leadId)).state).toBe('DORMANT');
    await expectSound(company, lead);
    await company.close();
  });
});

describe('a director who never answers', () => {
  it('lets a lead that wants a further cycle go dormant', async () => {
    const company = await openCompany({ policy: { recycle: { maxCycles: 1 } } });
    const lead = await afterCoolDown(company, await refused(company, 'UNREACHABLE'));

    await company.advance('P370D');

    expect(lead).toMatchObject({ state: 'NURTURE', extraCycle: 'asked' });
    expect((await company.lead(lead.leadId)).state).toBe('DORMANT');
    await expectSound(company, lead);
    await company.close();
  });
});
