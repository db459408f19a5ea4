// Every field of every body × everything that can be wrong with it: named by its path, and nothing is written.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../../infra/local/server.ts';
import { type Api, everyRoute, openApi, ownRoutes, pathOf, rows } from './api.ts';
import { closeSound } from './close.ts';
import { casesOf, fieldsOf, missingFrom } from './fields.ts';

let api: Api;
let before: unknown;
beforeAll(async () => {
  api = await openApi();
  before = await api.stored();
});
afterAll(() => closeSound(api, before));

/** Of JSON: a table is tested in unit/leads/source/spend-file.test.ts and workflow/spend.test.ts. */
const routes = ownRoutes.flatMap(({ method, path, body, bodyLimit, handleForm, takes }) => {
  const name = `${method} ${path}`;
  return body && takes === undefined
    ? [[name, { method, body, bodyLimit, handleForm, row: rows[name] ?? { groups: [] } }] as const]
    : [];
});

describe.each(routes)('%s', (name, { method, body, bodyLimit, handleForm, row }) => {
  const isPublic = row.groups === 'public';
  const { example = {} } = row;
  const send = (sent: unknown, headers: Readonly<Record<string, string>> = {}) =>
    api.ask(method, pathOf(name, row.ids?.(api)), {
      body: sent,
      headers,
      ...(isPublic ? {} : { groups: [...row.groups], sub: row.sub?.(api) ?? 'somebody' }),
    });

  it('has an example of every field', () => {
    expect(missingFrom(example, fieldsOf(body))).toEqual([]);
    expect(body.safeParse(example).success).toBe(true);
  });

  it('names exactly the field that is wrong', async () => {
    const missed: string[] = [];
    for (const [what, sent, path] of casesOf(example, fieldsOf(body), { isPublic })) {
      const { status, body: problem } = await send(sent);
      const named = problem.errors?.map((one: { path: string }) => one.path);
      const paths = [...new Set(named)];
      const isNamed = status === 422 && problem.code === 'INVALID' && paths.length === 1;
      // Of a list its first member may be what is wrong.
      if (!isNamed || (paths[0] !== path && paths[0] !== `${path}.0`))
        missed.push(`${what}: ${status} ${problem.code} ${JSON.stringify(paths)}`);
    }

    expect(missed).toEqual([]);
  });

  it('names all bad fields in one answer', async () => {
    const top = fieldsOf(body).filter(
      ({ path, isNullable, isTracking }) => path.length === 1 && !isNullable && !isTracking,
    );
    const names = top.map(({ path }) => path.join('.'));
    // Null is not said in a public body; this nobody says.
    const wrong = isPublic ? [17] : null;

    const answer = await send(Object.fromEntries(names.map((one) => [one, wrong])));

    const paths = answer.body.errors.map(({ path }: { path: string }) => path);
    expect(answer.status).toBe(422);
    expect(paths).toEqual(expect.arrayContaining(names));
  });

  it.each(['', '{', 'name=ann', '\u0000', '\ufeff{}', '{}{}', "{'a':1}", '{"a":NaN}', '['])(
    'is malformed as %j',
    async (sent) => {
      const answer = await send(sent, { 'content-type': 'application/json' });

      expect([answer.status, answer.body.code]).toEqual([400, 'MALFORMED']);
    },
  );

  it.each(['[]', 'null', '"text"', '17', 'true'])('is an object, not %s', async (sent) => {
    const answer = await send(sent);

    expect([answer.status, answer.body.errors?.[0].path]).toEqual([422, '']);
  });

  const plain = handleForm ? [] : ['text/plain', 'application/x-www-form-urlencoded'];
  it.each([...plain, 'text/json', '', 'json', '*/*'])('is not taken as %j', async (type) => {
    const answer = await send(example, { 'content-type': type });

    expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('is no longer than its kind of route allows, in bytes', async () => {
    const limit = bodyLimit ?? (isPublic ? 32 : 256) * 1024;
    const padded = (bytes: number) => {
      const text = '安'.repeat(Math.floor((bytes - 2) / 3));
      return `"${text}${'x'.repeat(bytes - 2 - Buffer.byteLength(text))}"`;
    };

    const within = await send(padded(limit));
    const over = await send(padded(limit + 1));

    expect([within.status, over.status, over.body.code]).toEqual([422, 413, 'TOO_LARGE']);
  });
});

const withBody = everyRoute.flatMap(({ method, path, body, groups, bodyLimit }) =>
  body ? [[`${method} ${path}`, { method, groups, bodyLimit }] as const] : [],
);

describe.each(withBody)('%s is answered in few words', (name, { method, groups, bodyLimit }) => {
  const room = (bodyLimit ?? (groups === 'public' ? 32 : 256) * 1024) - 2048;
  const keys = (bytes: number, length: number) =>
    Object.fromEntries(
      Array.from({ length: Math.floor(bytes / (length + 5)) }, (_, n) => [
        String(n).padStart(length, 'k'),
        0,
      ]),
    );
  const send = (body: unknown) =>
    api.ask(method, pathOf(name, rows[name]?.ids?.(api)), {
      body,
      headers: { 'if-match': '"1"' },
      ...(groups === 'public' ? {} : { groups: [...groups], sub: 'somebody' }),
    });

  it.each([
    ['keys that nobody knows', () => keys(room, 6)],
    ['one such key as long as the body', () => keys(room, room - 5)],
    [
      'such keys deep within',
      () =>
        Object.fromEntries(
          ['person', 'company', 'sources', 'scoring', 'mapping', 'weekly'].map((part) => [
            part,
            keys(room / 6, 8),
          ]),
        ),
    ],
  ])('when all it holds is %s', async (_what, body) => {
    const answer = await send(body());

    expect(answer.body.errors?.length ?? 0).toBeLessThanOrEqual(100);
    expect(Buffer.byteLength(JSON.stringify(answer.body))).toBeLessThan(200_000);
  });
});

describe('over a socket', () => {
  it('ten megabytes are refused with a problem', async () => {
    const failed: unknown[] = [];
    const server = await listen(api.company.runtime.door, {
      port: 0,
      failed: (error) => failed.push(error),
    });
    const token = api.company.runtime.token('somebody', ['ops', 'director', 'sdr', 'rep']);
    const asked = [
      ['POST', '/v1/submissions'],
      ['POST', `/v1/offers/${api.pending.offerId}/accept`],
      ['PUT', '/v1/policy'],
    ] as const;

    const codes = [];
    for (const [method, path] of asked) {
      const answer = await fetch(`${server.origin}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: Buffer.alloc(10_000_000, 'x'),
      });
      const problem = await answer.json();
      codes.push([answer.status, Object(problem).code, answer.headers.get('content-type')]);
    }
    await server.close();

    expect(codes).toEqual(asked.map(() => [413, 'TOO_LARGE', 'application/problem+json']));
    expect(failed).toEqual([]);
  });
});
