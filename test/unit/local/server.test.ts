import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { json } from '../../../infra/emulator/http/problem.ts';
import type { FrontDoor } from '../../../infra/local/http/front-door.ts';
import { listen, type RunningServer } from '../../../infra/local/server.ts';

const LIMIT = 1000;
let server: RunningServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function open(): Promise<string> {
  const door: Pick<FrontDoor, 'admit' | 'answer'> = {
    admit: ({ target }) => (target === '/nothing' ? json(404, {}) : LIMIT),
    answer: async ({ method, target, body }) => json(200, { method, target, size: body?.length }),
  };
  // A stand-in for the front door: the server calls nothing else of it.
  server = await listen(door as FrontDoor, { port: 0, failed: () => {} });
  return server.origin;
}

/** Sends without a length, so that the server has to count. */
function sendChunked(origin: string, chunks: number, size: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${origin}/upload`, { method: 'POST' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
    for (let sent = 0; sent < chunks; sent += 1) request.write(Buffer.alloc(size, 'x'));
    request.end();
  });
}

describe('the server', () => {
  it('hands on method, target and body', async () => {
    const origin = await open();

    const response = await fetch(`${origin}/a%20b?c=d`, { method: 'POST', body: 'hello' });

    expect(await response.json()).toEqual({ method: 'POST', target: '/a%20b?c=d', size: 5 });
  });

  it('answers HEAD without a body', async () => {
    const origin = await open();

    const response = await fetch(`${origin}/a`, { method: 'HEAD' });

    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it('refuses ten megabytes with 413, announced or not', async () => {
    const origin = await open();

    const announced = await fetch(`${origin}/upload`, {
      method: 'POST',
      body: Buffer.alloc(10_000_000, 'x'),
    });
    const counted = await sendChunked(origin, 100, 100_000);

    expect([announced.status, counted]).toEqual([413, 413]);
  });

  it('answers what is refused before the body was read', async () => {
    const origin = await open();

    const response = await fetch(`${origin}/nothing`, {
      method: 'POST',
      body: 'x'.repeat(100_000),
    });

    expect(response.status).toBe(404);
  });

  it('outlives a client that hangs up in the middle of its body', async () => {
    const origin = await open();
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.write('POST /upload HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();

    const response = await fetch(`${origin}/a`);

    expect(response.status).toBe(200);
  });
});
