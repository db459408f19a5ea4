// A form on another site without a script, and what a page says as it is left (api.md, Public; 4.8, what cannot be read in a form).

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';

const THANKS = 'https://shop.example/thanks';

let company: Company;
beforeAll(async () => {
  company = await openCompany({ policy: { redirectPages: [THANKS] as never } });
});
afterAll(() => company.close());

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const anna = 'form=contact&person.name=Anna+Ahorn&consent.privacyPolicy=2026-01';

/** Sends it as a browser does, and returns the answer with what became of it. */
async function post(body: string | Uint8Array, headers: Record<string, string> = FORM) {
  const answer = await company.runtime.request('POST', '/v1/submissions', { body, headers });
  await company.runtime.settled();
  return answer;
}

async function becameOf(answer: { readonly body: unknown }) {
  const { submissionId } = answer.body as { readonly submissionId: string };
  const stored = await company.store.submission(submissionId);
  if (!stored) throw new Error(`nothing became of ${JSON.stringify(answer.body)}`);
  return stored;
}

async function lastLead() {
  const { items } = await company.store.leadsIn('MAL', { limit: 1000 });
  return items.at(-1);
}

describe('a plain form', () => {
  it('opens a lead of its dotted names: numbers, boxes and tracking are text there', async () => {
    const answer = await post(
      `${anna}&person.email=anna%40ahorn.example&company.employees=1%2C200&interest.handRaise=demo` +
        '&interest.budget.amount=200000&interest.budget.currency=RMB&consent.email=on' +
        '&touch.utm.source=baidu&touch.utm.medium=sem&touch.clickIds.bd_vid=7&vip=1&person.nick=A',
    );

    expect(answer.status).toBe(202);
    expect((await becameOf(answer)).payload).toEqual({
      form: 'contact',
      person: { name: 'Anna Ahorn', email: 'anna@ahorn.example' },
      company: { employees: 1200 },
      interest: { handRaise: 'demo', budget: { amount: 200_000, currency: 'CNY' } },
      consent: { privacyPolicy: '2026-01', email: true },
      touch: { utm: { source: 'baidu', medium: 'sem' }, clickIds: { bd_vid: '7' } },
    });
  });

  it.each([
    ['on', true],
    ['true', true],
    ['1', true],
    ['yes', true],
    ['no', false],
    ['', undefined],
  ])('means by the box %s %s', async (box, said) => {
    const answer = await post(`${anna}&person.email=box${box}@birke.example&consent.email=${box}`);

    expect((await becameOf(answer)).payload).toMatchObject({
      consent: said === undefined ? { privacyPolicy: '2026-01' } : { email: said },
    });
  });

  it('takes the last of a hidden no and a ticked box', async () => {
    const boxes = 'consent.email=0&consent.email=on';

    const answer = await post(`${anna}&person.email=tick@birke.example&${boxes}`);

    expect((await becameOf(answer)).payload).toMatchObject({ consent: { email: true } });
  });

  it('is not lost for a phone that is none: it is shown with the lead', async () => {
    const answer = await post(`${anna}&person.email=carla@cedar.example&person.phone=later`);

    const { leadId } = await becameOf(answer);
    const { body } = await company.must(company.ops.get(`/v1/leads/${leadId}`));
    expect(body).toMatchObject({ unread: [{ path: 'person.phone', text: 'later' }] });
  });

  it('of somebody who cannot be reached is put aside, and one that says nothing is refused', async () => {
    const aside = await post('form=contact&person.name=Nobody&interest.message=hello');

    expect(await becameOf(aside)).toMatchObject({ verdict: 'quarantined' });
    expect(await post('vip=1&utm=x')).toMatchObject({ status: 422 });
    expect(await post('')).toMatchObject({ status: 422 });
  });

  it.each([
    ['gb18030', `${anna}&person.email=gbk@fichte.example&company.name=%B9%AB%CB%BE`],
    ['', `_charset_=GBK&${anna}&person.email=gbk2@fichte.example&company.name=%B9%AB%CB%BE`],
  ])('is read in the letters that its page names: %s', async (charset, body) => {
    const type = `${FORM['content-type']}${charset && `; charset=${charset}`}`;

    const answer = await post(body, { 'content-type': type });

    expect((await becameOf(answer)).payload).toMatchObject({ company: { name: '公司' } });
  });

  it('in letters that nobody named keeps what is no UTF-8 as it came', async () => {
    const answer = await post(`${anna}&person.email=m@fichte.example&company.name=M%FCller`);

    const { payload } = await becameOf(answer);
    expect(payload).toMatchObject({ unread: [{ path: 'company.name', text: 'M%FCller' }] });
    expect(JSON.stringify(payload)).not.toContain('\uFFFD');
  });
});

