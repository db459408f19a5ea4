// What stands around a body: limits and cursors of lists, filters, versions, methods and paths.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, everyRoute, openApi, pathOf, rows } from './api.ts';
import { closeSound } from './close.ts';

let api: Api;
let before: unknown;
beforeAll(async () => {
  api = await openApi();
  before = await api.stored();
});
afterAll(() => closeSound(api, before));

const lists = (): Readonly<Record<string, string>> => ({
  leads: '/v1/leads',
  'leads in a state': '/v1/leads?state=MQL',
  offers: '/v1/offers',
  timeline: `/v1/leads/${api.pending.leadId}/timeline`,
});
const kinds = ['leads', 'leads in a state', 'offers', 'timeline'];
const readers = [
  ['director-1', 'director'],
  ['rep', 'rep'],
] as const;

function read(kind: string, query: string, sub = 'director-1', group = 'director') {
  const path = lists()[kind] ?? '';
  const who = sub === 'rep' ? api.pending.repId : sub;
  const url = `${path}${path.includes('?') ? '&' : '?'}${query}`;
  return api.ask('GET', url, { sub: who, groups: [group] });
}

function encoded(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

describe.each(kinds)('the list of %s', (kind) => {
  it.each([
    '0',
    '201',
    '-1',
    '1.5',
    '1e1',
    '0x10',
    'ten',
    '',
    '%20',
    '5,5',
    '999999999999999999999',
  ])('has no limit of %j', async (limit) => {
    const answer = await read(kind, `limit=${limit}`);

    expect([answer.status, answer.body.code]).toEqual([422, 'INVALID']);
    expect(answer.body.errors[0].path).toBe('limit');
  });

  it.each(readers)('takes no forged cursor from %s', async (sub, group) => {
    const pk = '$leadloop#leadid_x';
    const forged = [
      'x',
      '',
      '%00',
      encoded({}),
      encoded(null),
      encoded([]),
      encoded({ pk }),
      encoded({ pk: 1e30, sk: 1 }),
      encoded({ pk: {}, sk: null }),
      encoded({ pk, sk: '$lead_1' }),
      encoded({ pk, sk: '$lead_1', listPk: '$x', listSk: 'y' }),
      `0.${encoded({ pk })}`,
      '99.',
      '-1.',
      '0.x.y',
      'A'.repeat(5000),
    ];

    const answers = [];
    for (const cursor of forged) answers.push(await read(kind, `cursor=${cursor}`, sub, group));

    const paths = answers.map(({ status, body }) => [status, body.errors?.[0].path]);
    expect(paths).toEqual(forged.map(() => [422, 'cursor']));
  });

  it('takes no cursor of another list', async () => {
    const others = kinds.filter((one) => one !== kind);
    const cursors = await Promise.all(
      others.map(async (other) => (await read(other, 'limit=1')).body.cursor),
    );

    const answers = await Promise.all(
      cursors.filter(Boolean).map((cursor) => read(kind, `cursor=${cursor}`)),
    );

    const paths = answers.map(({ status, body }) => [status, body.errors?.[0].path]);
    expect(paths.length).toBeGreaterThan(1);
    expect(paths).toEqual(paths.map(() => [422, 'cursor']));
  });

  it('tells nothing in a cursor: neither keys nor where it stands can be read from it', async () => {
    const { body } = await read(kind, 'limit=1');

    const bytes = Buffer.from(body.cursor, 'base64url').toString('latin1');
    expect(bytes).not.toMatch(/leadloop|lead_|MQL|PENDING|^\d+\./i);
    expect((await read(kind, 'limit=1')).body.cursor).toBe(body.cursor);
  });

  it('takes no cursor that was changed in one character, or made for another person', async () => {
    const { cursor } = (await read(kind, 'limit=1')).body;
    const changed = [0, 9, 20, 30, cursor.length - 1].map((at) =>
      [...cursor].with(at, cursor[at] === 'A' ? 'B' : 'A').join(''),
    );

    const answers = [
      ...(await Promise.all(changed.map((one) => read(kind, `cursor=${one}`)))),
      await read(kind, `cursor=${cursor}`, 'director-2'),
      await read(kind, `cursor=${cursor}`, 'rep', 'rep'),
    ];

    const paths = answers.map(({ status, body }) => [status, body.errors?.[0].path]);
    expect(paths).toEqual(answers.map(() => [422, 'cursor']));
    expect((await read(kind, `cursor=${cursor}`)).status).toBe(200);
  });

  it('gives page after page what one page gives', async () => {
    const whole = await read(kind, 'limit=200');
    const items = [];
    let cursor: string | undefined;
    do {
      const page = await read(kind, cursor ? `limit=1&cursor=${cursor}` : 'limit=1');
      items.push(...page.body.items);
      cursor = page.body.cursor;
    } while (cursor);

    const byId = (list: readonly object[]) => list.map((item) => JSON.stringify(item)).toSorted();
    expect(byId(items)).toEqual(byId(whole.body.items));
    expect(items.length).toBeGreaterThan(0);
  });
});

describe('a filter', () => {
  it.each(['/v1/leads?state=', '/v1/offers?status='])(
    '%s takes only what there is',
    async (path) => {
      const name = path.includes('state=') ? 'state' : 'status';

      for (const value of [
        '',
        'mql',
        'pending',
        '__proto__',
        'x'.repeat(5000),
        '%00',
        'MQL,READY',
      ]) {
        const answer = await api.ask('GET', `${path}${value}`, { groups: ['director'] });
        expect([answer.status, answer.body.errors?.[0].path], value).toEqual([422, name]);
        expect(answer.body.detail.length).toBeLessThan(400);
      }
    },
  );
});

describe('a version', () => {
  it('is needed to change the policy, and has to be the present one', async () => {
    const { body: policy } = await api.ask('GET', '/v1/policy', { groups: ['ops'] });
    const put = (headers: Readonly<Record<string, string>>) =>
      api.ask('PUT', '/v1/policy', { sub: 'ops-1', groups: ['ops'], headers, body: policy });

    const missing = await put({});
    const wrong = [];
    for (const version of ['"0"', '"999"', '*', 'x', '"-1"', '', '"1", "2"', '1e0'])
      wrong.push(await put({ 'if-match': version }));

    expect([missing.status, missing.body.code]).toEqual([428, 'PRECONDITION_REQUIRED']);
    expect(wrong.map(({ status, body }) => [status, body.code])).toEqual(
      wrong.map(() => [412, 'STALE_VERSION']),
    );
  });
});

const paths = [...new Set(everyRoute.map(({ path }) => path))];
const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'BREW',
  'get',
];

