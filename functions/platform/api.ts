// What every API function does around its use case: who asks, may he, what did he send, was it sent before, how is it answered.

import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod';
import { Forbidden, Invalid, LeadError, LostRace, type ProblemCode } from '../leads/errors.ts';
import { fieldProblems } from '../leads/fields.ts';
import { type Instant, instantOf, minus } from '../leads/instant.ts';
import type { Actor, Command, Deps, Receipt } from '../ports.ts';
import { openedCursor, sealedCursor } from './cursors.ts';

export type Group = 'sdr' | 'rep' | 'director' | 'ops' | 'admin';

/** One request that may go on: who, what and when are known. */
export interface Request<Body = unknown> {
  readonly command: Command;
  readonly groups: readonly Group[];
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Body;
  /** The body as it came, for those who sign it. */
  readonly text: string;
  readonly header: (name: string) => string | undefined;
  /** The place that a cursor of this list stands for. Throws Invalid on `cursor`. */
  readonly placeOf: (cursor: string) => string;
  /** The version of If-Match, when sent. */
  readonly ifMatch?: number;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A route of api.md. `groups` in order of weight: the first one the caller has is the role he acts in; `public` asks for none. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly groups: readonly Group[] | 'public';
  readonly body?: z.ZodType;
  /** Bytes its body may have, where that is not the limit of its kind. */
  readonly bodyLimit?: number;
  readonly handle: (deps: Deps, request: Request) => Promise<Answer>;
}

/** A route whose handler gets its body as the schema gives it. */
export function route<Body>(
  one: Omit<Route, 'body' | 'handle'> & {
    readonly body: z.ZodType<Body>;
    readonly handle: (deps: Deps, request: Request<Body>) => Promise<Answer>;
  },
): Route {
  return {
    ...one,
    handle: (deps, request) => one.handle(deps, { ...request, body: request.body as Body }),
  };
}

export type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/** Bytes a body may have: rows of a table may have 400 KB. */
const LIMITS = { public: 32 * 1024, staff: 256 * 1024 } as const;
const KEY_KEPT = 'P1D';

/** The handler of these routes. LeadErrors become problem+json; anything else is a bug and is thrown. */
export function api(routes: readonly Route[]): (deps: Deps) => Handler {
  const table = new Map(routes.map((one) => [`${one.method} ${one.path}`, one]));
  return (deps) => async (event) => {
    try {
      const method = event.httpMethod === 'HEAD' ? 'GET' : event.httpMethod;
      const found = table.get(`${method} ${event.resource}`);
      if (!found)
        throw new LeadError(`there is no ${event.path.slice(0, 100)} here; check the path`, {
          code: 'NOT_FOUND',
          status: 404,
        });
      return response(await answer(deps, found, event));
    } catch (error) {
      return response(problemOf(error));
    }
  };
}

async function answer(deps: Deps, found: Route, event: APIGatewayProxyEvent): Promise<Answer> {
  const { by, groups } = callerOf(found, event);
  const body = bodyOf(found, event);
  const at = instantOf(event.requestContext.requestTimeEpoch);
  const key = keyOf(event, by);
  const receipt = key && receiptMaker(key, event, at);
  const kept = receipt && (await deps.store.receipt(receipt(0, null).id));
  if (receipt && kept && kept.storedAt >= minus(at, KEY_KEPT))
    return replay(kept, receipt(0, null));

  const command: Command = {
    by,
    at,
    // Ids are made of it: the same request tried again, after whatever ended the first try, makes the same ones.
    requestId: key ?? event.requestContext.requestId,
    ...(receipt ? { receipt } : {}),
  };
  const list = listOf(event, by);
  const request: Request = {
    command,
    groups,
    params: (event.pathParameters ?? {}) as Record<string, string>,
    query: (event.queryStringParameters ?? {}) as Record<string, string>,
    body,
    text: textOf(event),
    header: (name) => header(event, name),
    placeOf: (cursor) => openedCursor(cursor, list, deps.pepper),
    ...ifMatchOf(event),
  };
  try {
    return sealed(await found.handle(deps, request), (place) =>
      sealedCursor(place, list, deps.pepper),
    );
  } catch (error) {
    // The same request may have won the race: then its answer is ours.
    const won = receipt && (await deps.store.receipt(receipt(0, null).id));
    if (receipt && won && won.storedAt >= minus(at, KEY_KEPT)) return replay(won, receipt(0, null));
    throw error;
  }
}

/** The list that a request asks for, whatever page of it: the path, what filters it, and who asks. */
function listOf({ path, queryStringParameters }: APIGatewayProxyEvent, by: Actor): string {
  const { cursor: _, limit: _limit, ...filters } = queryStringParameters ?? {};
  return JSON.stringify([path, Object.entries(filters).toSorted(), by]);
}

/** The answer as it may leave: where its page ended tells nothing. */
function sealed({ body, ...answer }: Answer, seal: (place: string) => string): Answer {
  const isContinued = typeof body === 'object' && body !== null && 'cursor' in body;
  return { ...answer, body: isContinued ? { ...body, cursor: seal(String(body.cursor)) } : body };
}

