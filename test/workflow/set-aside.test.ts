// Who cannot be reached is in a list that staff can see, and goes in or is closed by their word (4.1, principle 6; 4.12, 18).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';
import { expectSound } from '../support/journeys.ts';
import type { Json } from '../support/json.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

let number = 0;

/** Somebody sends a plain form with a phone that nobody can call. */
async function setAside(more: Readonly<Record<string, string>> = {}): Promise<string> {
  number += 1;
  const body = String(
    new URLSearchParams({
      form: 'contact',
      'person.name': `Ilex ${number}`,
      'person.phone': 'ask at the desk',
      'company.name': 'Ilex',
      'consent.privacyPolicy': '2026-01',
      ...more,
    }),
  );
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await company.must(
    company.runtime.request('POST', '/v1/submissions', { body, headers }),
  );
  await company.runtime.settled();
  return (answer.body as Json).submissionId;
}

async function listed(query = 'limit=100'): Promise<Json> {
  return (await company.must(company.as('sdr-1', 'sdr').get(`/v1/set-aside?${query}`))).body;
}

async function idsListed(): Promise<readonly string[]> {
  return (await listed()).items.map(({ submissionId }: Json) => submissionId);
}

function ask(submissionId: string, what: 'release' | 'close', body: object, headers = {}) {
  const token = company.runtime.token('sdr-1', ['sdr']);
  const path = `/v1/submissions/${submissionId}/${what}`;
  return company.runtime.request('POST', path, { token, body, headers });
}

const called = { reason: 'his desk told me', phone: '+862164180321' };

