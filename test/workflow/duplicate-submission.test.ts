import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lead } from '../../functions/leads/lead.ts';
import { type Company, openCompany, severalReps } from '../support/company.ts';
import {
  acceptAll,
  accepted,
  drop,
  expectSound,
  lowIntent,
  messagesAbout,
  personOf,
  refused,
  taken,
} from '../support/journeys.ts';

let company: Company;
beforeAll(async () => {
  // Nobody sells the product line `odd`, so its leads find no rep.
  company = await openCompany({
    reps: severalReps(3, { productLines: ['core', 'cloud'] }),
    policy: { productLines: ['core', 'cloud', 'odd'] as never },
  });
});
afterEach(() => acceptAll(company));
afterAll(() => company.close());

async function again(lead: Lead, interest: object = lowIntent): Promise<Lead> {
  return company.submit({ person: await personOf(company, lead), interest });
}

async function toldSince(lead: Lead, before: number): Promise<string[]> {
  return (await messagesAbout(company, lead)).slice(before).map(({ to }) => to);
}

describe('the same person writes again', () => {
  it.each<{ state: string; told: string[]; make: () => Promise<Lead> }>([
    { state: 'QUARANTINED', told: [], make: () => company.submit({ person: { name: '12345' } }) },
    { state: 'MAL', told: [], make: () => company.submit({ interest: lowIntent }) },
    { state: 'MQL', told: ['group:sdr'], make: () => company.submit() },
    { state: 'SDR_WORKING', told: ['sdr-1'], make: () => taken(company) },
    {
      state: 'UNROUTED',
      told: ['sdr-1'],
      make: async () =>
        company.handOver(await company.submit({ interest: { productLine: 'odd' } })),
    },
    { state: 'SQL', told: ['owner'], make: () => accepted(company) },
    { state: 'NURTURE', told: ['sdr-1'], make: () => refused(company) },
  ])('in $state: one more touch, the same journey, and who has it is told', async (one) => {
    const made = await one.make();
    const lead = await company.lead(made.leadId);
    const before = (await messagesAbout(company, lead)).length;
    const productLine = { productLine: lead.productLine };

    const joined = await again(lead, { ...lowIntent, ...productLine });

    expect(lead.state).toBe(one.state);
    expect(joined).toMatchObject({ leadId: lead.leadId, state: one.state, cycle: lead.cycle });
    expect(await company.store.touchesOf(lead.leadId)).toHaveLength(2);
    expect(await toldSince(lead, before)).toEqual(
      one.told.map((to) => (to === 'owner' ? lead.ownerRepId : to)),
    );
    await expectSound(company, lead);
  });

  it('while it is still being judged: both forms belong to one journey', async () => {
    const person = { name: 'In A Hurry', email: 'hurry@fast.example' };

    const [one, two] = await Promise.all([
      company.submit({ person, interest: lowIntent }),
      company.submit({ person }),
    ]);

    expect(one?.leadId).toBe(two?.leadId);
    expect((await company.lead(one?.leadId ?? '')).state).toBe('MQL');
    await expectSound(company, await company.lead(one?.leadId ?? ''));
  });

  it('while it is offered: the rep sees it, and the 48 hours are not restarted', async () => {
    const lead = await company.handOver();
    const offer = await company.offer(lead.leadId);
    await company.advance('PT6H');
    const before = (await messagesAbout(company, lead)).length;

    const joined = await again(lead, { handRaise: 'demo' });

    const after = await company.offer(lead.leadId);
    expect(joined).toMatchObject({ leadId: lead.leadId, state: 'OFFERED' });
    expect(after).toMatchObject({
      offerId: offer.offerId,
      acceptDueAt: offer.acceptDueAt,
      expireAt: offer.expireAt,
      news: [{ submissionId: expect.stringMatching(/^sub_/) }],
    });
    expect(await toldSince(lead, before)).toEqual([offer.repId]);
    await expectSound(company, lead);
  });

  it('bumps its place in the queue', async () => {
    const lead = await company.submit({ interest: { handRaise: 'callMe' } });

    await again(lead, { handRaise: 'visit' });

    const { score } = await company.lead(lead.leadId);
    expect(score.engagement).toBeGreaterThan(lead.score.engagement);
  });
});