function callerOf(
  found: Route,
  event: APIGatewayProxyEvent,
): { by: Actor; groups: readonly Group[] } {
  if (found.groups === 'public') {
    return { by: { kind: 'customer', sub: event.requestContext.identity.sourceIp }, groups: [] };
  }
  const claims = event.requestContext.authorizer as
    | { sub?: string; groups?: string }
    | null
    | undefined;
  const sub = claims?.sub;
  if (!sub)
    throw new LeadError('a valid bearer token is needed; sign in', {
      code: 'UNAUTHENTICATED',
      status: 401,
    });
  const has = (claims.groups ?? '').split(',');
  const groups = found.groups.filter((group) => has.includes(group));
  const [kind] = groups;
  if (!kind)
    throw new Forbidden(`this needs one of the groups ${found.groups.join(', ')}; ask ops for it`);
  return { by: { kind, sub }, groups };
}

function textOf({ body, isBase64Encoded }: APIGatewayProxyEvent): string {
  return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '');
}

function bodyOf({ body: schema, groups, bodyLimit }: Route, event: APIGatewayProxyEvent): unknown {
  const text = textOf(event);
  if (!schema) return undefined;
  const limit = bodyLimit ?? LIMITS[groups === 'public' ? 'public' : 'staff'];
  if (Buffer.byteLength(text) > limit) {
    throw new LeadError(`the body may have ${limit} bytes; send less`, {
      code: 'TOO_LARGE',
      status: 413,
    });
  }
  const type = header(event, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (text !== '' && type !== 'application/json' && !type.endsWith('+json')) {
    throw new LeadError(`content type ${type || 'none'} is not understood; send application/json`, {
      code: 'UNSUPPORTED_MEDIA_TYPE',
      status: 415,
    });
  }
  const parsed = schema.safeParse(json(text));
  if (!parsed.success) throw new Invalid(fieldProblems(parsed.error));
  return parsed.data;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LeadError('the body is not JSON; send an object', {
      code: 'MALFORMED',
      status: 400,
      cause,
    });
  }
}

function ifMatchOf(event: APIGatewayProxyEvent): { ifMatch?: number } {
  const value = header(event, 'if-match');
  if (value === undefined) return {};
  const version = Number(/^(?:W\/)?"?(\d{1,9})"?$/.exec(value)?.[1] ?? Number.NaN);
  return { ifMatch: version };
}

function keyOf(event: APIGatewayProxyEvent, by: Actor): string | undefined {
  const key = header(event, 'idempotency-key');
  if (key === undefined || event.httpMethod !== 'POST') return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Invalid([
      { path: 'Idempotency-Key', message: 'must be 1 to 255 printable characters' },
    ]);
  }
  return hash(`${by.sub}\n${event.resource}\n${key}`);
}

function receiptMaker(
  id: string,
  event: APIGatewayProxyEvent,
  at: Instant,
): (status: number, body: unknown) => Receipt {
  const bodyHash = hash(`${event.path}\n${event.body ?? ''}`);
  return (status, body) => ({
    id,
    bodyHash,
    storedAt: at,
    replaces: minus(at, KEY_KEPT),
    status,
    body,
  });
}

function replay(kept: Receipt, now: Receipt): Answer {
  if (kept.bodyHash === now.bodyHash) return { status: kept.status, body: kept.body };
  throw new LeadError('this Idempotency-Key was used with another body; use a new one', {
    code: 'IDEMPOTENCY_REUSED',
    status: 409,
  });
}

const titles: Record<ProblemCode, string> = {
  MALFORMED: 'The body is not JSON',
  UNAUTHENTICATED: 'Sign in first',
  FORBIDDEN: 'Your group may not do this',
  NOT_YOUR_OFFER: 'This offer is another rep’s',
  NOT_YOUR_LEAD: 'This lead is another person’s',
  NOT_FOUND: 'Not found',
  ILLEGAL_TRANSITION: 'Not possible in the present state',
  OFFER_EXPIRED: 'The offer has run out',
  OFFER_SETTLED: 'The offer is settled',
  RECYCLE_GUARD: 'Not before the lead was called again',
  COLLISION: 'Somebody else has a claim',
  IDEMPOTENCY_REUSED: 'Idempotency key used before',
  STALE_VERSION: 'Changed meanwhile',
  TOO_LARGE: 'The body is too large',
  UNSUPPORTED_MEDIA_TYPE: 'Content type not understood',
  INVALID: 'Some fields are wrong',
  BANT_FAILS: 'BANT does not pass',
  PRECONDITION_REQUIRED: 'If-Match is needed',
  TOO_MANY_REQUESTS: 'Too much at once',
};

function problemOf(error: unknown): Answer {
  if (error instanceof LostRace) {
    return problemOf(
      new LeadError('somebody else changes this at the same moment; try again', {
        code: 'TOO_MANY_REQUESTS',
        status: 429,
        cause: error,
      }),
    );
  }
  if (!(error instanceof LeadError)) throw error;
  const { code, status, errors, extra } = error.problem;
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: {
      type: `https://leadloop.example/problems/${code.toLowerCase().replaceAll('_', '-')}`,
      title: titles[code],
      status,
      detail: error.message,
      code,
      ...(errors ? { errors } : {}),
      ...extra,
    },
  };
}

function response({ status, body, headers }: Answer): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    // A page is text already; everything else is JSON.
    body: isPage(headers) ? String(body) : JSON.stringify(body),
  };
}

function isPage(headers: Answer['headers']): boolean {
  return headers?.['content-type']?.startsWith('text/html') ?? false;
}

function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  const entry = Object.entries(event.headers ?? {}).find(([one]) => one.toLowerCase() === name);
  return entry?.[1];
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