describe('after a plain form the browser', () => {
  it.each([THANKS, 'HTTPS://Shop.example/thanks', `${THANKS}#top`])(
    'goes on to a page that the policy lists: %s',
    async (page) => {
      const email = `r${page.length}@redirect-${page.length}.example`;

      const answer = await post(
        `${anna}&person.email=${email}&redirect=${encodeURIComponent(page)}`,
      );

      expect([answer.status, answer.headers.location]).toEqual([303, THANKS]);
      expect((await lastLead())?.submissionId).toBeDefined();
    },
  );

  it.each([
    'https://evil.example/thanks',
    'https://shop.example@evil.example/thanks',
    '//shop.example/thanks',
    'javascript:alert(1)',
    'https://shop.example/thanks?next=evil',
    'https://shop.example/thanks/../admin',
    '/thanks',
  ])('goes nowhere else, and the lead is in: %s', async (page) => {
    const email = `n${page.length}@nowhere-${page.length}.example`;

    const answer = await post(`${anna}&person.email=${email}&redirect=${encodeURIComponent(page)}`);

    expect([answer.status, answer.headers.location]).toEqual([202, undefined]);
    expect(await becameOf(answer)).toMatchObject({ verdict: 'accepted' });
  });
});

describe('sendBeacon', () => {
  const BEACON = { 'content-type': 'text/plain;charset=UTF-8' };

  it('brings a form as JSON in plain text, and a field that we do not know costs nothing', async () => {
    const sent = {
      ...{ form: 'f', vip: 1, consent: { privacyPolicy: 'p' } },
      person: { name: 'B', email: 'b@beacon.example', phone: 'none' },
    };

    const answer = await post(JSON.stringify(sent), BEACON);

    expect(await becameOf(answer)).toMatchObject({
      verdict: 'accepted',
      payload: { person: { name: 'B', email: 'b@beacon.example' } },
    });
  });

  it('brings what somebody read, without the seconds that nobody can read', async () => {
    const send = (body: object) =>
      company.runtime.request('POST', '/v1/engagements', {
        body: JSON.stringify(body),
        headers: BEACON,
      });
    const read = { person: { visitorId: 'v-1' }, kind: 'pageView' };

    expect(await send(read)).toMatchObject({ status: 202 });
    expect(await send({ ...read, seconds: 'many', vip: 1 })).toMatchObject({ status: 202 });
    expect(await send({ kind: 'pageView' })).toMatchObject({ status: 422 });
  });

  it.each([
    ['no JSON', 'hello', 400],
    ['a list', '[1]', 422],
  ])('with %s is refused', async (_what, body, status) => {
    expect((await post(body, BEACON)).status).toBe(status);
  });
});

describe('any other content type', () => {
  it.each(['multipart/form-data; boundary=x', 'application/xml', ''])('%s is 415', async (type) => {
    expect((await post('x', { 'content-type': type })).status).toBe(415);
  });

  it('of a plain form is 415 where staff send JSON', async () => {
    const answer = await company.runtime.request('POST', '/v1/imports', {
      body: 'name=x',
      headers: FORM,
      token: company.runtime.token('ops-1', ['ops']),
    });

    expect(answer.status).toBe(415);
  });
});

describe('JSON that is no UTF-8', () => {
  const JSON_TYPE = { 'content-type': 'application/json' };
  const whole = (name: Buffer) =>
    Buffer.concat([
      Buffer.from(
        '{"form":"f","consent":{"privacyPolicy":"p"},"person":{"email":"u@utf.example","name":"',
      ),
      name,
      Buffer.from('"}}'),
    ]);

  it.each([
    ['Latin-1', Buffer.from('M\xfcller', 'latin1')],
    ['half a character', Buffer.from([0xe6, 0x9d])],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80])],
  ])('is refused, and nothing of it is stored: %s', async (_what, name) => {
    const answer = await post(whole(name), JSON_TYPE);

    expect(answer).toMatchObject({ status: 400, body: { code: 'MALFORMED' } });
  });

  it('is not what somebody honestly wrote, whatever it looks like', async () => {
    const answer = await post(whole(Buffer.from('M\uFFFDller')), JSON_TYPE);

    expect(answer.status).toBe(202);
  });
});
