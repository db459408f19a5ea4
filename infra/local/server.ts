// The socket in front of the offline target: reads requests no further than they may go, and closes in good order.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GatewayRequest } from '../emulator/http/gateway.ts';
import { tooLarge } from '../emulator/http/gateway.ts';
import { type GatewayResponse, problem } from '../emulator/http/problem.ts';
import type { FrontDoor } from './http/front-door.ts';

export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  close(): Promise<void>;
}

type Door = Pick<FrontDoor, 'admit' | 'answer'>;

/** How much of a refused body is read and thrown away, so that a client that is still sending gets to read the answer. */
const DISCARDED = 64 * 1024 * 1024;

/** Listens on the loopback address only; port 0 takes a free one. */
export async function listen(
  door: Door,
  options: { readonly port: number; readonly failed: (error: unknown) => void },
): Promise<RunningServer> {
  const server = createServer(
    { keepAliveTimeout: 5000, requestTimeout: 60_000 },
    (incoming, outgoing) => {
      serve(door, incoming, outgoing).catch((error: unknown) => {
        options.failed(error);
        if (outgoing.headersSent) outgoing.destroy();
        else send(outgoing, problem(502, 'INTERNAL', 'the offline target failed'));
      });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return { origin: `http://127.0.0.1:${portOf(server)}`, close: () => close(server) };
}

function portOf(server: Server): number {
  // Codec: a server that listens on a port has an AddressInfo.
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await closed;
}

async function serve(door: Door, incoming: IncomingMessage, outgoing: ServerResponse) {
  const head = {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    headers: headersOf(incoming),
  };
  const admitted = door.admit(head);
  if (typeof admitted !== 'number') {
    refuse(incoming, outgoing, admitted);
    return;
  }
  const body = await readBody(incoming, admitted);
  if (body === undefined) {
    refuse(incoming, outgoing, tooLarge(admitted));
    return;
  }
  const request: GatewayRequest = {
    ...head,
    body,
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
  };
  send(outgoing, await door.answer(request));
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const entries = Object.entries(incoming.headersDistinct).map(([name, values]) => [
    name,
    (values ?? []).join(','),
  ]);
  return Object.fromEntries(entries);
}

/** Undefined when it has more bytes than it may; what is too much is not kept. */
async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Not by `for await`: leaving that loop early would destroy the socket before the answer is written.
  const whole = Promise.withResolvers<Buffer | undefined>();
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) {
      chunks.length = 0;
      whole.resolve(undefined);
    } else chunks.push(chunk);
  });
  incoming.on('end', () => whole.resolve(Buffer.concat(chunks)));
  incoming.on('error', whole.reject);
  return await whole.promise;
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, answer: GatewayResponse) {
  let discarded = 0;
  incoming.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > DISCARDED) incoming.destroy();
  });
  incoming.on('error', () => outgoing.destroy());
  outgoing.setHeader('connection', 'close');
  send(outgoing, answer);
}

function send(outgoing: ServerResponse, answer: GatewayResponse): void {
  // A browser takes nothing for a page or a script that does not say it is one.
  outgoing.setHeader('x-content-type-options', 'nosniff');
  for (const [name, value] of Object.entries(answer.headers)) outgoing.setHeader(name, value);
  const bodiless = answer.statusCode === 204 || answer.statusCode === 304;
  if (!bodiless) outgoing.setHeader('content-length', Buffer.byteLength(answer.body));
  outgoing.statusCode = answer.statusCode;
  outgoing.end(bodiless ? undefined : answer.body);
}