describe.each(paths)('%s', (path) => {
  it('says which methods it takes', async () => {
    const takes = everyRoute.filter((one) => one.path === path).map(({ method }) => method);
    const allowed = [...takes, ...(takes.includes('GET') ? ['HEAD'] : [])].toSorted();
    const others = methods.filter((method) => !allowed.includes(method));

    const answers = await Promise.all(
      others.map((method) => api.ask(method, pathOf(`X ${path}`), { groups: ['ops'] })),
    );

    expect(answers.map(({ status, headers }) => [status, headers.allow])).toEqual(
      others.map(() => [405, allowed.join(', ')]),
    );
  });
});

describe('HEAD', () => {
  it.each(everyRoute.filter(({ method }) => method === 'GET').map(({ path }) => path))(
    'answers as GET does at %s',
    async (path) => {
      const name = `GET ${path}`;
      const ids = rows[name]?.ids?.(api) ?? { month: '2026-09', id: 'CN' };
      const asked = { groups: ['director', 'ops'] };

      const got = await api.ask('GET', pathOf(name, ids), asked);
      const head = await api.ask('HEAD', pathOf(name, ids), asked);

      expect(head.status).toBe(got.status);
    },
  );
});

describe('a path that is none', () => {
  it.each(
    [
      '/v1',
      '/v1/',
      '/v2/leads',
      '/v1/leads/',
      '/V1/leads',
      '/v1/lead',
      '/v1//leads',
      '/v1/leads/../me',
      '/v1/leads/x/y/z',
      '/v1/leads/x/timeline/',
      '/v1/offers/x',
      '/.env',
      '/..%2f..%2fetc/passwd',
      '//evil.example/v1/me',
      `/${'x'.repeat(9000)}`,
    ].map((path) => [path.slice(0, 40), path]),
  )('%s is not found, with or without a token', async (_, path = '') => {
    const answers = [await api.ask('GET', path), await api.ask('POST', path, { groups: ['ops'] })];

    for (const { status, body } of answers) {
      expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
      expect(body.detail.length).toBeLessThan(200);
    }
  });
});
