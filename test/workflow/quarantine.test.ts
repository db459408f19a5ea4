import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { expectSound, lowIntent, messagesAbout, personOf } from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

const spam = { person: { name: 'cheap pills https://pills.example' } };

/** The link of the last opt-in message. */
async function linkTo(lead: Lead): Promise<string> {
  const text = (await messagesAbout(company, lead)).at(-1)?.text ?? '';
  return /\/v1\/opt-ins\/\S+/.exec(text)?.[0] ?? '';
}

function open(link: string) {
  return company.runtime.request('POST', link);
}

describe('quarantine', () => {
  it('asks a suspected person for a click, and the click makes a lead of what was asked', async () => {
    const suspected = await company.submit(spam);

    const answer = await open(await linkTo(suspected));
    await company.runtime.settled();

    expect(suspected).toMatchObject({ state: 'QUARANTINED', suspect: { event: 'SpamSuspected' } });
    expect(answer.status).toBe(200);
    const story = await company.story(suspected.leadId);
    expect(story.slice(-2)).toEqual(['MarketingAccepted', 'Qualified']);
    await expectSound(company, suspected);
  });

  it('takes who asked for nothing into marketing, not to the SDR', async () => {
    const suspected = await company.submit({ ...spam, interest: lowIntent });

    await open(await linkTo(suspected));
    await company.runtime.settled();

    expect((await company.lead(suspected.leadId)).state).toBe('MAL');
  });

  it('does nothing at a second click', async () => {
    const suspected = await company.submit(spam);
    const link = await linkTo(suspected);
    await open(link);
    await company.runtime.settled();
    const before = await company.story(suspected.leadId);

    const again = await open(link);

    expect(again.status).toBe(200);
    expect(await company.story(suspected.leadId)).toEqual(before);
  });

  it('knows no link that it did not sign', async () => {
    const suspected = await company.submit(spam);
    const link = await linkTo(suspected);
    const other = await company.submit(spam);

    const changed = await open(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`);
    const unsigned = await open(`/v1/opt-ins/${suspected.leadId}`);
    const swapped = await open(link.replace(suspected.leadId, other.leadId));

    expect([changed.status, unsigned.status, swapped.status]).toEqual([404, 404, 404]);
    expect((await company.lead(suspected.leadId)).state).toBe('QUARANTINED');
  });

  it('waits for an opt-in when somebody refused every channel, and not when he raised his hand', async () => {
    const consent = { email: false };

    const silent = await company.submit({ consent, interest: lowIntent });
    const asking = await company.submit({ consent });

    expect(silent).toMatchObject({ state: 'QUARANTINED', suspect: { event: 'OptInPending' } });
    expect(asking.state).toBe('MQL');
  });

  it('ends when the same person sends an honest form, so that no enquiry waits for a click', async () => {
    const suspected = await company.submit({ consent: { email: false }, interest: lowIntent });
    const person = await personOf(company, suspected);

    const again = await company.submit({ person });

    expect(again.leadId).toBe(suspected.leadId);
    expect(again.state).toBe('MQL');
    await expectSound(company, again);
  });

  it('goes on while the same person sends more spam', async () => {
    const suspected = await company.submit(spam);
    const { email } = await personOf(company, suspected);

    const again = await company.submit({ person: { ...spam.person, email } });

    expect(again).toMatchObject({ leadId: suspected.leadId, state: 'QUARANTINED' });
  });

  it('reminds once after 48 hours and closes after 30 days, keeping what was sent', async () => {
    const suspected = await company.submit(spam);
    await company.advance('PT47H59M');
    const before = await messagesAbout(company, suspected);

    await company.advance('PT1M');
    const reminded = await messagesAbout(company, suspected);
    await company.advance('P27DT23H59M');
    const last = await company.lead(suspected.leadId);
    await company.advance('PT1M');

    expect([before.length, reminded.length]).toEqual([2, 3]);
    expect(await messagesAbout(company, suspected)).toHaveLength(3);
    expect(last.state).toBe('QUARANTINED');
    expect((await company.lead(suspected.leadId)).state).toBe('DORMANT');
    expect(await company.store.submission(suspected.submissionId)).toBeDefined();
    await expectSound(company, suspected);
  });
});

describe('an enquiry that is put aside', () => {
  const byPhone = (n: number) => ({
    name: 'https://pills.example',
    email: undefined,
    phone: `+8621641800${n}`,
  });
  const sdr = () => company.as('sdr-1', 'sdr');
  const checks = async ({ leadId }: Lead) =>
    (await company.sent(leadId)).filter((message) => message.startsWith('group:sdr'));

  it('is an honest one when the company is given as www.ilex.example and the phone alone is known', async () => {
    const person = { name: '李', email: undefined, phone: '+86 21 6418 0010' };

    const lead = await company.submit({ person, company: { name: 'www.ilex.example' } });

    expect(lead.state).toBe('MQL');
    expect(lead.facts.domain).toBe('ilex.example');
  });

  it('is told to SDRs at once when there is no e-mail address to ask, and nobody else is written to', async () => {
    const lead = await company.submit({ person: byPhone(11) });

    expect(lead).toMatchObject({ state: 'QUARANTINED', checkAskedAt: company.now });
    expect(await company.sent(lead.leadId)).toHaveLength(1);
    expect(await checks(lead)).toHaveLength(1);
    await company.advance('P3D');
    expect(await checks(lead)).toHaveLength(1);
    await expectSound(company, lead);
  });

  it('is told to SDRs when the person has not confirmed for a day', async () => {
    const lead = await company.submit(spam);
    await company.advance('PT23H59M');
    const before = await checks(lead);

    await company.advance('PT1M');

    expect([before.length, (await checks(lead)).length]).toEqual([0, 1]);
    expect(await company.story(lead.leadId)).toContain('CheckByPhoneAsked');
  });

  it('stands in a list of its own, with what it is suspected for', async () => {
    const lead = await company.submit({ person: byPhone(12) });

    const { body } = await sdr().get('/v1/leads?state=QUARANTINED&limit=200');

    const { items } = body as { items: { leadId: string; state: string }[] };
    expect(items.find(({ leadId }) => leadId === lead.leadId)).toMatchObject({
      name: 'https://pills.example',
      suspect: { event: 'SpamSuspected', reasons: ['linkInName'], noEmail: true },
      checkAskedAt: company.now,
    });
    expect(items.every(({ state }) => state === 'QUARANTINED')).toBe(true);
  });

  it.each(['sdr', 'ops'])(
    'is released by %s with a reason, and goes the way of any other',
    async (group) => {
      const lead = await company.submit({ person: byPhone(group === 'sdr' ? 13 : 14) });
      const path = `/v1/leads/${lead.leadId}/release`;

      const without = await company.as(`${group}-1`, group).post(path, {});
      const released = await company
        .as(`${group}-1`, group)
        .post(path, { reason: 'spoke with him' });
      const again = await company.as(`${group}-1`, group).post(path, { reason: 'spoke with him' });
      await company.runtime.settled();

      expect([without.status, released.status, again.status]).toEqual([422, 200, 409]);
      expect((await company.lead(lead.leadId)).state).toBe('MQL');
      const story = await company.story(lead.leadId);
      expect(story.slice(-3)).toEqual(['QuarantineReleased', 'MarketingAccepted', 'Qualified']);
      await company.advance('P31D');
      expect((await company.lead(lead.leadId)).state).toBe('MQL');
    },
  );

  it('is closed with a reason, and a rep or director can do neither', async () => {
    const lead = await company.submit(spam);
    const path = `/v1/leads/${lead.leadId}/close`;
    const reason = 'nobody of that name';

    const others = await Promise.all(
      ['rep', 'director', 'admin'].map((group) => company.as('one', group).post(path, { reason })),
    );
    const closed = await sdr().post(path, { reason });
    await company.runtime.settled();

    expect(others.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(closed.body).toMatchObject({ state: 'DORMANT' });
    expect((await company.events(lead.leadId)).at(-1)).toMatchObject({
      type: 'QuarantineClosed',
      data: { reason },
      by: { kind: 'sdr', sub: 'sdr-1' },
    });
    const release = await sdr().post(`/v1/leads/${lead.leadId}/release`, { reason });
    expect(release.status).toBe(409);
    await expectSound(company, lead);
  });

  it('is nothing that staff can release or close in any other state', async () => {
    const lead = await company.submit();

    for (const step of ['release', 'close']) {
      const answer = await sdr().post(`/v1/leads/${lead.leadId}/${step}`, { reason: 'r' });

      expect(answer).toMatchObject({ status: 409, body: { state: 'MQL' } });
    }
  });

  it.each(['by time', 'by staff'])(
    'is judged anew by an honest form of the same person after it was closed %s, though it asks for nothing',
    async (how) => {
      const lead = await company.submit({ ...spam, interest: lowIntent });
      if (how === 'by time') await company.advance('P30D');
      else await sdr().post(`/v1/leads/${lead.leadId}/close`, { reason: 'looks odd' });
      const { email } = await personOf(company, lead);

      const honest = await company.submit({
        person: { name: 'Li Lei', email },
        interest: lowIntent,
      });

      expect((await company.lead(lead.leadId)).state).toBe('DORMANT');
      expect(honest).toMatchObject({ state: 'MAL', parentLeadId: lead.leadId });
      await expectSound(company, honest);
    },
  );

  it('is put aside again, for staff to see, when the next form looks no better', async () => {
    const lead = await company.submit({ ...spam, interest: lowIntent });
    await company.advance('P30D');
    const { email } = await personOf(company, lead);

    const again = await company.submit({ person: { ...spam.person, email }, interest: lowIntent });

    expect(again).toMatchObject({ state: 'QUARANTINED', parentLeadId: lead.leadId });
  });

  it('tells nobody to call who refused calls', async () => {
    const lead = await company.submit({
      person: { name: 'Han Mei', email: undefined, phone: '+862164180015' },
      consent: { email: undefined, phone: false },
      interest: lowIntent,
    });

    const [message] = await messagesAbout(company, lead);

    expect(lead.suspect).toMatchObject({ event: 'OptInPending', noEmail: true });
    expect(message?.text).toContain('do not call');
  });

  it('leaves nothing of what staff wrote about it when the person is erased', async () => {
    const lead = await company.submit({ person: byPhone(16) });
    const path = `/v1/leads/${lead.leadId}`;
    await sdr().post(`${path}/release`, { reason: 'spoke with Forgetmenot' });

    await company.act('admin-1', 'admin', `${path}/erase`, { reason: 'asked by mail' });

    expect(await company.story(lead.leadId)).toContain('QuarantineReleased');
    expect(JSON.stringify(await company.events(lead.leadId))).not.toContain('Forgetmenot');
  });

  it('goes on in another journey when ops merge it, and is no suspect any more once that is undone', async () => {
    const into = await company.submit();
    const lead = await company.submit({ person: byPhone(17) });
    await company.must(company.ops.post(`/v1/leads/${lead.leadId}/merge`, { into: into.leadId }));
    await company.runtime.settled();
    const release = await sdr().post(`/v1/leads/${lead.leadId}/release`, { reason: 'late' });

    await company.must(company.ops.post(`/v1/leads/${lead.leadId}/unmerge`, {}));
    await company.runtime.settled();

    expect(release).toMatchObject({ status: 409, body: { state: 'MERGED' } });
    const back = await company.lead(lead.leadId);
    expect([back.state, back.suspect, back.checkAskedAt]).toEqual([
      'NURTURE',
      undefined,
      undefined,
    ]);
    await expectSound(company, into);
  });
});
