// Invariant 18: nobody who sent a form, card or ad lead that can be reached is without a lead or a quarantine entry that staff can see,
// whatever else stands in what was sent, and by whatever way it came.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';
import { secretOf, sendSigned } from '../support/signed.ts';
import { runs } from './commands.ts';

let company: Company;
let people = 0;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company.close());

/** What people, browsers, robots and other programs write into a field. */
const hostile = fc.oneof(
  fc.constantFrom(
    ...['', ' ', 'null', 'undefined', '-', 'n/a', '0', '-1', '1e400', '51-200', 'p:+86138', '=1+1'],
    ...[
      'on',
      '人民币',
      '李蕾',
      '\u202e\u200b',
      '\ufeff',
      '__proto__',
      'constructor',
      '<b>',
      '%',
      '%zz',
      '&=+;,"\n\t',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.integer({ min: 1, max: 6000 }).map((length) => 'x'.repeat(length)),
);

const FIELDS = [
  ...['form', 'person.name', 'person.title', 'person.language', 'company', 'company.name'],
  ...['company.website', 'company.industry', 'company.employees', 'company.region'],
  ...['interest.productLine', 'interest.handRaise', 'interest.message', 'interest.budget'],
  ...['interest.budget.amount', 'interest.budget.currency', 'interest.startWithinMonths'],
  ...['consent', 'consent.email', 'consent.privacyPolicy', 'touch', 'touch.utm.source', 'website'],
  ...['person.nick', 'person.firstName', 'person.lastName', 'toString', '__proto__.x'],
] as const;

const fields = fc.dictionary(fc.constantFrom(...FIELDS), hostile, { maxKeys: 12 });
const bad = fc.constantFrom('', 'none', 'a@', '12', 'call me', '@', '\u0000');
/** An address that can be read, perhaps beside one that cannot. */
const address = fc.oneof(
  fc.record({ phone: bad }).map(({ phone }) => ({ email: 'GOOD', phone })),
  fc.record({ email: bad }).map(({ email }) => ({ email, phone: 'GOOD' })),
  fc.constant({ email: 'GOOD', phone: 'GOOD' }),
  fc.constant({ email: 'bad', phone: 'bad' }),
);

interface Sent {
  readonly fields: Readonly<Record<string, string>>;
  readonly email: string;
  readonly phone: string;
}

/** Somebody new, as these fields and addresses say it. */
function somebody(
  said: Record<string, string>,
  { email, phone }: { email: string; phone: string },
): Sent {
  people += 1;
  const good = {
    email: `p${people}@lost${people}.example`,
    phone: `+86138${String(people).padStart(8, '0')}`,
  };
  return {
    fields: said,
    email: email === 'GOOD' ? good.email : email,
    phone: phone === 'GOOD' ? good.phone : phone,
  };
}

function allFields({ fields, email, phone }: Sent): Record<string, string> {
  return { ...fields, 'person.email': email, 'person.phone': phone };
}

function nested(flat: Readonly<Record<string, string>>): object {
  const whole: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat).toSorted()) {
    const [section = '', ...rest] = path.split('.');
    const before = whole[section];
    const inner = typeof before === 'object' && before !== null ? before : {};
    whole[section] = rest.length === 0 ? value : { ...inner, [rest.join('.')]: value };
  }
  return whole;
}

type Way = (sent: Sent) => Promise<{ readonly status: number; readonly body: unknown }>;

const wholeForm = (headers: Record<string, string>, body: string) =>
  company.runtime.request('POST', '/v1/submissions', { body, headers });

const WAYS: Readonly<Record<string, Way>> = {
  'a plain form': (sent) =>
    wholeForm(
      { 'content-type': 'application/x-www-form-urlencoded' },
      new URLSearchParams(allFields(sent)).toString(),
    ),
  'a beacon': (sent) =>
    wholeForm({ 'content-type': 'text/plain' }, JSON.stringify(nested(allFields(sent)))),
  'an advert by a relay': ({ fields, email, phone }) =>
    sendSigned(company, 'ad-form', {
      field_data: Object.entries({ ...fields, email, phone_number: phone }).map(
        ([name, value]) => ({
          name,
          values: [value],
        }),
      ),
    }),
  Google: async ({ fields, email, phone }) =>
    company.runtime.request('POST', '/v1/inbound/google', {
      body: {
        google_key: await secretOf(company, 'google'),
        lead_id: `g-${people}`,
        user_column_data: Object.entries({ ...fields, EMAIL: email, PHONE_NUMBER: phone }).map(
          ([column_id, string_value]) => ({ column_id, string_value }),
        ),
      },
    }),
};

async function becameOf(body: unknown) {
  await company.runtime.settled();
  const { submissionId } = body as { readonly submissionId: string };
  const shown = await company.must(company.ops.get(`/v1/submissions/${submissionId}`));
  return shown.body as { readonly verdict: string; readonly leadId?: string };
}

describe('nobody who can be reached is lost (4.12, 18)', () => {
  it.each(Object.entries(WAYS))('by %s', async (_way, send) => {
    await fc.assert(
      fc.asyncProperty(fields, address, async (said, how) => {
        const sent = somebody(said, how);

        const { status, body } = await send(sent);

        expect(status).toBeLessThan(300);
        const { verdict, leadId } = await becameOf(body);
        const reachable = sent.email.includes('lost') || sent.phone.startsWith('+86138');
        if (!reachable) expect([verdict, leadId]).toEqual(['quarantined', undefined]);
        else {
          expect(['accepted', 'duplicate', 'quarantined']).toContain(verdict);
          expect((await company.must(company.ops.get(`/v1/leads/${leadId}`))).status).toBe(200);
        }
      }),
      runs(15),
    );
    expect(company.runtime.failures).toEqual([]);
  });

  it('by a card: each row is a lead, or named by its line', async () => {
    const cell = (text: string) => `"${text.toWellFormed().replaceAll(/["\0\uFFFD]/g, '')}"`;
    const columns = FIELDS.filter((name) =>
      /^(person|company|interest|consent)\.[a-zA-Z]+$/.test(name),
    ).filter((name) => !['person.nick', 'interest.budget', 'consent.privacyPolicy'].includes(name));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fields, address), { minLength: 1, maxLength: 8 }),
        async (all) => {
          const rows = all.map(([said, how]) => somebody(said, how));
          const lines = rows.map(({ fields, email, phone }) =>
            [email, phone, ...columns.map((name) => fields[name] ?? '')].map(cell).join(','),
          );
          const csv = [['Mail', 'Phone', ...columns].join(','), ...lines].join('\n');
          const mapping = Object.fromEntries(columns.map((name) => [name, name]));
          const sent = {
            ...{ name: `fair ${people}`, form: 'fair', csv, consent: { privacyPolicy: 'p' } },
            mapping: { ...mapping, Mail: 'person.email', Phone: 'person.phone' },
          };

          const { body } = await company.must(company.ops.post('/v1/imports', sent));
          await company.runtime.settled();
          const { importId } = body as { readonly importId: string };
          const answer = await company.must(company.ops.get(`/v1/imports/${importId}`));

          const report = answer.body as { good: number; badRows: number; results: object };
          const reachable = rows.filter(
            ({ email, phone }) => email.includes('lost') || phone.startsWith('+86138'),
          );
          expect(report).toMatchObject({
            good: reachable.length,
            badRows: rows.length - reachable.length,
          });
          expect(report.results).toMatchObject({ refused: 0 });
        },
      ),
      runs(8),
    );
  });
});
