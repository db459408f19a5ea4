import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, openCompany } from '../support/company.ts';
import type { Json } from '../support/json.ts';

let company: Company;
let leadId: string;

/** The leads that are found by it, as sdr-1 sees them unless somebody else asks. */
async function found(q: string, more = '', who = company.as('sdr-1', 'sdr')): Promise<string[]> {
  const { status, body } = await who.get(`/v1/leads?q=${encodeURIComponent(q)}${more}`);
  expect(status).toBe(200);
  return (body as Json).items.map((item: { leadId: string }) => item.leadId);
}

function send(person: object, name: string) {
  return company.submit({ person, company: { name, region: 'CN-SH' } });
}

beforeAll(async () => {
  company = await openCompany();
  ({ leadId } = await send(
    { name: 'José Lei', email: 'jose@blue-harbour.example', phone: '+8613800001111' },
    'Blue Harbour Ltd',
  ));
  await send({ name: 'Wang Fang', email: 'fang@other.example' }, 'Other GmbH');
});

afterAll(() => company.close());

describe('a lead is found', () => {
  it.each([
    ['the name', 'José Lei'],
    ['the name in another order, without accents and case', 'LEI jose'],
    ['one word of the name', 'lei'],
    ['the e-mail address', ' Jose@Blue-Harbour.example '],
    ['the phone as people write it', '138 0000 1111'],
    ['the company', 'blue harbour'],
    ['the company’s domain', 'blue-harbour.example'],
  ])('by %s', async (_what, q) => {
    expect(await found(q)).toEqual([leadId]);
  });

  it('by its id', async () => {
    expect(await found(leadId)).toEqual([leadId]);
  });

  it('by a Chinese name, whole or in part', async () => {
    const { leadId: chinese } = await send({ name: '王小明', email: 'w@xiao.example' }, '小明');

    expect(await found('王小明')).toEqual([chinese]);
    expect(await found('小明')).toEqual([chinese]);
  });

  it('with the names that tell it from others', async () => {
    const { body } = await company.as('sdr-1', 'sdr').get('/v1/leads?q=lei');

    expect(body).toMatchObject({
      items: [{ leadId, name: 'José Lei', company: 'Blue Harbour Ltd', owner: null }],
    });
  });
});

describe('nothing is found', () => {
  it.each(['nobody', 'jose fang', 'nobody@blue-harbour.example', '+8613999999999'])(
    'by %s',
    async (q) => {
      expect(await found(q)).toEqual([]);
    },
  );

  it('of another state than the one asked for', async () => {
    expect(await found('lei', '&state=MQL')).toEqual([leadId]);
    expect(await found('lei', '&state=WON')).toEqual([]);
    expect(await found('lei', '&mine=true')).toEqual([]);
  });

  it('that a rep may not see', async () => {
    expect(await found('lei', '', company.as('rep-a', 'rep'))).toEqual([]);
  });

  it.each(['', '   ', 'x'.repeat(101)])('by a q that is none: 422', async (q) => {
    const asked = await company.ops.get(`/v1/leads?q=${encodeURIComponent(q)}`);

    expect(asked).toMatchObject({ status: 422, body: { errors: [{ path: 'q' }] } });
  });
});

it('finds no limit broken: so many as were asked for', async () => {
  for (const _ of [1, 2, 3]) await company.submit({ company: { name: 'Many Mills' } });

  expect(await found('many mills', '&limit=2')).toHaveLength(2);
});

it('finds who was merged by the names of both', async () => {
  const one = await send({ name: 'Anna Grey', email: 'anna@grey-one.example' }, 'Grey One');
  const two = await send({ name: 'Ann Grey', email: 'ann@grey-two.example' }, 'Grey Two');
  const { body } = await company.must(
    company.ops.post(`/v1/leads/${two.leadId}/merge`, { into: one.leadId, samePerson: true }),
  );
  await company.runtime.settled();

  for (const q of ['anna grey', 'ann grey', 'ann@grey-two.example'])
    expect(await found(q), q).toContain((body as Json).mergedInto);
});

it('finds nobody who is erased, and keeps no key of his name', async () => {
  const gone = { name: 'Zora Quill', email: 'zora@quill.example', phone: '+8613800002222' };
  const { leadId: erased } = await send(gone, 'Quill Works');
  await company.must(
    company.as('admin-1', 'admin').post(`/v1/leads/${erased}/erase`, { reason: 'asked' }),
  );
  await company.runtime.settled();

  for (const q of [erased, 'zora quill', 'quill', gone.email, gone.phone, 'Quill Works'])
    expect(await found(q), q).toEqual([]);
});
