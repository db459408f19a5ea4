// What is sent while nothing can be written waits in the buffer and is written as of when it came (decision 0029).

import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { goodForm } from '../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../support/company.ts';
import { secretOf, sendSigned } from '../support/signed.ts';

let company: Company;
beforeEach(async () => {
  // What is kept, and what is put aside, is logged.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  company = await openCompany();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await company.close();
});

function tables(power: 'on' | 'off'): void {
  company.runtime.faults.tables = power;
}

const anna = goodForm({
  person: { name: 'Anna Ahorn', email: 'anna@ahorn.example' },
  interest: { message: 'call me' },
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await company.runtime.request('POST', path, { body, headers });
  await company.runtime.settled();
  const { submissionId } = answer.body as { readonly submissionId: string };
  return { ...answer, submissionId };
}

const send = (body: unknown = anna, headers: Record<string, string> = {}) =>
  post('/v1/submissions', body, headers);

/** The lead that a form became, by the name that its sender was told. */
async function leadOf({ submissionId }: { readonly submissionId: string }) {
  const found = await company.must(company.ops.get(`/v1/submissions/${submissionId}`));
  return company.lead((found.body as { leadId: string }).leadId);
}

async function buffer() {
  return (await company.must(company.ops.get('/v1/buffer'))).body;
}

const EMPTY = { waiting: 0, putAside: 0 };

describe('while the table is away', () => {
  beforeEach(() => tables('off'));

  /** The table comes back, and the buffer is taken up the next time that it is tried. */
  async function comeBack(): Promise<void> {
    tables('on');
    await company.advance('PT6M');
  }

  it('a form is taken, and is the lead of the minute in which it was sent', async () => {
    const sentAt = company.now;
    const answer = await send();
    await company.advance('PT3H');
    const waiting = await buffer();
    await comeBack();

    const lead = await leadOf(answer);
    expect(answer).toMatchObject({ status: 202, body: { receivedAt: sentAt } });
    expect(waiting).toEqual({ waiting: 1, since: sentAt, putAside: 0 });
    expect(lead).toMatchObject({ state: 'MQL', openedAt: sentAt, firstSource: { at: sentAt } });
    expect(await buffer()).toEqual(EMPTY);
  });

  it('what was sent wrongly is refused as ever, and nothing of it is kept', async () => {
    const invalid = await send({ form: 'x' });
    const malformed = await send('{');

    expect([invalid.status, malformed.status]).toEqual([422, 400]);
    expect(await buffer()).toEqual(EMPTY);
  });

  it('a plain form of a page is taken', async () => {
    const answer = await send(
      'form=contact&person.name=Bo+Birke&person.email=bo%40birke.example&consent.privacyPolicy=1',
      { 'content-type': 'application/x-www-form-urlencoded' },
    );
    await comeBack();

    expect(answer.status).toBe(202);
    expect(await leadOf(answer)).toMatchObject({ firstSource: { form: 'contact' } });
  });

  it('an engagement is taken, and counts from when it was', async () => {
    tables('on');
    const { leadId } = await leadOf(await send());
    tables('off');
    await company.advance('PT1H');
    const at = company.now;
    const person = { email: 'anna@ahorn.example' };
    const answer = await post('/v1/engagements', { person, kind: 'webinar' });
    await company.advance('PT1H');
    await comeBack();

    const touches = await company.store.touchesOf((await company.lead(leadId)).leadId);
    expect(answer).toMatchObject({ status: 202, body: { receivedAt: at } });
    expect(touches.map(({ kinds, at: when }) => [...kinds, when])).toContainEqual(['webinar', at]);
  });

  it('what a system signs is taken under its name, however old the signature is by then', async () => {
    tables('on');
    const secret = await secretOf(company, 'ad-form');
    tables('off');
    const body = { name: 'Cem Cedar', email: 'cem@cedar.example' };
    const text = JSON.stringify(body);
    const seconds = Date.parse(company.now) / 1000;
    const hex = createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex');
    const answer = await post('/v1/inbound/ad-form', text, {
      'x-leadloop-signature': `t=${seconds},v1=${hex}`,
    });
    await company.advance('PT1H');
    await comeBack();

    const again = await sendSigned(company, 'ad-form', body);
    expect(answer.status).toBe(202);
    expect((await leadOf(answer)).leadId).toBeDefined();
    expect(again.body).toMatchObject({ submissionId: answer.submissionId });
  });

  it('a lead form of Google hears the 200 that it waits for, and becomes a lead', async () => {
    tables('on');
    const google_key = await secretOf(company, 'google');
    tables('off');
    const lead = {
      ...{ lead_id: 'g-1', google_key, campaign_id: 1 },
      user_column_data: [
        { column_id: 'FULL_NAME', string_value: 'Dag Eibe' },
        { column_id: 'EMAIL', string_value: 'dag@eibe.example' },
      ],
    };
    const answer = await post('/v1/inbound/google', lead);
    await comeBack();

    expect(answer).toMatchObject({ status: 200, body: { received: [] } });
    const again = await post('/v1/inbound/google', lead);
    expect((await leadOf(again)).leadId).toBeDefined();
  });

  it('a call that nobody signed is put aside when that can be seen, and ops see it', async () => {
    await post('/v1/inbound/google', { lead_id: 'g-2', google_key: 'guessed' });
    await comeBack();

    expect(await buffer()).toEqual({ waiting: 0, putAside: 1 });
  });

  it('what only the policy refuses goes in as from a page without a script: nobody reads a refusal', async () => {
    const answer = await send(
      goodForm({
        person: { name: 'Eva Esche', email: 'eva@esche.example' },
        interest: { budget: { amount: 5, currency: 'XQZ' } },
      }),
    );
    await comeBack();

    const { leadId } = await leadOf(answer);
    const { body } = await company.must(company.ops.get(`/v1/leads/${leadId}`));
    const { unread } = body as { readonly unread: readonly { readonly path: string }[] };
    expect(unread.map(({ path }) => path)).toContain('interest.budget.currency');
  });

  it('a form that is sent again with its key is one form, and both names lead to it', async () => {
    const headers = { 'idempotency-key': 'anna-1' };
    const first = await send(anna, headers);
    await company.advance('PT1H');
    const second = await send(anna, headers);
    await comeBack();
    const third = await send(anna, headers);

    expect(second.submissionId).not.toBe(first.submissionId);
    expect(third.submissionId).toBe(first.submissionId);
    expect((await leadOf(second)).leadId).toBe((await leadOf(first)).leadId);
    expect(await company.store.touchesOf((await leadOf(first)).leadId)).toHaveLength(1);
  });

  it.each([
    ['with its key', { 'idempotency-key': 'anna-2' }],
    ['as it was', {}],
  ])(
    'a form that is sent again %s before the first was taken up is one form',
    async (_how, headers) => {
      const first = await send(anna, headers);
      tables('on');
      const second = await send(anna, headers);
      await comeBack();

      const lead = await leadOf(second);
      expect((await leadOf(first)).leadId).toBe(lead.leadId);
      expect(await company.store.touchesOf(lead.leadId)).toHaveLength(1);
      expect(await buffer()).toEqual(EMPTY);
    },
  );

  it('a form that another overtook is still the first: its source counts, and nothing goes back in time', async () => {
    const from = (source: string) =>
      goodForm({
        person: { name: 'Anna', email: 'anna@ahorn.example' },
        touch: { utm: { source, medium: 'cpc' } },
      });
    const sentAt = company.now;
    await send(from('baidu'));
    const engagement = { person: { email: 'anna@ahorn.example' }, kind: 'webinar' };
    await post('/v1/engagements', engagement);
    await company.advance('PT5M');
    tables('on');
    const overtakenAt = company.now;
    const later = await send(from('google'));
    await comeBack();

    const { firstSource, lastActivityAt } = await leadOf(later);
    expect(firstSource).toMatchObject({ at: sentAt, utm: { source: 'baidu' } });
    expect(lastActivityAt).toBe(overtakenAt);
  });

  it('a form of somebody who was erased before it was taken up is a new enquiry, of nobody that is known', async () => {
    tables('on');
    const before = await leadOf(await send());
    tables('off');
    await company.advance('PT11M');
    const waits = await send();
    tables('on');
    const admin = company.as('admin-1', 'admin');
    const reason = 'he asked for it';
    await company.must(admin.post(`/v1/leads/${before.leadId}/erase`, { reason }));
    await comeBack();

    const after = await leadOf(waits);
    expect(after.leadId).not.toBe(before.leadId);
    expect(after.personId).not.toBe(before.personId);
  });

  it('a form that is taken up twice is one form', async () => {
    const answer = await send();
    company.runtime.faults.duplicateWakes = true;
    await comeBack();
    company.runtime.faults.duplicateWakes = false;

    const { leadId } = await leadOf(answer);
    expect(await company.store.touchesOf(leadId)).toHaveLength(1);
  });

  it('what one person sends is taken up in the order in which he sent it', async () => {
    const says = (message: string) =>
      goodForm({ person: { name: 'Anna', email: 'anna@ahorn.example' }, interest: { message } });
    const answers = [await send(says('one'))];
    for (const message of ['two', 'three', 'four', 'five', 'six', 'seven']) {
      await company.advance('PT1M');
      answers.push(await send(says(message)));
    }
    await comeBack();
    await company.advance('PT30M');

    const { leadId } = await leadOf(answers[0] as { submissionId: string });
    const { items } = await company.store.eventsOf(leadId, { limit: 100 });
    const told = new Set(items.flatMap(({ data }) => Object(data).submissionId ?? []));
    expect([...told]).toEqual(answers.map(({ submissionId }) => submissionId));
  });

  it('neither buffer nor table: the call fails, and whoever sent it has it still', async () => {
    company.runtime.faults.queues = 'off';
    const answer = await send();
    company.runtime.faults.queues = 'on';
    tables('on');

    const again = await send();

    expect(answer.status).toBe(502);
    expect(again.status).toBe(202);
  });
});

it('puts a call aside that fails five times while others can be written, and goes on behind it', async () => {
  const { table } = company.runtime;
  const write = table.transact.bind(table);
  // A row that nobody can write, as a bug would have it.
  vi.spyOn(table, 'transact').mockImplementation(async (writes) => {
    if (JSON.stringify(writes).includes('bad@row.example')) throw new Error('cannot be');
    await write(writes);
  });
  const bad = goodForm({ person: { name: 'Bad Row', email: 'bad@row.example' } });
  const first = await send(bad);
  tables('off');
  const second = await send();
  tables('on');

  await company.advance('PT30M');

  expect(first.status).toBe(202);
  expect(await buffer()).toEqual({ waiting: 0, putAside: 1 });
  expect((await leadOf(second)).state).toBe('MQL');
});
