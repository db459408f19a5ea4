// Google's and Meta's lead forms in their own words, with their own signatures (api.md, POST /v1/inbound/{source}; 4.8, test leads).

import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';
import { secretOf } from '../support/signed.ts';

let company: Company;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

interface Taken {
  readonly submissionId: string;
  readonly received?: readonly { readonly submissionId: string }[];
}

async function post(source: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await company.runtime.request('POST', `/v1/inbound/${source}`, { body, headers });
  await company.runtime.settled();
  return { ...answer, body: answer.body as Taken };
}

async function becameOf({ submissionId }: { readonly submissionId: string }) {
  const answer = await company.must(company.ops.get(`/v1/submissions/${submissionId}`));
  return answer.body as { readonly verdict: string; readonly leadId?: string };
}

async function leadOf(taken: { readonly submissionId: string }) {
  return company.lead((await becameOf(taken)).leadId ?? '');
}

const leads = async () => (await company.store.leadsIn('MAL', { limit: 1000 })).items.length;

const googles = async (leadId: string, columns: Record<string, string>, more: object = {}) => ({
  lead_id: leadId,
  ...{ form_id: 4, campaign_id: 123, gcl_id: `click-${leadId}`, api_version: '1.0' },
  google_key: await secretOf(company, 'google'),
  user_column_data: Object.entries(columns).map(([column_id, string_value]) => ({
    column_id,
    column_name: column_id.toLowerCase(),
    string_value,
  })),
  ...more,
});

describe('a lead form of Google', () => {
  it('opens a lead: both parts of a name, company and click, and questions of the company’s own', async () => {
    const answer = await post(
      'google',
      await googles('g-1_~.Q', {
        ...{ FIRST_NAME: 'Anna', LAST_NAME: 'Ahorn', EMAIL: 'anna@ahorn.example' },
        ...{ PHONE_NUMBER: 'p:+8613800138000', COMPANY_NAME: 'Ahorn AG', JOB_TITLE: 'CTO' },
        which_plant: 'the one in Kassel',
      }),
    );

    const { leadId, firstSource } = await leadOf(answer.body);
    const { body } = await company.must(company.ops.get(`/v1/leads/${leadId}`));
    expect(answer.status).toBe(200);
    expect(body).toMatchObject({
      person: { name: 'Anna Ahorn', title: 'CTO', phone: '+8613800138000' },
      account: { name: 'Ahorn AG' },
      unread: [{ path: 'which_plant', text: 'the one in Kassel' }],
    });
    expect(firstSource).toMatchObject({ form: 'google-ads', means: 'sem' });
  });

  it('sent again a week later is the same lead', async () => {
    const body = await googles('g-2', { FULL_NAME: 'B', EMAIL: 'b@birke-g2.example' });
    const first = await post('google', body);
    await company.advance('P7D');

    const again = await post('google', { ...body, api_version: '1.1' });

    expect(again.body).toEqual(first.body);
    expect(await company.store.touchesOf((await leadOf(first.body)).leadId)).toHaveLength(1);
  });

  it.each([true, 'true'])(
    'for a test (is_test %s) is none, and whoever set it up sees it',
    async (is_test) => {
      const before = await leads();

      const answer = await post(
        'google',
        await googles(
          `g-test-${is_test}-${typeof is_test}`,
          { EMAIL: 'test@example.com' },
          { is_test },
        ),
      );

      expect(answer.status).toBe(200);
      expect(await becameOf(answer.body)).toMatchObject({ verdict: 'test' });
      expect((await becameOf(answer.body)).leadId).toBeUndefined();
      expect(await leads()).toBe(before);
    },
  );

  it.each([
    ['another key', { google_key: 'guessed' }],
    ['no key', { google_key: undefined }],
    ['a key that is no text', { google_key: { $ne: '' } }],
  ])('with %s is refused', async (_what, wrong) => {
    const body = { ...(await googles('g-3', { EMAIL: 'c@c.example' })), ...wrong };

    expect(await post('google', body)).toMatchObject({ status: 401 });
    expect(await post('nobody', body)).toMatchObject({ status: 401 });
  });

  it('of somebody who cannot be reached is taken all the same, and put aside', async () => {
    const answer = await post('google', await googles('g-4', { FULL_NAME: 'Nobody' }));

    expect(answer.status).toBe(200);
    expect(await becameOf(answer.body)).toMatchObject({ verdict: 'quarantined' });
  });
});

async function metas(ids: readonly (string | number)[]) {
  const changes = ids.map((leadgen_id) => ({
    field: 'leadgen',
    value: { leadgen_id, page_id: '1', form_id: '2', created_time: 1 },
  }));
  const text = JSON.stringify({ object: 'page', entry: [{ id: '1', time: 1, changes }] });
  const hex = createHmac('sha256', await secretOf(company, 'meta'))
    .update(text)
    .digest('hex');
  return { text, signature: `sha256=${hex}` };
}

async function callOfMeta(...ids: readonly (string | number)[]) {
  const { text, signature } = await metas(ids);
  return post('meta', text, { 'x-hub-signature-256': signature });
}

async function metaHas(leadgenId: string, answers: Readonly<Record<string, string>> | null) {
  const field_data = Object.entries(answers ?? {}).map(([name, value]) => ({
    name,
    values: [value],
  }));
  const lead = answers && { id: leadgenId, platform: 'ig', campaign_name: 'spring', field_data };
  await company.must(
    company.runtime.request('PUT', '/_local/meta-leads', { body: { leadgenId, lead } }),
  );
}