describe('a form of somebody who cannot be reached', () => {
  it('is listed with all that he said, the newest first, page by page', async () => {
    const first = await setAside({ 'interest.message': 'call us' });
    await company.advance('PT1M');
    const second = await setAside();

    const one = await listed('limit=1');
    const two = await listed(`limit=1&cursor=${encodeURIComponent(one.cursor)}`);

    expect([one, two].map(({ items }) => items[0].submissionId)).toEqual([second, first]);
    expect(two.items[0]).toMatchObject({
      name: expect.stringMatching(/^Ilex/),
      company: 'Ilex',
      form: 'contact',
      verdict: 'quarantined',
      unread: expect.arrayContaining([
        { path: 'person.phone', text: 'ask at the desk', why: expect.any(String) },
        { path: 'interest.message', text: 'call us', why: 'was said' },
      ]),
    });
  });

  it('goes in under its own id with what staff found out, and is listed no more', async () => {
    const submissionId = await setAside({
      'interest.handRaise': 'demo',
      'interest.message': 'x'.repeat(3000),
      'touch.utm.source': 'baidu',
      'consent.phone': 'yes',
    });

    const { status, body } = await ask(submissionId, 'release', called);
    await company.runtime.settled();

    const { leadId } = body as Json;
    const lead = await company.lead(leadId);
    const person = await company.store.person(lead.personId);
    expect([status, lead.state, lead.submissionId]).toEqual([200, 'MQL', submissionId]);
    expect(lead.firstSource).toMatchObject({ utm: { source: 'baidu' }, form: 'contact' });
    expect(person).toMatchObject({ name: `Ilex ${number}`, phone: '+862164180321' });
    expect(person?.consent).toMatchObject({ privacyPolicy: '2026-01', phone: true });
    const [touch] = await company.store.touchesOf(lead.leadId);
    expect(touch?.newAnswers).toMatchObject({ message: 'x'.repeat(3000) });
    expect(touch?.unread).toMatchObject([{ path: 'person.phone', text: 'ask at the desk' }]);
    expect(body).toMatchObject({ verdict: 'accepted', settled: { by: 'sdr-1' } });
    expect(await idsListed()).not.toContain(submissionId);
    await expectSound(company, lead);
  });

  it('joins the open lead of his company', async () => {
    const lead = await company.submit({
      person: { email: 'a@ilexhouse.example' },
      company: { website: 'ilexhouse.example' },
    });
    const submissionId = await setAside({ 'company.website': 'ilexhouse.example' });

    const { body } = await ask(submissionId, 'release', {
      reason: 'r',
      email: 'b@ilexhouse.example',
    });

    expect(body).toMatchObject({ verdict: 'duplicate', leadId: lead.leadId });
    expect((await company.lead(lead.leadId)).buyingGroup).toHaveLength(1);
  });

  it('turns no no into a yes by the word of staff', async () => {
    const lead = await company.submit({
      person: { email: 'no@ilexno.example' },
      consent: { email: false },
    });
    const submissionId = await setAside({ 'consent.email': 'yes' });

    await ask(submissionId, 'release', { reason: 'r', email: 'no@ilexno.example' });

    expect((await company.store.person(lead.personId))?.consent.email).toBe(false);
  });

  it('is released once, however often it is asked, and the same call gets the same answer', async () => {
    const submissionId = await setAside();
    const key = { 'idempotency-key': `k-${submissionId}` };

    const [one, again] = [
      await ask(submissionId, 'release', called, key),
      await ask(submissionId, 'release', called, key),
    ];
    const raced = await Promise.all(
      ['release', 'close'].map(() => ask(submissionId, 'release', called)),
    );

    expect(again.body).toEqual(one.body);
    expect(raced.map(({ status, body }) => [status, (body as Json).code])).toEqual([
      [409, 'ILLEGAL_TRANSITION'],
      [409, 'ILLEGAL_TRANSITION'],
    ]);
  });

  it('is released or closed, not both, when two ask at once', async () => {
    const submissionId = await setAside();

    const raced = await Promise.all([
      ask(submissionId, 'release', { ...called, phone: '+862164180399' }),
      ask(submissionId, 'close', { reason: 'a joke' }),
    ]);

    expect(raced.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await idsListed()).not.toContain(submissionId);
  });

  it('is closed with a reason, which stands with it as long as it is kept', async () => {
    const submissionId = await setAside();

    const { body } = await ask(submissionId, 'close', { reason: 'a joke' });

    expect(body).toMatchObject({
      verdict: 'quarantined',
      settled: { by: 'sdr-1', reason: 'a joke' },
    });
    expect((body as Json).leadId).toBeUndefined();
    expect(await idsListed()).not.toContain(submissionId);
    const { items } = await company.store.eventsOf(submissionId, { limit: 10 });
    expect(items.map(({ type }) => type)).toEqual(['UnreachablePutAside', 'UnreachableClosed']);
    expect(/Ilex|desk|joke/.exec(JSON.stringify(items))).toBeNull();
  });

  it.each([
    [{ reason: 'r' }, 'email'],
    [{ reason: 'r', phone: 'at the desk' }, 'phone'],
    [{ reason: 'r', email: 'nobody' }, 'email'],
    [{ reason: 'r', email: 'a@ilexgood.example', phone: '12' }, 'phone'],
    [{ phone: '+862164180321' }, 'reason'],
  ])('stays where staff say %j', async (body, path) => {
    const submissionId = await setAside();

    const refused = await ask(submissionId, 'release', body);

    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path }] } });
    expect(await idsListed()).toContain(submissionId);
  });

  it('is not in the list when it is a lead, or was a test', async () => {
    const { submissionId } = await company.submit();

    const refused = await ask(submissionId, 'close', { reason: 'r' });

    expect(refused).toMatchObject({ status: 409, body: { code: 'ILLEGAL_TRANSITION' } });
    expect(await idsListed()).not.toContain(submissionId);
  });

  it('leaves nothing of him after an erasure, nor the reason of staff', async () => {
    const submissionId = await setAside({ 'interest.message': 'secret plans' });
    const said = { reason: 'Ilex himself came by', phone: '+862164180777' };
    const { body } = await ask(submissionId, 'release', said, { 'idempotency-key': 'erased' });
    const { leadId } = body as Json;

    await company.act('admin-1', 'admin', `/v1/leads/${leadId}/erase`, { reason: 'asked' });
    await company.runtime.settled();

    const row = await company.store.submission(submissionId);
    const items = JSON.stringify(await company.items());
    expect(/Ilex himself|secret plans|64180777/.exec(items)).toBeNull();
    expect(row?.settled?.by).toBe('sdr-1');
  });

  it('of a release before, of which only the list was kept, can be released', async () => {
    const submissionId = await setAside({ 'interest.handRaise': 'visit' });
    const row = await company.store.submission(submissionId);
    if (!row) throw new Error('it is gone');
    const { unread } = row.payload as Json;
    const { form: _, ...old } = { ...row, payload: { unread } };
    await company.store.commit({ changes: [{ kind: 'submission', before: row, after: old }] });

    const { body } = await ask(submissionId, 'release', {
      reason: 'r',
      email: 'o@ilexold.example',
    });

    const lead = await company.lead((body as Json).leadId);
    expect(lead.handRaise).toBe('visit');
  });
});
