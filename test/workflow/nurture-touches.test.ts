import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import type { FormParts } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import {
  expectSound,
  lowIntent,
  messagesAbout,
  notNow,
  personOf,
  sdr,
  taken,
} from '../support/journeys.ts';

let company: Company;
beforeEach(async () => {
  company = await openCompany();
});
afterEach(() => company.close());

const PHONE = '+8613800000017';

/** At rest for a year, with a touch every thirty days. */
async function resting(over: FormParts = {}): Promise<Lead> {
  const lead = await taken(company, over);
  await sdr(company, lead, 'qualification', {
    ...notNow,
    ...{ timeline: { startWithinMonths: 1 }, revisitAt: '2027-09-01T01:00:00.000Z' },
  });
  return lead;
}

async function lastTo(lead: Lead) {
  return (await messagesAbout(company, lead)).at(-1);
}

async function unsubscribedOf(lead: Lead) {
  return (await company.store.person(lead.personId))?.unsubscribed;
}

async function linkOf(lead: Lead): Promise<string> {
  const [, link = ''] = /(\/v1\/unsubscribe\/\S+)\.$/.exec((await lastTo(lead))?.text ?? '') ?? [];
  return link;
}

describe('nurture', () => {
  it('sends one mail after the other, each with a link to hear no more', async () => {
    const lead = await resting();

    await company.advance('P30DT1H');
    const first = await lastTo(lead);
    await company.advance('P30DT1H');
    const second = await lastTo(lead);

    expect(first).toMatchObject({ to: `person:${lead.personId}` });
    expect(first?.text).toMatch(/\/v1\/unsubscribe\/pers_\w+\.[\w-]+\.$/);
    expect(second?.subject).not.toBe(first?.subject);
    await expectSound(company, lead);
  });

  it('is written in the language of the customer, where the policy has it', async () => {
    const lead = await resting({ person: { language: 'zh-CN' } });

    await company.advance('P30DT1H');

    expect((await lastTo(lead))?.subject).toBe('与您处境相同的企业是怎么做的');
    expect((await lastTo(lead))?.text).toMatch(
      /如不想再收到我们的邮件，请打开 \/v1\/unsubscribe\/pers_/,
    );
  });

  it('opening the link changes nothing, since mail scanners open it; the button does, and once is enough', async () => {
    const lead = await resting();
    await company.advance('P30DT1H');
    const link = await linkOf(lead);

    const page = await company.must(company.runtime.request('GET', link));
    const afterLook = await unsubscribedOf(lead);
    const done = await company.must(company.runtime.request('POST', link));
    await company.must(company.runtime.request('POST', link));

    expect([page.headers['content-type'], done.headers['content-type']]).toEqual([
      'text/html; charset=utf-8',
      'text/html; charset=utf-8',
    ]);
    expect(String(page.body)).toContain('<form method="post">');
    expect(afterLook).toEqual({});
    expect(await unsubscribedOf(lead)).toHaveProperty('email');
    expect((await company.story(lead.leadId)).filter((one) => one === 'Unsubscribed')).toHaveLength(
      1,
    );
  });

  it('after an unsubscription no mail goes out; the SDR calls if calls are allowed', async () => {
    const lead = await resting({ person: { phone: PHONE }, consent: { phone: true } });
    await company.advance('P30DT1H');
    await company.must(company.runtime.request('POST', await linkOf(lead)));

    await company.advance('P30DT1H');

    expect(await lastTo(lead)).toMatchObject({
      to: 'sdr-1',
      subject: 'Time for a call instead of a mail',
    });
    expect((await company.events(lead.leadId)).at(-1)).toMatchObject({
      type: 'NurtureTouchSkipped',
      data: { reason: 'UNSUBSCRIBED' },
    });
  });

  it('of somebody who allows nothing nobody writes and nobody calls', async () => {
    const lead = await resting({
      person: { phone: PHONE },
      consent: { email: false, phone: false },
    });
    const before = await messagesAbout(company, lead);

    await company.advance('P30DT1H');

    expect(await messagesAbout(company, lead)).toEqual(before);
    expect((await company.events(lead.leadId)).at(-1)).toMatchObject({
      data: { reason: 'NO_CONSENT' },
    });
  });

  it('a yes on a later form is asked about, and counts once the person has confirmed it', async () => {
    const lead = await resting();
    await company.advance('P30DT1H');
    await company.must(company.runtime.request('POST', await linkOf(lead)));
    const { email, name } = await personOf(company, lead);
    const again = { person: { name, email }, interest: { ...lowIntent, message: 'news?' } };

    await company.submit({ ...again, consent: {} });
    const before = await unsubscribedOf(lead);
    const [question = ''] = /\/v1\/opt-ins\/\S+/.exec((await lastTo(lead))?.text ?? '') ?? [];
    await company.must(company.runtime.request('POST', question));

    expect(before).toHaveProperty('email');
    expect(await unsubscribedOf(lead)).toEqual({});
  });

  it('a list that ops bring is no such yes', async () => {
    const lead = await resting();
    await company.advance('P30DT1H');
    await company.must(company.runtime.request('POST', await linkOf(lead)));
    const { email, name } = await personOf(company, lead);

    await company.must(
      company.ops.post('/v1/imports', {
        ...{ name: 'fair', form: 'event-fair', csv: `N,M\n${name},${email}` },
        mapping: { N: 'person.name', M: 'person.email' },
        consent: { privacyPolicy: '2026-01', email: true },
      }),
    );
    await company.runtime.settled();

    expect(await unsubscribedOf(lead)).toHaveProperty('email');
  });

  it('when the sequence is over the SDR writes himself', async () => {
    const lead = await resting();

    await company.advance('P125D');

    expect(await lastTo(lead)).toMatchObject({ to: 'sdr-1', subject: 'Time for a nurture touch' });
    expect((await company.lead(lead.leadId)).touchesSent).toBe(3);
  });

  it('a forged link is not found', async () => {
    const answer = await company.runtime.request('POST', '/v1/unsubscribe/pers_1.forged');

    expect(answer.status).toBe(404);
  });
});

