import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { goodAnswers } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import {
  acceptAll,
  drop,
  expectSound,
  lowIntent,
  messagesAbout,
  notNow,
  personOf,
  refused,
  sdr,
  taken,
} from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

async function raiseHand(lead: Lead): Promise<Lead> {
  return company.submit({ person: await personOf(company, lead) });
}

async function disqualified(lead: Lead): Promise<Lead> {
  await company.must(drop(company, lead));
  return company.lead(lead.leadId);
}

describe('a hand raised while the lead rests', () => {
  it('lifts the cool-down and brings the lead to its SDR at once', async () => {
    const lead = await refused(company, 'NO_BUDGET');

    const raised = await raiseHand(lead);

    expect(raised).toMatchObject({
      leadId: lead.leadId,
      state: 'SDR_WORKING',
      cycle: 2,
      sdrId: 'sdr-1',
    });
    expect(raised.coolDownUntil).toBeUndefined();
    const events = await company.events(lead.leadId);
    expect(events.slice(-3).map(({ type }) => type)).toEqual([
      'SubmissionRepeated',
      'CoolDownLifted',
      'HandRaised',
    ]);
    expect(events.at(-2)?.data).toEqual({ by: 'HAND_RAISE' });
    await expectSound(company, lead);
  });

  it('by a colleague is the same as by the person: the SDR has it at once, and hears who asks', async () => {
    const lead = await refused(company, 'NO_NEED');
    const { email = '' } = await personOf(company, lead);
    const before = (await messagesAbout(company, lead)).length;

    const raised = await company.submit({
      person: { name: 'Boss', email: `boss@${email.split('@')[1]}` },
    });

    expect(raised).toMatchObject({
      leadId: lead.leadId,
      state: 'SDR_WORKING',
      cycle: 2,
      onTop: true,
      personId: lead.personId,
      buyingGroup: [expect.stringMatching(/^pers_/)],
    });
    expect(raised.coolDownUntil).toBeUndefined();
    const events = (await company.events(lead.leadId)).slice(-3);
    expect(events.map(({ type }) => type)).toEqual([
      'ColleagueEnquired',
      'CoolDownLifted',
      'HandRaised',
    ]);
    expect(events[1]?.data).toEqual({ by: 'COLLEAGUE' });
    expect((await messagesAbout(company, lead)).slice(before).map(({ to }) => to)).toEqual([
      'sdr-1',
      'sdr-1',
    ]);
    await expectSound(company, lead);
  });

  it('by a colleague who only reads something changes nothing: the rest goes on', async () => {
    const lead = await refused(company, 'NO_NEED');
    const { email = '' } = await personOf(company, lead);

    const resting = await company.submit({
      person: { name: 'Reader', email: `reader@${email.split('@')[1]}` },
      interest: lowIntent,
    });

    expect(resting).toMatchObject({ state: 'NURTURE', coolDownUntil: lead.coolDownUntil });
  });

  it('puts it at the top of the queue, above better grades', async () => {
    const hot = await company.submit();
    await sdr(company, hot, 'take');
    const cold = await company.submit({ interest: { startWithinMonths: 12 } });
    const lead = await refused(company, 'NO_BUDGET', {}, cold);

    await raiseHand(lead);

    const queue = await company.as('sdr-1', 'sdr').get('/v1/leads?state=SDR_WORKING&limit=100');
    const { items } = queue.body as { items: { leadId: string }[] };
    const place = (leadId: string) => items.findIndex((one) => one.leadId === leadId);
    expect(place(lead.leadId)).toBeLessThan(place(hot.leadId));
  });

  it('does not spare the SDR the call and the questions, nor the lead another rep', async () => {
    const lead = await refused(company, 'NO_BUDGET');
    const first = await company.offer(lead.leadId);
    await company.advance('PT1H');
    await raiseHand(lead);

    const uncalled = await sdr(company, lead, 'qualification', goodAnswers);
    await company.call(lead.leadId);
    const failing = await sdr(company, lead, 'qualification', { ...goodAnswers, budget: 'none' });
    await company.must(sdr(company, lead, 'qualification', goodAnswers));

    expect(uncalled.body).toMatchObject({ guards: ['NO_CONNECTED_CONTACT'] });
    expect(failing.status).toBe(422);
    const second = await company.offer(lead.leadId);
    expect(second).toMatchObject({ cycle: 2, seq: 1, status: 'PENDING' });
    expect(second.repId).not.toBe(first.repId);
    await expectSound(company, lead);
  });

  it('does so too when the rest is over and the lead waits for its day', async () => {
    const lead = await taken(company);
    const revisitAt = '2027-08-01T01:00:00.000Z';
    await sdr(company, lead, 'qualification', { ...notNow, revisitAt });
    await company.advance('P20D');

    const raised = await raiseHand(lead);

    expect(raised).toMatchObject({ leadId: lead.leadId, state: 'SDR_WORKING', cycle: 2 });
    expect(await company.story(lead.leadId)).not.toContain('CoolDownLifted');
    await expectSound(company, lead);
  });
});

describe('a hand raised after the lead was closed', () => {
  it('opens a new journey with the old one as parent, without those who refused it', async () => {
    const rested = await refused(company, 'POOR_FIT');
    const { repId } = await company.offer(rested.leadId);
    const closed = await disqualified(rested);

    const again = await raiseHand(closed);
    await company.handOver(again);

    expect(again).toMatchObject({ state: 'MQL', cycle: 1, parentLeadId: closed.leadId });
    expect(again.leadId).not.toBe(closed.leadId);
    expect((await company.offer(again.leadId)).repId).not.toBe(repId);
    await expectSound(company, closed, again);
  });

  it('after twelve months of nothing opens a new journey too', async () => {
    const lead = await company.submit({ interest: lowIntent });
    await company.advance('P366D');
    const closed = await company.lead(lead.leadId);

    const again = await raiseHand(lead);

    expect(closed.state).toBe('DORMANT');
    expect(again).toMatchObject({ state: 'MQL', parentLeadId: lead.leadId });
    await expectSound(company, lead, again);
  });

  it('is not raised by a download: that is a touch, and no journey', async () => {
    const closed = await disqualified(await company.submit());
    const person = await personOf(company, closed);

    const touched = await company.submit({ person, interest: lowIntent });

    expect(touched).toMatchObject({ leadId: closed.leadId, state: 'DISQUALIFIED' });
    expect(await company.store.touchesOf(closed.leadId)).toHaveLength(2);
    expect((await company.story(closed.leadId)).at(-1)).toBe('TouchedAfterClosing');
    await expectSound(company, closed);
  });
});