describe('a lead form of Meta', () => {
  it('names the lead, and what was answered is fetched', async () => {
    await metaHas('7001', {
      ...{ full_name: 'Dora Dill', email: 'dora@dill.example', phone_number: 'p:later' },
      ...{ company_name: 'Dill', number_of_employees: '51-200', 'when?': 'soon' },
    });

    const answer = await callOfMeta('7001');

    const { leadId, firstSource, facts } = await leadOf(answer.body);
    const { body } = await company.must(company.ops.get(`/v1/leads/${leadId}`));
    expect(answer.status).toBe(200);
    expect(body).toMatchObject({
      person: { name: 'Dora Dill' },
      unread: [
        { path: 'company.employees', text: '51-200' },
        { path: 'person.phone', text: 'p:later' },
        { path: 'when?', text: 'soon' },
      ],
    });
    expect(facts.employees).toBe(51);
    expect(firstSource).toMatchObject({
      form: 'meta-ads',
      means: 'smo',
      utm: { campaign: 'spring' },
    });
  });

  it('of several leads in one call takes each once, in however many calls they come', async () => {
    const first = await callOfMeta('7101', 7102, '7101');
    await company.advance('PT20M');
    const second = await callOfMeta('7102', '7103');

    const ids = [first, second].map(
      ({ body }) => body.received?.map((one) => one.submissionId) ?? [],
    );
    expect(ids.map((all) => all.length)).toEqual([2, 2]);
    expect(ids[1]?.[0]).toBe(ids[0]?.[1]);
    expect(first.body.submissionId).toBe(ids[0]?.[0]);
  });

  it('that cannot be fetched is sent again: the others are in, ops are told once, and it comes in later', async () => {
    await metaHas('7201', null);
    const before = await company.runtime.outbox.messages();

    const early = [await callOfMeta('7200', '7201'), await callOfMeta('7200', '7201')];
    await metaHas('7201', { full_name: 'Late', email: 'late@lauch.example' });
    const later = await callOfMeta('7200', '7201');

    const told = (await company.runtime.outbox.messages()).slice(before.length);
    expect(early.map(({ status }) => status)).toEqual([429, 429]);
    expect(told.filter(({ text }) => text.includes('7201'))).toHaveLength(1);
    expect(later.body.received).toHaveLength(2);
    expect(await leadOf(later.body.received?.[1] ?? later.body)).toMatchObject({ state: 'MAL' });
  });

  it.each([
    ['7301', { full_name: '<test lead: dummy data for full_name>', email: 'test@meta.com' }],
    ['444444444444', null],
  ])('for a test is none: %s', async (leadgenId, answers) => {
    await metaHas(leadgenId, answers);
    const before = await leads();

    const answer = await callOfMeta(leadgenId);

    expect(await becameOf(answer.body)).toMatchObject({ verdict: 'test' });
    expect(await leads()).toBe(before);
  });

  it('of a page’s other news is answered, and nothing comes of it', async () => {
    const text = JSON.stringify({ object: 'page', entry: [{ changes: [{ field: 'feed' }] }, {}] });
    const secret = await secretOf(company, 'meta');
    const hex = createHmac('sha256', secret).update(text).digest('hex');

    const answer = await post('meta', text, { 'x-hub-signature-256': `sha256=${hex}` });

    expect([answer.status, answer.body]).toEqual([200, { received: [] }]);
  });

  it.each([
    ['none', ''],
    ['of another secret', `sha256=${'0'.repeat(64)}`],
    ['of half a length', 'sha256=00'],
    ['in another way', 'sha1=00'],
  ])('with a signature %s is refused', async (_what, signature) => {
    const { text } = await metas(['7401']);

    expect(await post('meta', text, { 'x-hub-signature-256': signature })).toMatchObject({
      status: 401,
    });
  });

  it('whose body was changed on the way is refused', async () => {
    const { text, signature } = await metas(['7402']);

    const answer = await post('meta', text.replace('7402', '7403'), {
      'x-hub-signature-256': signature,
    });

    expect(answer.status).toBe(401);
  });
});

describe('Meta’s challenge', () => {
  async function ask(source: string, over: Record<string, string> = {}) {
    const query = new URLSearchParams({
      ...{ 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' },
      'hub.verify_token': await secretOf(company, 'meta'),
      ...over,
    });
    return company.runtime.request('GET', `/v1/inbound/${source}?${query}`);
  }

  it('comes back as it is, in plain text, to who knows the token', async () => {
    const answer = await ask('meta');

    expect([answer.status, answer.body]).toEqual([200, '1158201444']);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  it.each<[string, string, Record<string, string>]>([
    ['with another token', 'meta', { 'hub.verify_token': 'guessed' }],
    ['for another wish', 'meta', { 'hub.mode': 'unsubscribe' }],
    ['with a page in it', 'meta', { 'hub.challenge': '<script>1</script>' }],
    ['of Google', 'google', {}],
    ['of nobody', 'nobody', {}],
  ])('is refused %s', async (_what, source, over) => {
    expect(await ask(source, over)).toMatchObject({ status: 401 });
  });
});

describe('a policy from before platforms had kinds of their own', () => {
  it('is read as it was meant', async () => {
    const { version, ...policy } = (await company.must(company.ops.get('/v1/policy'))).body as {
      version: number;
      inbound: Record<string, object>;
    };
    const old = { kind: 'submission', fields: { 'person.email': ['mail'] } };
    const document = { ...policy, inbound: { ...policy.inbound, old } };

    const { body } = await company.must(
      company.ops.put('/v1/policy', document, { 'if-match': `"${version}"` }),
    );

    expect(body).toMatchObject({ inbound: { old: { kind: 'hmac', brings: 'submission' } } });
  });
});
