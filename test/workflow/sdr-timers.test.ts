import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { expectSound, messagesAbout, notNow, sdr, taken } from '../support/journeys.ts';

// Every test starts on Monday 14 September, 09:30 in Shanghai: working time is 09:00 to 12:00 and 13:30 to 18:00.
let company: Company;
beforeEach(async () => {
  company = await openCompany();
});
afterEach(() => company.close());

const warm = { interest: { startWithinMonths: 5 } };

async function whoWasTold(lead: Lead): Promise<string[]> {
  return (await messagesAbout(company, lead)).map(({ to }) => to);
}

async function toldBy(lead: Lead, at: string): Promise<string[]> {
  await company.advanceTo(at);
  return whoWasTold(lead);
}

describe('the SDR timer', () => {
  it('reminds of a hot lead after 4 working hours, and tells the director after 4 more', async () => {
    const lead = await company.submit();

    const before = await toldBy(lead, '2026-09-14T06:59:00.000Z');
    const reminded = await toldBy(lead, '2026-09-14T07:00:00.000Z');
    const still = await toldBy(lead, '2026-09-15T01:59:00.000Z');
    const escalated = await toldBy(lead, '2026-09-15T02:00:00.000Z');
    await company.advance('P30D');

    expect([before, reminded, still]).toEqual([[], ['group:sdr'], ['group:sdr']]);
    expect(escalated).toEqual(['group:sdr', 'group:director']);
    expect(await whoWasTold(lead)).toEqual(escalated);
    await expectSound(company, lead);
  });

  it('gives any other lead 8 working hours', async () => {
    const lead = await company.submit(warm);

    const before = await toldBy(lead, '2026-09-15T01:59:00.000Z');
    const reminded = await toldBy(lead, '2026-09-15T02:00:00.000Z');
    const escalated = await toldBy(lead, '2026-09-16T02:30:00.000Z');

    expect([before, reminded]).toEqual([[], ['group:sdr']]);
    expect(escalated).toEqual(['group:sdr', 'group:director']);
  });

  it('starts again for the SDR who takes the lead, and then reminds him by name', async () => {
    const lead = await company.submit();
    await company.advanceTo('2026-09-14T06:00:00.000Z');

    const taken = await sdr(company, lead, 'take');
    const quiet = await toldBy(lead, '2026-09-14T09:59:00.000Z');
    const reminded = await toldBy(lead, '2026-09-15T01:30:00.000Z');

    expect(taken).toMatchObject({ status: 200, body: { state: 'SDR_WORKING', sdrId: 'sdr-1' } });
    expect([quiet, reminded]).toEqual([[], ['sdr-1']]);
    await expectSound(company, lead);
  });

  it('stops with the verdict', async () => {
    const lead = await taken(company);

    await sdr(company, lead, 'qualification', notNow);
    await company.advance('PT20H');

    expect(await company.story(lead.leadId)).not.toContain('SdrReminded');
    expect(await whoWasTold(lead)).toEqual([]);
  });

  it('runs anew after the SDR recalls an offer, with a reminder of its own', async () => {
    const lead = await taken(company);
    await company.advance('PT6H');
    await sdr(company, lead, 'qualification', goodAnswers);
    const offer = await company.offer(lead.leadId);
    await company.must(
      company
        .as('sdr-1', 'sdr')
        .post(`/v1/offers/${offer.offerId}/withdraw`, { reason: 'WRONG_DATA' }),
    );
    await company.runtime.settled();

    await company.advance('P2D');

    const reminders = (await messagesAbout(company, lead)).filter(({ to }) => to === 'sdr-1');
    expect(reminders).toHaveLength(2);
    expect((await company.lead(lead.leadId)).state).toBe('SDR_WORKING');
    await expectSound(company, lead);
  });

  it('lets nobody take a lead that another SDR works on', async () => {
    const lead = await taken(company);

    await company.putSdr('sdr-2');
    const second = await company.as('sdr-2', 'sdr').post(`/v1/leads/${lead.leadId}/take`);

    expect(second).toMatchObject({
      status: 409,
      body: { code: 'ILLEGAL_TRANSITION', state: 'SDR_WORKING' },
    });
  });
});

describe("the SDR's verdict", () => {
  it('is refused with every failing answer of BANT, and nothing is saved', async () => {
    const lead = await taken(company);
    const before = await company.lead(lead.leadId);

    const refused = await sdr(company, lead, 'qualification', {
      ...goodAnswers,
      budget: 'none',
      authority: 'uses',
      need: 'unknown',
      timeline: { startWithinMonths: 13 },
    });

    expect(refused).toMatchObject({ status: 422, body: { code: 'BANT_FAILS' } });
    const { errors } = refused.body as { errors: { path: string }[] };
    expect(errors.map(({ path }) => path)).toEqual(['budget', 'authority', 'need', 'timeline']);
    expect(await company.lead(lead.leadId)).toEqual(before);
    expect(await company.store.qualificationsOf(lead.leadId)).toEqual([]);
  });

  it('not now rests the lead until the day named, and gives it back to the same SDR', async () => {
    const lead = await taken(company);

    await sdr(company, lead, 'qualification', { ...notNow, revisitAt: '2027-01-11T01:00:00.000Z' });
    const resting = await company.lead(lead.leadId);
    await expectSound(company, lead);
    await company.advanceTo('2027-01-11T00:59:00.000Z');
    const still = await company.lead(lead.leadId);
    await company.advanceTo('2027-01-11T01:00:00.000Z');

    expect([resting.state, still.state]).toEqual(['NURTURE', 'NURTURE']);
    expect(await company.lead(lead.leadId)).toMatchObject({
      state: 'SDR_WORKING',
      cycle: 2,
      sdrId: 'sdr-1',
    });
    expect((await company.story(lead.leadId)).at(-1)).toBe('RevisitDue');
    await expectSound(company, lead);
  });

  it('not a lead closes it for good, with a reason of the catalogue', async () => {
    const lead = await company.submit();
    const answers = { ...notNow, verdict: 'notALead', need: 'no' };

    const unknown = await sdr(company, lead, 'qualification', { ...answers, reason: 'DISLIKE' });
    const closed = await sdr(company, lead, 'qualification', { ...answers, reason: 'POOR_FIT' });

    expect(unknown).toMatchObject({ status: 422, body: { code: 'INVALID' } });
    expect(closed).toMatchObject({ status: 200, body: { state: 'DISQUALIFIED' } });
    await expectSound(company, lead);
  });

  it('cannot be given on a lead that nobody has taken, except that it is none', async () => {
    const lead = await company.submit();

    const ready = await sdr(company, lead, 'qualification', goodAnswers);
    const later = await sdr(company, lead, 'qualification', notNow);

    expect([ready, later]).toMatchObject([
      { status: 409, body: { code: 'ILLEGAL_TRANSITION', state: 'MQL' } },
      { status: 409, body: { code: 'ILLEGAL_TRANSITION', state: 'MQL' } },
    ]);
  });
});
