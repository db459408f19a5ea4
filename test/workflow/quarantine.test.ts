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

    expect([before.length, reminded.length]).toEqual([1, 2]);
    expect(await messagesAbout(company, suspected)).toHaveLength(2);
    expect(last.state).toBe('QUARANTINED');
    expect((await company.lead(suspected.leadId)).state).toBe('DORMANT');
    expect(await company.store.submission(suspected.submissionId)).toBeDefined();
    await expectSound(company, suspected);
  });
});