describe('the same payload', () => {
  async function send(message: string) {
    const answer = await company.must(
      company.runtime.request('POST', '/v1/submissions', {
        body: {
          form: 'demo-request',
          person: { name: 'Twice', email: `me@${message}.example` },
          interest: { handRaise: 'demo', message },
          consent: { privacyPolicy: '2026-01' },
        },
      }),
    );
    await company.runtime.settled();
    const { submissionId } = answer.body as { submissionId: string };
    const submission = await company.store.submission(submissionId);
    return { submissionId, leadId: submission?.leadId ?? '' };
  }

  it('within ten minutes is the same submission, and no second touch', async () => {
    const first = await send('double-click');
    await company.advance('PT9M59S');

    const second = await send('double-click');

    expect(second).toEqual(first);
    const { leadId } = await company.lead(first.leadId);
    expect(await company.store.touchesOf(leadId)).toHaveLength(1);
  });

  it('after ten minutes is a new touch of the same journey', async () => {
    const first = await send('patience');
    await company.advance('PT10M1S');

    const second = await send('patience');

    expect(second.submissionId).not.toBe(first.submissionId);
    expect(second.leadId).toBe(first.leadId);
    const { leadId } = await company.lead(first.leadId);
    expect(await company.store.touchesOf(leadId)).toHaveLength(2);
  });
});

describe('who belongs together', () => {
  it('the same person for another product line is a second journey of the same account', async () => {
    const lead = await company.submit();

    const other = await again(lead, { handRaise: 'demo', productLine: 'cloud' });

    expect(other.leadId).not.toBe(lead.leadId);
    expect(other).toMatchObject({ accountId: lead.accountId, productLine: 'cloud', state: 'MQL' });
    expect(other.parentLeadId).toBeUndefined();
    await expectSound(company, lead, other);
  });

  it('a colleague joins the open journey, and its SDR hears of it', async () => {
    const lead = await taken(company);
    const { email = '' } = await personOf(company, lead);
    const colleague = { name: 'Colleague', email: `colleague@${email.split('@')[1]}` };

    const joined = await company.submit({ person: colleague });

    expect(joined).toMatchObject({ leadId: lead.leadId, personId: lead.personId });
    expect(await toldSince(lead, 0)).toEqual(['sdr-1']);
    expect((await company.story(lead.leadId)).at(-1)).toBe('ColleagueEnquired');
    await expectSound(company, lead);
  });

  it('a colleague who asks for a demo takes the lead out of marketing, however small the company', async () => {
    const lead = await company.submit({
      person: { title: 'Intern' },
      company: { employees: 1 },
      interest: lowIntent,
    });
    const { email = '' } = await personOf(company, lead);

    const joined = await company.submit({
      person: { name: 'Boss', email: `boss@${email.split('@')[1]}` },
    });

    expect(joined).toMatchObject({ leadId: lead.leadId, state: 'MQL' });
  });

  it('two people with addresses of one free mail provider are two leads without an account', async () => {
    const one = await company.submit({ person: { name: 'A', email: 'a@qq.com' } });
    const two = await company.submit({ person: { name: 'B', email: 'b@qq.com' } });

    expect(one.leadId).not.toBe(two.leadId);
    expect([one.accountId, two.accountId]).toEqual([undefined, undefined]);
  });

  it('a second download after the lead was dropped is a touch only', async () => {
    const lead = await taken(company);
    await drop(company, lead, 'STUDENT');

    const joined = await again(lead);

    expect(joined).toMatchObject({ leadId: lead.leadId, state: 'DISQUALIFIED' });
    expect(await company.store.touchesOf(lead.leadId)).toHaveLength(2);
  });
});
