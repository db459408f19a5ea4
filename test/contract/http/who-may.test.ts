// Every staff route × everybody who may not, in the order of api.md: token, group, ownership, state; and ids that are none.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Group } from '../../../functions/platform/api.ts';
import { routes as catalogued } from '../../../infra/catalog.ts';
import { type Api, everyRoute, openApi, ownRoutes, pathOf, rows } from './api.ts';
import { closeSound } from './close.ts';

let api: Api;
let before: unknown;
beforeAll(async () => {
  api = await openApi();
  before = await api.stored();
});
afterAll(() => closeSound(api, before));

const everyGroup: readonly Group[] = ['admin', 'ops', 'director', 'sdr', 'rep'];
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const staffRoutes = everyRoute.flatMap(({ groups, ...route }) =>
  groups === 'public' ? [] : [{ ...route, groups }],
);

describe('the table of routes', () => {
  it('has a row for every route that is not the desk’s, with the groups of api.md', () => {
    const asBuilt = ownRoutes.map((route) => [
      nameOf(route),
      route.groups === 'public' ? 'public' : route.groups.toSorted(),
    ]);

    const asWritten = Object.entries(rows).map(([name, { groups }]) => [name, groups]);

    expect(Object.fromEntries(asBuilt)).toEqual(Object.fromEntries(asWritten));
  });

  it('is what the catalogue deploys', () => {
    expect(catalogued.map(nameOf).toSorted()).toEqual(everyRoute.map(nameOf).toSorted());
  });
});

describe.each(staffRoutes.map((route) => [nameOf(route), route] as const))('%s', (name, route) => {
  const method = route.method;

  it('is closed to whoever shows no good token', async () => {
    const { runtime } = api.company;
    const good = runtime.token('somebody', ['admin', 'ops', 'director', 'sdr', 'rep']);
    const [head = '', claims = '', signature = ''] = good.split('.');
    const decoded = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const over = Buffer.from(JSON.stringify({ ...decoded, exp: 1 })).toString('base64url');
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    const bad = [
      undefined,
      '',
      'Bearer',
      'Bearer x.y.z',
      `Basic ${good}`,
      `Bearer ${head}.${claims}`,
      `Bearer ${head}.${claims}.${signature.slice(0, -2)}`,
      `Bearer ${head}.${over}.${signature}`,
      `Bearer ${unsigned}.${claims}.`,
    ];

    const answers = [];
    for (const authorization of bad)
      answers.push(
        await api.ask(method, pathOf(name), {
          body: '{',
          headers: authorization === undefined ? {} : { authorization },
        }),
      );

    const codes = answers.map(({ status, body }) => [status, body.code]);
    expect(codes).toEqual(bad.map(() => [401, 'UNAUTHENTICATED']));
  });

  it('is closed to every other group, whatever the body and the id', async () => {
    const others = everyGroup.filter((group) => !route.groups.includes(group));
    const wrong = [...others.map((group) => [group]), [], ['Sdr'], ['guest'], [' rep']];

    const answers = [];
    for (const groups of wrong)
      answers.push(await api.ask(method, pathOf(name), { groups, body: '{' }));

    const codes = answers.map(({ status, body }) => [status, body.code]);
    expect(codes).toEqual(wrong.map(() => [403, 'FORBIDDEN']));
  });
});

const withId = ownRoutes.filter(({ path }) => path.includes('{'));
const ulid = '0123456789ABCDEFGHJKMNPQRS';

