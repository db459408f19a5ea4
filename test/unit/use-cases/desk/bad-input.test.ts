// Every field of every body of the desk × everything that can be wrong with it: named by path, and nothing is written.

import { describe, expect, it } from 'vitest';
import { type Asked, ask } from '../../../support/api-event.ts';
import { aDeskApi, aStaffBody, type DeskApi } from './desk-company.ts';

interface Form {
  readonly asked: Asked;
  readonly body: Readonly<Record<string, unknown>>;
  readonly optional: readonly string[];
  /** Texts of one line and their longest; lists and the longest of their entries. */
  readonly lines?: Readonly<Record<string, number>>;
  readonly lists?: Readonly<Record<string, number>>;
  readonly others?: readonly (readonly [field: string, value: unknown, path?: string])[];
}

const staff: Omit<Form, 'asked'> = {
  body: aStaffBody({ languages: ['zh'], capacity: 10, weight: 1, active: true }),
  optional: ['languages', 'capacity', 'weight', 'active'],
  lines: { name: 200, email: 254, department: 64, calendar: 64 },
  lists: { regions: 64, productLines: 64, languages: 64 },
  others: [
    ['email', 'ann'],
    ['email', 'ann@acme.example, bob@acme.example'],
    ['email', 'ann@acme.example\r\nBcc: eve@evil.example'],
    ['calendar', 'MARS'],
    ['calendar', '__proto__'],
    ['calendar', 'constructor'],
    ['capacity', 0],
    ['capacity', 501],
    ['capacity', 1.5],
    ['capacity', '20'],
    ['weight', 0],
    ['weight', 10.1],
    ['weight', '1'],
    ['active', 'yes'],
    ['active', 1],
    ['regions', Array.from({ length: 101 }, (_, index) => `r${index}`)],
  ],
};

const forms: Readonly<Record<string, Form>> = {
  rep: { ...staff, asked: { route: 'PUT /v1/reps/{repId}', params: { repId: 'ann' } } },
  SDR: { ...staff, asked: { route: 'PUT /v1/sdrs/{sdrId}', params: { sdrId: 'sam' } } },
  department: {
    asked: { route: 'PUT /v1/departments/{id}', params: { id: 'north' } },
    body: { regions: ['CN-SH'], mode: 'director', directorSub: 'dora' },
    optional: ['directorSub'],
    lines: { directorSub: 128 },
    lists: { regions: 64 },
    others: [
      ['mode', 'Director'],
      ['mode', 'random'],
      ['mode', 1],
      ['directorSub', 'dora dee'],
      ['directorSub', '../dora'],
    ],
  },
  roster: {
    asked: { route: 'PUT /v1/rosters/{month}', params: { month: '2026-10' } },
    body: { repIds: ['ann'] },
    optional: [],
    lists: { repIds: 128 },
    others: [
      ['repIds', ['ann', 'zoe'], 'repIds.1'],
      ['repIds', ['an n'], 'repIds.0'],
      ['repIds', Array.from({ length: 5001 }, (_, index) => `r${index}`)],
    ],
  },
  rates: {
    asked: { route: 'PUT /v1/rates/{currency}', params: { currency: 'EUR' } },
    body: { rates: [{ from: '2026-01-01', rate: 7.8 }] },
    optional: [],
    others: [
      ['rates', [{ from: '2026-02-30', rate: 7.8 }], 'rates.0.from'],
      ['rates', [{ from: '2026-01-01', rate: '7.8' }], 'rates.0.rate'],
      ['rates', [{ from: '2026-01-01', rate: 0 }], 'rates.0.rate'],
      ['rates', [{ from: '2026-01-01' }], 'rates.0.rate'],
      ['rates', [{ rate: 7.8 }], 'rates.0.from'],
      ['rates', Array.from({ length: 5001 }, () => ({ from: '2026-01-01', rate: 1 }))],
    ],
  },
  absence: {
    asked: { route: 'POST /v1/reps/{repId}/absences', params: { repId: 'ann' } },
    body: { from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z' },
    optional: [],
    others: [
      ['from', 1],
      ['from', 'tomorrow'],
      ['from', '2026-10-01'],
      ['from', '2026-10-01T00:00:00'],
      ['from', '2026-02-30T00:00:00Z'],
      ['from', '1999-12-31T23:59:59Z'],
      ['from', '0000-01-01T00:00:00+23:59'],
      ['to', '9999-12-31T23:59:59-23:59'],
      ['to', '2200-01-01T00:00:00Z'],
      ['to', '2026-10-01T00:00:00Z'],
      ['to', '2026-09-30T23:59:59.999Z'],
      ['to', ['2026-10-02T00:00:00Z']],
    ],
  },
};

const wrongTypes = [null, 17, true, {}, 'a\u0000b', '', '   ', 'x\u202a\ud800'];

function casesOf({ body, optional, lines = {}, lists = {}, others = [] }: Form) {
  const without = (field: string) =>
    Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));
  const put = (field: string, value: unknown, path = field) =>
    [
      `${field} = ${JSON.stringify(value).slice(0, 60)}`,
      { ...body, [field]: value },
      path,
    ] as const;
  return [
    ...Object.keys(body)
      .filter((field) => !optional.includes(field))
      .map((field) => [`${field} is missing`, without(field), field] as const),
    ...Object.keys(body).map((field) => put(field, null)),
    ...Object.entries(lines).flatMap(([field, most]) => [
      ...wrongTypes.map((value) => put(field, value)),
      put(field, ['text']),
      put(field, 'x'.repeat(most + 1)),
    ]),
    ...Object.entries(lists).flatMap(([field, most]) => [
      put(field, 'CN-SH'),
      put(field, { 0: 'CN-SH', length: 1 }),
      ...wrongTypes.map((value) => put(field, [value], `${field}.0`)),
      put(field, ['ann', 'ann'], `${field}.1`),
      put(field, ['x'.repeat(most + 1)], `${field}.0`),
    ]),
    ...others.map(([field, value, path]) => put(field, value, path)),
    ...['surprise', 'version', 'openOffers', 'toString'].map((field) => put(field, 1)),
    ['not an object', [body], ''] as const,
    ['text', '"ann"', ''] as const,
    ['null', 'null', ''] as const,
  ];
}