describe('a lost customer', () => {
  async function lost(): Promise<Lead> {
    const { leadId } = await company.handOver();
    const offer = await company.offer(leadId);
    await company.must(company.accept(offer));
    const rep = company.as(offer.repId, 'rep');
    const opened = await company.must(
      rep.post(`/v1/leads/${leadId}/opportunity`, {
        ...{ amount: 1000, currency: 'CNY', expectedCloseOn: '2026-12-01' },
      }),
    );
    const { opportunityId } = opened.body as { opportunityId: string };
    await company.must(
      rep.post(`/v1/opportunities/${opportunityId}/lose`, { reason: 'CHOSE_COMPETITOR' }),
    );
    await company.runtime.settled();
    return company.lead(leadId);
  }

  it('is asked once more after half a year, and what he then asks for is a new journey (A1-15)', async () => {
    const lead = await lost();

    await company.advance('P179D');
    const before = await company.story(lead.leadId);
    await company.advance('P2D');
    const after = await company.story(lead.leadId);
    const { email, name } = await personOf(company, lead);
    const back = await company.submit({ person: { name, email } });

    expect(before).not.toContain('WinBackSent');
    expect(after.slice(before.length)).toEqual(['WinBackSent']);
    expect(await lastTo(lead)).toMatchObject({ to: `person:${lead.personId}` });
    expect((await company.lead(lead.leadId)).nextInstant).toBeUndefined();
    expect(back).toMatchObject({ parentLeadId: lead.leadId });
    await company.advance('P200D');
    expect((await company.story(lead.leadId)).filter((one) => one === 'WinBackSent')).toHaveLength(
      1,
    );
  });

  it('who has come back by himself is asked nothing', async () => {
    const lead = await lost();
    const { email, name } = await personOf(company, lead);
    await company.submit({ person: { name, email } });

    await company.advance('P181D');

    expect(await company.story(lead.leadId)).not.toContain('WinBackSent');
  });
});
