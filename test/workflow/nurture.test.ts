import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import {
  acceptAll,
  afterCoolDown,
  drop,
  engage,
  expectSound,
  messagesAbout,
  notNow,
  refused,
  sdr,
  taken,
} from '../support/journeys.ts';

describe('at rest', () => {
  let company: Company;
  beforeAll(async () => {
    company = await openCompany();
  });
  afterEach(() => acceptAll(company));
  afterAll(() => company.close());

  it('a returned lead comes back by the same rules, and never to who returned it', async () => {
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    await company.must(company.accept(offer));
    const rep = company.as(offer.repId, 'rep');

    const returned = await company.must(
      rep.post(`/v1/leads/${leadId}/return`, { reason: 'UNREACHABLE', note: 'never answers' }),
    );
    await company.runtime.settled();
    const lead = await company.lead(leadId);
    await expectSound(company, lead);
    await afterCoolDown(company, lead);
    await company.call(leadId);
    await company.handOver(lead);

    expect(returned.body).toMatchObject({ state: 'NURTURE', coolDownUntil: lead.coolDownUntil });
    expect(lead.exclusions).toMatchObject([{ repId: offer.repId, cause: 'RETURNED' }]);
    expect((await company.offer(leadId)).repId).not.toBe(offer.repId);
    await expectSound(company, lead);
  });

  it('small interest moves the score and leaves the rest, and is weighed at its end', async () => {
    const lead = await refused(company, 'UNREACHABLE');
    await company.advance('P6D');
    await engage(company, lead, 'event');
    await engage(company, lead, 'webinar');
    await engage(company, lead, 'download');
    const resting = await company.lead(lead.leadId);

    const back = await afterCoolDown(company, lead);

    expect(resting).toMatchObject({ state: 'NURTURE', coolDownUntil: lead.coolDownUntil });
    expect(back).toMatchObject({ state: 'SDR_WORKING', cycle: 2 });
    expect(await company.story(lead.leadId)).toContain('EngagementRecorded');
    await expectSound(company, lead);
  });

  it('enough interest since the refusal makes it an MQL at the end of the rest', async () => {
    const lead = await refused(company, 'UNREACHABLE');
    await company.advance('P6D');
    for (const kind of ['event', 'webinar', 'download', 'emailClick', 'pageView'])
      await engage(company, lead, kind);
    await engage(company, lead, 'download');
    const resting = await company.lead(lead.leadId);

    const back = await afterCoolDown(company, lead);

    expect(resting.state).toBe('NURTURE');
    expect(back).toMatchObject({ state: 'MQL', cycle: 2 });
    expect((await company.story(lead.leadId)).at(-1)).toBe('Requalified');
    await expectSound(company, lead);
  });

  it('interest after the rest brings it back before the day that the customer named', async () => {
    const lead = await taken(company);
    const revisitAt = '2027-09-01T01:00:00.000Z';
    await sdr(company, lead, 'qualification', { ...notNow, revisitAt });
    await company.advance('P10D');
    for (const kind of ['event', 'webinar', 'download']) await engage(company, lead, kind);

    await engage(company, lead, 'download');

    expect(await company.lead(lead.leadId)).toMatchObject({ state: 'MQL', cycle: 2 });
    await expectSound(company, lead);
  });

  it('the interest from before a refusal counts no more', async () => {
    const lead = await company.submit();
    for (const kind of ['event', 'webinar', 'download']) await engage(company, lead, kind);
    const resting = await refused(company, 'UNREACHABLE', {}, await company.lead(lead.leadId));

    const back = await afterCoolDown(company, resting);

    expect(back.state).toBe('SDR_WORKING');
  });

  it('an SDR wakes it once the rest is over, whatever day was named', async () => {
    const lead = await taken(company);
    const revisitAt = '2028-01-01T01:00:00.000Z';
    await sdr(company, lead, 'qualification', { ...notNow, revisitAt });
    const early = await sdr(company, lead, 'take');
    await company.advance('P5D');

    const woken = await sdr(company, lead, 'take');

    expect(early).toMatchObject({ status: 409, body: { guards: ['COOL_DOWN_RUNNING'] } });
    expect(woken).toMatchObject({ status: 200, body: { state: 'SDR_WORKING', cycle: 2 } });
    expect((await company.story(lead.leadId)).at(-1)).toBe('SdrWoke');
    await expectSound(company, lead);
  });

  it('one that fits badly is dropped when its SDR agrees', async () => {
    const lead = await refused(company, 'POOR_FIT');
    const tasks = await messagesAbout(company, lead);

    const dropped = await drop(company, lead, 'POOR_FIT');

    expect(tasks.map(({ subject }) => subject)).toContain(
      'Is this a lead at all? Agree, or find out more',
    );
    expect(dropped.body).toMatchObject({ state: 'DISQUALIFIED' });
    await expectSound(company, lead);
  });

  it('a stated date ends the rest thirty days before it, at midnight in Shanghai', async () => {
    const lead = await refused(company, 'TIMING', { date: '2027-10-31' });

    expect(lead.coolDownUntil).toBe('2027-09-30T16:00:00.000Z');
  });
});

describe('touches at rest', () => {
  let company: Company;
  beforeEach(async () => {
    company = await openCompany();
  });
  afterEach(() => company.close());

  it.each([
    { start: 1, days: 30, name: 'hot' },
    { start: 6, days: 60, name: 'warm' },
    { start: 12, days: 90, name: 'cold' },
  ])('come after $days days for a $name lead', async ({ start, days }) => {
    const lead = await taken(company);
    const answers = { ...goodAnswers, ...notNow, timeline: { startWithinMonths: start } };
    await sdr(company, lead, 'qualification', {
      ...answers,
      revisitAt: '2027-09-01T01:00:00.000Z',
    });
    const touches = async () =>
      (await company.story(lead.leadId)).filter((type) => type === 'NurtureTouchSent').length;

    await company.advance(`P${days - 1}D`);
    const before = await touches();
    await company.advance('P1DT1H');

    expect([before, await touches()]).toEqual([0, 1]);
    expect((await messagesAbout(company, lead)).at(-1)).toMatchObject({
      to: `person:${lead.personId}`,
      subject: 'What others in your place did',
    });
    await expectSound(company, lead);
  });
});
