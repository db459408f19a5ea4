// The offline target stands beside every page that a browser shows: none of them may read the leads, move the clock or take a token.

import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, type RunningServer } from '../../../infra/local/server.ts';
import { goodForm } from '../../../infra/tools/good-lead.ts';
import { type Company, openCompany } from '../../support/company.ts';

let company: Company;
let server: RunningServer;
let token: string;
beforeAll(async () => {
  const origins = ['https://www.acme.example', 'http://localhost:8080'];
  company = await openCompany({ policy: { origins: origins as unknown as object } });
  server = await listen(company.runtime.door, { port: 0, failed: () => {} });
  token = company.runtime.token('ops-1', ['ops']);
});
afterAll(async () => {
  await server.close();
  await company.close();
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** As a browser sends it: host, origin and what it says of the page that asks. */
function send(
  [method = 'GET', path = '/']: readonly string[],
  headers: Readonly<Record<string, string | string[]>>,
  body?: object,
): Promise<Answer> {
  const { hostname, port } = new URL(server.origin);
  const type = body ? { 'content-type': 'application/json' } : {};
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { hostname, port, method, path, headers: { ...type, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}

let people = 0;
function aForm(): object {
  people += 1;
  return goodForm({ person: { name: 'Li Lei', email: `li${people}@door${people}.example` } });
}

const LOCAL = ['GET', '/_local/outbox'];
const TOKEN = ['POST', '/_local/token'];
const AWS = ['POST', '/_aws'];
const STAFF = ['GET', '/v1/leads'];
const FORM = ['POST', '/v1/submissions'];
const everyDoor = [LOCAL, TOKEN, AWS, STAFF, FORM, ['GET', '/'], ['GET', '/web/app.js']];
const bearer = () => ({ authorization: `Bearer ${token}` });

describe('a name that a name server gave to this machine', () => {
  it.each([
    'evil.example',
    'evil.example:4000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'evil-localhost',
    '0.0.0.0',
    '192.168.1.7',
    '[::ffff:7f00:1]',
    'localhost@evil.example',
    '2130706433',
    'localhost, localhost',
  ])('such as %j opens no door', async (host) => {
    const answers = [];
    for (const door of everyDoor) answers.push(await send(door, { host, ...bearer() }));

    expect(answers.map(({ status }) => status)).toEqual(everyDoor.map(() => 421));
    expect(JSON.parse(answers[0]?.body ?? '{}')).toMatchObject({ code: 'MISDIRECTED' });
  });

  it('opens none beside a good one, nor when it stands in the request line', async () => {
    const twice = await send(LOCAL, { host: 'localhost' });
    const absolute = await send(['GET', 'http://evil.example/_local/outbox'], {
      host: 'localhost',
    });

    expect([twice.status, absolute.status]).toEqual([200, 421]);
  });

  it.each(['localhost', 'LOCALHOST:1', '127.0.0.1', '127.8.9.10:4000', '[::1]:4000'])(
    '%s is this machine’s own',
    async (host) => {
      expect((await send(LOCAL, { host })).status).toBe(200);
    },
  );
});

describe('a page of another website', () => {
  const host = 'localhost:4000';

  it.each([
    'https://evil.example',
    'http://localhost:8080',
    'https://www.acme.example',
    'http://localhost:4001',
    'https://localhost:4000',
    'http://127.0.0.1:4000',
    'http://localhost:4000.evil.example',
    'null',
    '',
  ])('at %j reaches neither clock, AWS nor staff routes, even with a token', async (origin) => {
    const answers = [];
    for (const door of [LOCAL, TOKEN, AWS, STAFF, ['PUT', '/_local/clock'], ['GET', '/']])
      answers.push(
        await send(door, { host, origin, ...bearer() }, door[0] === 'GET' ? undefined : {}),
      );

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
    expect(answers.every(({ headers }) => !headers['access-control-allow-origin'])).toBe(true);
  });

  it('reaches them no better by a picture or a script, which say no origin', async () => {
    const fetched = { host, 'sec-fetch-mode': 'no-cors' };
    const answers = [];
    for (const site of ['cross-site', 'same-site', 'same-origin', 'none'])
      answers.push(await send(LOCAL, { ...fetched, 'sec-fetch-site': site }));

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 200, 200]);
  });

  it('may lead here by a link', async () => {
    const link = { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };

    expect((await send(['GET', '/'], link)).status).toBe(200);
  });

  it('sends forms when the policy names it, and reads that they were taken', async () => {
    const answers = [];
    for (const origin of ['https://www.acme.example', 'http://localhost:8080'])
      answers.push(await send(FORM, { host, origin }, aForm()));

    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(answers[0]?.headers).toMatchObject({
      'access-control-allow-origin': 'https://www.acme.example',
      vary: 'origin',
    });
  });

  it.each(['https://evil.example', 'https://acme.example', 'http://www.acme.example', 'null'])(
    'sends none from %s, which the policy does not name',
    async (origin) => {
      const before = (await company.runtime.outbox.messages()).length;

      const answer = await send(FORM, { host, origin }, aForm());
      await company.runtime.settled();

      expect(answer.status).toBe(403);
      expect(await company.runtime.outbox.messages()).toHaveLength(before);
    },
  );

  it('is told before it sends what it may send', async () => {
    const asks = { host, 'access-control-request-method': 'POST' };
    const preflight = (path: string, origin: string) =>
      send(['OPTIONS', path], { ...asks, origin });

    const known = await preflight('/v1/submissions', 'https://www.acme.example');
    const unknown = await preflight('/v1/submissions', 'https://evil.example');
    const staff = await preflight('/v1/leads', 'https://www.acme.example');

    expect([known.status, unknown.status, staff.status]).toEqual([204, 403, 403]);
    expect(known.headers).toMatchObject({
      'access-control-allow-origin': 'https://www.acme.example',
      'access-control-allow-headers': expect.stringContaining('content-type'),
    });
  });
});

describe('its own page, and whoever is no page', () => {
  it.each([
    ['its own page', { host: 'localhost:4000', origin: 'http://localhost:4000' }],
    ['its own page by number', { host: '127.0.0.1:4000', origin: 'http://127.0.0.1:4000' }],
    ['a command', { host: 'localhost:4000' }],
  ])('%s passes every door', async (_who, headers) => {
    const answers = [
      await send(LOCAL, headers),
      await send(TOKEN, headers, { sub: 'ops-1', groups: ['ops'] }),
      await send(STAFF, { ...headers, ...bearer() }),
      await send(FORM, headers, aForm()),
      await send(['GET', '/'], headers),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 202, 200]);
  });

  it('is shown a page that runs nothing but its own scripts, and nothing that is guessed to be one', async () => {
    const page = await send(['GET', '/'], { host: 'localhost' });
    const others = [];
    for (const door of [LOCAL, STAFF, ['GET', '/web/app.js'], ['GET', '/nothing']])
      others.push(await send(door, { host: 'localhost', ...bearer() }));

    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(page.body).not.toMatch(/<script>|<style|\son\w+=|\sstyle=/);
    expect([page, ...others].map(({ headers }) => headers['x-content-type-options'])).toEqual(
      Array.from({ length: 5 }, () => 'nosniff'),
    );
  });
});
