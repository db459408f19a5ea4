// Text is text: where a field is free, whatever a person writes is kept as he wrote it, and read back the same.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, openApi } from './api.ts';
import { closeSound } from './close.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => closeSound(api));

let people = 0;
const texts = [
  ['markup', '<script>alert(1)</script><img src=x onerror=alert(1)>'],
  ['a query', '\'); DROP TABLE leads;-- " OR 1=1'],
  ['a formula', '=HYPERLINK("http://evil.example","x")'],
  ['a template', `{{7*7}} \${7*7} <%= 7*7 %> {% $states.input %}`],
  ['emoji', '👩🏽‍💻🏳️‍🌈 李蕾'],
  ['right to left', 'שלום \u202eevil\u202c عرب'],
  ['marks without end', `Z${'\u0301'.repeat(40)}algo`],
  ['separators of keys', '$lead#id_x|core#y'],
  ['what an object has', '__proto__'],
  ['what every object has', 'constructor'],
  ['escapes that are text', '\\u0000 %00 \\n &lt; \\\\'],
] as const;

describe('free text', () => {
  it.each(texts)('of a form is kept: %s', async (_, text) => {
    people += 1;
    const form = {
      form: text,
      person: { name: text, email: `p${people}@free${people}.example`, title: text },
      company: { name: text, industry: text, region: text.slice(0, 40) },
      interest: { handRaise: 'demo', message: text },
      consent: { privacyPolicy: text.slice(0, 50) },
      touch: { utm: { source: text, term: text }, referrer: text, contentId: text },
    };

    const { status, body } = await api.ask('POST', '/v1/submissions', { body: form });
    await api.company.runtime.settled();

    const stored = await api.company.store.submission(body.submissionId);
    const payload = JSON.parse(JSON.stringify(form).normalize('NFC'));
    expect(status).toBe(202);
    expect(stored?.payload).toEqual(payload);
    const lead = await api.ask('GET', `/v1/leads/${stored?.leadId}`, { groups: ['director'] });
    expect(lead.status).toBe(200);
    expect(lead.body.person.name).toBe(text.normalize('NFC'));
  });

  it.each(texts)('of a note is kept: %s', async (_, text) => {
    const path = `/v1/leads/${api.working}`;
    const note = { kind: 'call', direction: 'inbound', connected: true, note: `${text}\n${text}` };

    const { status } = await api.ask('POST', `${path}/activities`, {
      sub: 'sdr-1',
      groups: ['sdr'],
      body: note,
    });

    const lead = await api.ask('GET', path, { groups: ['director'] });
    const notes = lead.body.activities.map((one: { note: string }) => one.note);
    expect(status).toBe(201);
    expect(notes).toContain(note.note.normalize('NFC'));
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'is no product line when every object has it, and a click id of that name is dropped: %s',
    async (name) => {
      const form = { form: 'f', person: { name: 'n', email: 'p@x.example' } };
      const consent = { privacyPolicy: '1' };
      const line = { ...form, consent, interest: { productLine: name } };
      const clickIds = `{"clickIds":{"${name}":"x"}}`;
      const click = JSON.stringify({ ...form, consent, touch: 0 }).replace('0}', `${clickIds}}`);

      const refused = await api.ask('POST', '/v1/submissions', { body: line });
      const clicked = await api.ask('POST', '/v1/submissions', { body: click });

      expect(refused.body.errors?.[0].path).toBe('interest.productLine');
      // It is dropped: what a browser added must not cost a lead.
      expect(clicked.status).toBe(202);
    },
  );
});