async function stored({ deps }: DeskApi): Promise<unknown> {
  const { reps, sdrs, departments } = await deps.store.desk();
  return { reps, sdrs, departments, rosters: await deps.store.rosters() };
}

describe.each(Object.entries(forms))('the body of a %s', (_name, form) => {
  it('is taken when everything is right', async () => {
    const { handler, withReps } = await aDeskApi();
    await withReps('ann');

    const { status } = await ask(handler, { ...form.asked, body: form.body });

    expect(status).toBeLessThan(300);
  });

  it('names each bad field and writes nothing', async () => {
    const api = await aDeskApi();
    await api.withReps('ann');
    await api.ask({ ...form.asked, body: form.body });
    const before = await stored(api);

    const missed: string[] = [];
    for (const [what, body, path] of casesOf(form)) {
      const { status, type, body: problem } = await api.ask({ ...form.asked, body });
      const paths = problem.errors?.map((one: { path: string }) => one.path);
      const good =
        status === 422 &&
        type === 'application/problem+json' &&
        problem.code === 'INVALID' &&
        paths?.includes(path) &&
        problem.errors.every(({ message }: { message: string }) => message.length > 5);
      if (!good) missed.push(`${what}: ${status} ${problem.code} ${JSON.stringify(paths)}`);
    }

    expect(missed).toEqual([]);
    expect(await stored(api)).toEqual(before);
  });

  it('names all bad fields in one answer', async () => {
    const { handler } = await aDeskApi();
    const fields = Object.keys(form.body);
    const body = Object.fromEntries(fields.map((field) => [field, null]));

    const answer = await ask(handler, { ...form.asked, body });

    const paths = answer.body.errors.map(({ path }: { path: string }) => path);
    expect(paths.toSorted()).toEqual(fields.toSorted());
  });

  it.each(['', '{', 'name=ann', '\u0000'])('is malformed as %j', async (body) => {
    const api = await aDeskApi();
    const before = await stored(api);

    const answer = await api.ask({ ...form.asked, body });

    expect([answer.status, answer.body.code]).toEqual([400, 'MALFORMED']);
    expect(await stored(api)).toEqual(before);
  });

  it('refuses a field that would be a prototype', async () => {
    const api = await aDeskApi();
    await api.withReps('ann');
    const text = JSON.stringify(form.body).replace('{', '{"__proto__":{"active":false},');

    const answer = await api.ask({ ...form.asked, body: text });

    expect([answer.status, answer.body.errors?.[0].path]).toEqual([422, '__proto__']);
  });

  it('is not for those outside its groups, and needs a token', async () => {
    const api = await aDeskApi();
    await api.withReps('ann');

    const outsider = await api.ask({ ...form.asked, body: form.body, groups: ['sdr'] });
    const stranger = await api.ask({ ...form.asked, body: form.body, groups: undefined });

    expect([outsider.status, outsider.body.code]).toEqual([403, 'FORBIDDEN']);
    expect([stranger.status, stranger.body.code]).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe.each([
  ['PUT /v1/reps/{repId}', 'repId', aStaffBody()],
  ['PUT /v1/sdrs/{sdrId}', 'sdrId', aStaffBody()],
  ['POST /v1/reps/{repId}/absences', 'repId', forms.absence?.body],
])('the id in %s', (route, name, body) => {
  it.each([
    '',
    ' ',
    'an n',
    'ann\n',
    'ann/../bob',
    'ann#bob',
    '安',
    '<script>',
    "'; drop table",
    'x'.repeat(129),
  ])('cannot be %j', async (id) => {
    const { handler } = await aDeskApi();

    const { status, body: problem } = await ask(handler, { route, params: { [name]: id }, body });

    expect([status, problem.code]).toEqual([422, 'INVALID']);
    expect(problem.errors[0].path).toBe(name);
  });
});

describe('the reason of an annulment', () => {
  it.each([
    ['nothing', {}],
    ['a number', { reason: 1 }],
    ['blanks', { reason: ' \n ' }],
    ['too much', { reason: 'x'.repeat(1001) }],
    ['an escape', { reason: 'a\u001b[2Jb' }],
  ])('cannot be %s', async (_, body) => {
    const { handler } = await aDeskApi();

    const answer = await ask(handler, {
      route: 'POST /v1/reps/{repId}/strikes/{offerId}/annul',
      params: { repId: 'ann', offerId: `lead_${'0'.repeat(26)}-c1-o1` },
      body,
      groups: ['director'],
    });

    expect([answer.status, answer.body.errors?.[0].path]).toEqual([422, 'reason']);
  });
});

describe('text of a customer’s own', () => {
  it.each([
    ['markup', '<img src=x onerror=alert(1)>'],
    ['a formula', '=HYPERLINK("http://evil.example")'],
    ['a template', '{{7*7}} <%= 7*7 %>'],
    ['emoji and Chinese', '李蕾 👩🏽‍💻'],
    ['a query', "'); DROP TABLE leads;--"],
    ['a separator of keys', '$rep#id_bob'],
  ])('is kept as it is: %s', async (_, name) => {
    const { handler } = await aDeskApi();

    const { status, body } = await ask(handler, {
      route: 'PUT /v1/reps/{repId}',
      params: { repId: 'ann' },
      body: aStaffBody({ name, department: name, regions: [name] }),
    });

    expect(status).toBe(200);
    expect(body).toMatchObject({ name, department: name, regions: [name] });
  });

  it('is trimmed and composed, so that the same name is the same', async () => {
    const { handler } = await aDeskApi();
    const put = (name: string) =>
      ask(handler, {
        route: 'PUT /v1/reps/{repId}',
        params: { repId: 'ann' },
        body: aStaffBody({ name }),
      });

    await put('Zo\u00eb');
    const { body } = await put('  Zoe\u0308 ');

    expect(body).toMatchObject({ name: 'Zo\u00eb', version: 1 });
  });
});
