// The self-sourced rows of 4.8: who found the customer, and who says so.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { acceptAll, lowIntent, messagesAbout, personOf } from '../support/journeys.ts';
import type { Json } from '../support/json.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

let people = 0;

async function bring(repId: string, over: object = {}) {
  people += 1;
  const answer = await company.act(repId, 'rep', '/v1/self-sourced', {
    person: { name: `Found ${people}`, email: `found${people}@found-company${people}.example` },
    contact: { kind: 'meeting', at: company.now, note: 'met at lunch' },
    ...over,
  });
  return answer as { status: number; body: Json };
}

async function claim(repId: string, lead: Lead, contact: object = {}) {
  const person = await personOf(company, lead);
  return bring(repId, {
    person,
    contact: { kind: 'call', at: company.now, note: 'I called him first', ...contact },
  });
}

async function rule(lead: Lead, source: object) {
  const evidence = 'the mail of 3 May';
  const path = `/v1/leads/${lead.leadId}/source-ruling`;
  return company.ops.post(path, { source, evidence });
}

describe('self-sourced', () => {
  it('is accepted at once by its rep, with a window and without SDR credit', async () => {
    const { status, body } = await bring('rep-a');

    const lead = await company.lead(body.leadId);
    expect(status).toBe(201);
    expect(lead).toMatchObject({
      state: 'SAL',
      ownerRepId: 'rep-a',
      acceptedAt: company.now,
      oppDueAt: expect.any(String),
      firstSource: { class: 'SELF' },
    });
    expect(lead.creditId).toBeUndefined();
    expect(await company.story(lead.leadId)).toEqual(['SelfSourced']);
    expect(company.runtime.failures).toEqual([]);
  });

  it.each([
    [undefined, 'active', undefined],
    ['meeting', 'active', 'meeting'],
    ['phone', 'passive', 'phone'],
    ['tender', 'passive', 'tender'],
    ['partner', 'passive', 'referral'],
  ])('by %s is %s, and stays his own (A2-7)', async (foundBy, origin, means) => {
    const { body } = await bring('rep-a', foundBy ? { foundBy } : {});

    const { firstSource } = await company.lead(body.leadId);
    expect(firstSource).toMatchObject({ class: 'SELF', origin });
    expect(firstSource.means).toBe(means);
  });

  it('rests like any accepted lead when its window passes', async () => {
    const { body } = await bring('rep-a');

    await company.advance('P46D');

    expect((await company.lead(body.leadId)).state).toBe('NURTURE');
    expect(company.runtime.failures).toEqual([]);
  });
});

describe('self-sourced claim, account or person has marketing touch in the look-back or an open journey', () => {
  it('is blocked as COLLISION with both evidences, a task for ops, and the claim in the story', async () => {
    const lead = await company.submit();

    const { status, body } = await claim('rep-b', lead);

    const after = await company.lead(lead.leadId);
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'COLLISION',
      leadId: lead.leadId,
      evidence: { yours: { kind: 'call' }, ours: { touchId: lead.firstSource.touchId } },
    });
    expect(after).toMatchObject({ state: 'MQL', claims: [{ repId: 'rep-b' }] });
    expect(await company.story(lead.leadId)).toContain('SelfSourcedClaimed');
    expect((await messagesAbout(company, lead)).map(({ to }) => to)).toContain('group:ops');
  });

  it('also for a colleague at the same company, and after the journey was closed', async () => {
    const lead = await company.submit({ interest: lowIntent });
    const domain = (await personOf(company, lead)).email?.split('@')[1];
    await company.advance('P100D');

    const other = await bring('rep-b', {
      person: { name: 'Colleague', email: `colleague@${domain}` },
    });

    expect(other.status).toBe(409);
  });

  it('the same claim twice is told once', async () => {
    const lead = await company.submit();
    const at = company.now;
    await claim('rep-b', lead, { at });

    await claim('rep-b', lead, { at });

    const told = (await company.story(lead.leadId)).filter((type) => type === 'SelfSourcedClaimed');
    expect(told).toHaveLength(1);
  });
});

describe('self-sourced first, marketing touch later', () => {
  it('the source stays SELF, and the touch is influence', async () => {
    const { body } = await bring('rep-a');
    const lead = await company.lead(body.leadId);

    const joined = await company.submit({ person: await personOf(company, lead) });

    expect(joined).toMatchObject({ leadId: lead.leadId, firstSource: { class: 'SELF' } });
    expect(joined.creditId).toBeUndefined();
    expect(await company.store.touchesOf(lead.leadId)).toHaveLength(2);
  });
});

describe('two reps claim', () => {
  it('the earliest two-way contact that was logged is proposed to ops', async () => {
    const { body } = await bring('rep-a');
    const lead = await company.lead(body.leadId);
    await company.advance('PT1H');

    const second = await claim('rep-b', lead);

    const [told] = (await messagesAbout(company, lead)).filter(({ to }) => to === 'group:ops');
    expect(second.status).toBe(409);
    expect(told?.text).toContain('By the rule it is for rep-a (earliest two way contact)');
  });
});

describe('source edited after the fact', () => {
  it('is replaced by ops alone, with evidence; both values are kept and shown', async () => {
    const lead = await company.submit({ touch: { utm: { source: 'baidu' } } });

    const answer = await rule(lead, { class: 'SELF' });

    const after = await company.lead(lead.leadId);
    expect(answer).toMatchObject({
      status: 200,
      body: { firstSource: { class: 'SELF' }, originalSource: lead.firstSource },
    });
    expect(after.originalSource).toEqual(lead.firstSource);
    const [event] = (await company.events(lead.leadId)).slice(-1);
    expect(event).toMatchObject({
      type: 'SourceAdjudicated',
      data: { from: 'MARKETING', to: 'SELF', evidence: 'the mail of 3 May' },
    });
  });

  it('a second ruling keeps what it was first', async () => {
    const lead = await company.submit();
    await rule(lead, { class: 'SELF' });

    await rule(lead, { class: 'PARTNER' });

    expect(await company.lead(lead.leadId)).toMatchObject({
      firstSource: { class: 'PARTNER' },
      originalSource: { class: 'MARKETING' },
    });
  });

  it('names a touch of this lead or none', async () => {
    const lead = await company.submit();

    const answer = await rule(lead, { class: 'SELF', touchId: 'sub_of_somebody_else' });

    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'source.touchId' }] } });
  });
});