describe.each(withId.map((route) => [nameOf(route), route] as const))(
  'the id in %s',
  (name, route) => {
    it.each(
      [
        `lead_${ulid}`,
        `lead_${ulid}-c1-o1`,
        `lead_${ulid.toLowerCase()}`,
        `sub_${ulid}`,
        `lead_${ulid}-c0-o0`,
        `lead_${ulid}.${'A'.repeat(43)}`,
        'x'.repeat(8000),
        '%00',
        '%0a',
        '%20',
        '__proto__',
        'constructor',
        '..%2f..%2fetc%2fpasswd',
        '%2e%2e',
        '%E5%AE%89',
        '%F0%9F%92%A5',
        '%3Cscript%3E',
        "'%20OR%201=1--",
        '$lead%23id_x',
      ].map((id) => [id.slice(0, 40), id]),
    )('is not found as %s', async (_, id = '') => {
      const { example, groups } = rows[name] ?? {};
      const may = groups === 'public' ? {} : { groups: [...(groups ?? [])] };

      const answer = await api.ask(
        route.method,
        pathOf(name, {
          leadId: id,
          offerId: id,
          opportunityId: id,
          importId: id,
          id,
          token: id,
          name: id,
        }),
        { ...may, ...(example ? { body: example } : {}) },
      );

      expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
      expect(answer.body.detail.length).toBeLessThan(300);
    });

    it('is malformed when it is not percent-encoded UTF-8', async () => {
      const ids = {
        leadId: '%ff',
        offerId: '%ff',
        opportunityId: '%ff',
        importId: '%ff',
        id: '%ff',
        token: '%ff',
        name: '%ff',
      };

      const answer = await api.ask(route.method, pathOf(name, ids), {
        groups: ['sdr', 'rep', 'ops'],
      });

      expect([answer.status, answer.body.code]).toEqual([400, 'MALFORMED']);
    });
  },
);

describe('the id of an offer', () => {
  it.each(['-c01-o1', '-c1-o01', '-c000001-o000001'])('has one spelling, not %s', async (end) => {
    const path = `/v1/offers/${api.pending.leadId}${end}/why`;

    const answer = await api.ask('GET', path, { groups: ['director'] });

    expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
  });
});

describe('ownership', () => {
  it('is judged before the state: another rep’s offer is his, pending or settled', async () => {
    const { pending, settled } = api;
    const body = { reason: 'NO_BUDGET', note: 'n', contacted: true };

    const codes = [];
    for (const offer of [pending, settled])
      for (const [step, sent] of [['accept'], ['reject', body]] as const) {
        const sub = offer.repId === 'rep-a' ? 'rep-b' : 'rep-a';
        const path = `/v1/offers/${offer.offerId}/${step}`;
        const answer = await api.ask('POST', path, { sub, groups: ['rep'], body: sent });
        codes.push([answer.status, answer.body.code, answer.body.state]);
      }

    expect(codes).toEqual(Array(4).fill([403, 'NOT_YOUR_OFFER', undefined]));
  });

  it('tells a rep nothing of a lead that was never offered to him', async () => {
    const note = { kind: 'call', direction: 'outbound', connected: true, note: 'n' };
    const asked = [
      ['GET', `/v1/leads/${api.mql}`],
      ['GET', `/v1/leads/${api.mql}/timeline`],
      ['POST', `/v1/leads/${api.mql}/activities`, note],
      ['POST', `/v1/leads/${api.mql}/return`, { reason: 'NO_BUDGET', note: 'n' }],
      ['GET', `/v1/offers/${api.pending.offerId}/why`],
    ] as const;

    const codes = [];
    for (const [method, path, body] of asked) {
      const answer = await api.ask(method, path, { sub: 'somebody', groups: ['rep'], body });
      codes.push([answer.status, answer.body.code, answer.body.state]);
    }

    expect(codes).toEqual([
      ...Array(4).fill([403, 'NOT_YOUR_LEAD', undefined]),
      [403, 'NOT_YOUR_OFFER', undefined],
    ]);
  });

  it('keeps an SDR from judging what another works on', async () => {
    const { example } = rows['POST /v1/leads/{leadId}/qualification'] ?? {};

    const answer = await api.ask('POST', `/v1/leads/${api.working}/qualification`, {
      sub: 'sdr-2',
      groups: ['sdr'],
      body: example,
    });

    expect([answer.status, answer.body.code]).toEqual([403, 'NOT_YOUR_LEAD']);
  });

  it('refuses an SDR whose sub cannot be an id', async () => {
    const path = `/v1/leads/${api.mql}/take`;

    const answer = await api.ask('POST', path, { sub: 'sam\nsdr', groups: ['sdr'] });

    expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
  });
});
