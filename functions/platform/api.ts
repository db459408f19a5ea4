// What every API function does around its use case: who asks, may he, what did he send, was it sent before, how is it answered.

import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod';
import { Forbidden, Invalid, LeadError } from '../leads/errors.ts';
import { fieldProblems, isObject as isFields } from '../leads/fields.ts';
import { type Instant, instantOf, minus } from '../leads/instant.ts';
import { saidIn } from '../leads/intake/read-loosely.ts';
import { present } from '../leads/present.ts';
import type { Actor, Command, Deps, Receipt } from '../ports.ts';
import { openedCursor, sealedCursor } from './cursors.ts';
import { actingGroups } from './on-the-desk.ts';
import { escaped, PAGE_HEADERS, page } from './page.ts';
import { type SentForm, urlEncodedForm, utf8Text } from './plain-form.ts';
import { problemOf } from './problems.ts';

export type Group = 'sdr' | 'rep' | 'director' | 'ops' | 'admin';

/** One request that may go on: who, what and when are known. */
export interface Request<Body = unknown, Query = unknown> {
  readonly command: Command;
  readonly groups: readonly Group[];
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** The body as it came, for those who sign it. */
  readonly text: string;
  readonly header: (name: string) => string | undefined;
  /** The place that a cursor of this list stands for. Throws Invalid on `cursor`. */
  readonly placeOf: (cursor: string) => string;
  /** The version of If-Match, when sent. */
  readonly ifMatch?: number;
}

/** What a route tells of itself: its function reads it at each call, and the OpenAPI document once. */
export interface RouteTraits {
  /** In order of weight: the first one the caller has is the role he acts in; `public` asks for none. */
  readonly groups: readonly Group[] | 'public';
  /** Bytes its body may have, where that is not the limit of its kind. */
  readonly bodyLimit?: number;
  /** What its body is, where that is not JSON. */
  readonly takes?: 'text/csv';
  /** Of a success; 200 when left out. */
  readonly status?: 200 | 201 | 202;
  /** A 202 may be a 200 instead, when nothing is left to be done later. */
  readonly mayBeAtOnce?: true;
  /** The answer's `version` is its ETag; a PUT needs it as If-Match. */
  readonly isVersioned?: true;
  /** Headers of its answer; it is JSON unless they say otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer of a route that `mayBeAtOnce`, when it was. */
export interface AtOnce<Answer> {
  readonly atOnce: Answer;
}

/** What of a call is known before anything is read. */
export interface Promising {
  readonly at: Instant;
  readonly requestId: string;
  readonly params: Readonly<Record<string, string>>;
  readonly text: string;
  readonly header: (name: string) => string | undefined;
}

/** A route of api.md. What it answers is in its operation (contract/operations.ts). */
export interface Route extends RouteTraits {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly handle: (deps: Deps, request: Request) => Promise<unknown>;
  /** Takes what a browser sends without a script, too, and makes out by itself what was said. */
  readonly handleForm?: (
    deps: Deps,
    request: Request<undefined>,
    form: SentForm,
  ) => Promise<unknown>;
  /** What is answered to a call that has to wait until it can be written; without it the call fails. */
  readonly promise?: (call: Promising) => unknown;
}

/** Takes over a call that failed, and answers what it was promised; undefined where it fails. */
export type Later = (
  deps: Deps,
  call: { readonly event: APIGatewayProxyEvent; readonly promised: () => unknown },
  error: unknown,
) => Promise<unknown>;

/** The answer to a browser that is to go on to a page. */
export interface SeeOther {
  readonly seeOther: string;
}

/** What leaves the house. */
interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

/** Bytes a body may have: rows of a table may have 400 KB. */
const LIMITS = { public: 32 * 1024, staff: 256 * 1024 } as const;
const KEY_KEPT = 'P1D';

/** The handler of these routes. LeadErrors become problem+json; anything else is a bug or AWS, and is thrown unless it can wait for `later`. */
export function api(routes: readonly Route[], later?: Later): (deps: Deps) => Handler {
  const table = new Map(routes.map((one) => [`${one.method} ${one.path}`, one]));
  return (deps) => async (event) => {
    const method = event.httpMethod === 'HEAD' ? 'GET' : event.httpMethod;
    const found = table.get(`${method} ${event.resource}`);
    try {
      if (!found)
        throw new LeadError(`there is no ${event.path.slice(0, 100)} here; check the path`, {
          code: 'NOT_FOUND',
        });
      return within(response(await reply(deps, found, event)));
    } catch (error) {
      const promised =
        found?.promise &&
        (await later?.(deps, { event, promised: () => promisedTo(found, event) }, error));
      return promised ? response(replyOf(found, promised, String)) : refusal(error, found, event);
    }
  };
}

/** What the call was answered, or would be, if it had to wait. */
export function promisedTo(found: Route, event: APIGatewayProxyEvent): unknown {
  const { by } = callerOf(found, event);
  return found.promise?.({
    at: instantOf(event.requestContext.requestTimeEpoch),
    requestId: requestIdOf(event, keyOf(event, by)),
    params: paramsOf(event),
    text: bytesOf(event).toString(),
    header: (name) => header(event, name),
  });
}

/** Ids are made of it: the same request tried again, after whatever ended the first try, makes the same ones. */
function requestIdOf({ requestContext }: APIGatewayProxyEvent, key: string | undefined): string {
  return key ?? requestContext.requestId;
}

function paramsOf({ pathParameters }: APIGatewayProxyEvent): Readonly<Record<string, string>> {
  return (pathParameters ?? {}) as Record<string, string>;
}

/** Lambda gives no more than 6 MB to whoever called it; what is larger would be a 502 that says nothing. */
const MOST_ANSWERED = 5_500_000;

function within(answer: APIGatewayProxyResult): APIGatewayProxyResult {
  const bytes = Buffer.byteLength(answer.body);
  if (bytes <= MOST_ANSWERED) return answer;
  const message = `the answer would have ${bytes} bytes, and may have ${MOST_ANSWERED}; ask for less: a page with limit, a shorter period, or a filter`;
  return problem(new LeadError(message, { code: 'TOO_LARGE' }));
}

/** A problem for programs; where somebody opens a page in a browser, the same in words. */
function refusal(
  error: unknown,
  found: Route | undefined,
  event: APIGatewayProxyEvent,
): APIGatewayProxyResult {
  const reads = isPage(found?.headers) && header(event, 'accept')?.includes('text/html');
  if (!reads) return problem(error);
  const { status, title, detail } = problemOf(error);
  const body = page(title, `<p>${escaped(detail)}</p>`);
  return response({ status, body, headers: PAGE_HEADERS });
}

function problem(error: unknown): APIGatewayProxyResult {
  const body = problemOf(error);
  const headers = {
    'content-type': 'application/problem+json',
    ...(body.status === 429 && { 'retry-after': '1' }),
  };
  return response({ status: body.status, body, headers });
}

async function reply(deps: Deps, found: Route, event: APIGatewayProxyEvent): Promise<Reply> {
  const caller = callerOf(found, event);
  const form = formOf(found, event);
  const body = form ? undefined : bodyOf(found, event);
  const query = found.query && parsed(found.query, event.queryStringParameters ?? {});
  const at = instantOf(event.requestContext.requestTimeEpoch);
  const key = keyOf(event, caller.by);
  const receipt = key && receiptMaker(key, event, { at, status: found.status ?? 200 });
  const replayed = async () => {
    const kept = receipt && (await deps.store.receipt(receipt(null).id));
    return kept && kept.storedAt >= minus(at, KEY_KEPT) ? replay(kept, receipt(null)) : undefined;
  };
  const before = await replayed();
  if (before) return before;

  const { by, groups } = await actorOf(deps, found, caller, paramsOf(event));
  const list = listOf(event, by);
  const request: Request = {
    command: {
      by,
      at,
      requestId: requestIdOf(event, key),
      ...present({ receipt: receipt || undefined }),
    },
    groups,
    params: paramsOf(event),
    query,
    body,
    text: bytesOf(event).toString(),
    header: (name) => header(event, name),
    placeOf: (cursor) => openedCursor(cursor, list, deps.pepper),
    ...ifMatchOf(event),
  };
  try {
    const answer =
      form && found.handleForm
        ? await found.handleForm(deps, { ...request, body: undefined }, form)
        : await found.handle(deps, request);
    return replyOf(found, answer, (place) => sealedCursor(place, list, deps.pepper));
  } catch (error) {
    // The same request may have won the race: then its answer is ours.
    const won = await replayed();
    if (won) return won;
    throw error;
  }
}

/** The answer with its route's status and headers, as it may leave: where its page ended tells nothing. */
function replyOf(
  { status = 200, mayBeAtOnce, headers, isVersioned }: Route,
  answer: unknown,
  seal: (place: string) => string,
): Reply {
  if (!isObject(answer)) return { status, body: answer, headers };
  if ('seeOther' in answer) return seeOther(String(answer.seeOther));
  if (mayBeAtOnce && 'atOnce' in answer) return { status: 200, body: answer.atOnce };
  if ('cursor' in answer && answer.cursor !== undefined)
    return { status, body: { ...answer, cursor: seal(String(answer.cursor)) } };
  const etag = isVersioned && 'version' in answer ? { etag: `"${answer.version}"` } : undefined;
  return { status, body: answer, headers: etag };
}

function seeOther(location: string): Reply {
  return { status: 303, body: '', headers: { location, 'content-type': 'text/plain' } };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** The list that a request asks for, whatever page of it: the path, what filters it, and who asks. */
function listOf({ path, queryStringParameters }: APIGatewayProxyEvent, by: Actor): string {
  const { cursor: _, limit: _limit, ...filters } = queryStringParameters ?? {};
  return JSON.stringify([path, Object.entries(filters).toSorted(), by]);
}

interface Caller {
  readonly by: Actor;
  readonly groups: readonly Group[];
}

/** As whom he acts: whoever only reads need not be on the desk. What he acts on is read with his own row. */
async function actorOf(
  { store }: Deps,
  found: Route,
  caller: Caller,
  params: Request['params'],
): Promise<Caller> {
  if (found.groups === 'public' || found.method === 'GET') return caller;
  const { sub } = caller.by;
  const acting = actingGroups(store, sub, caller.groups);
  const { leadId, offerId, opportunityId } = params;
  store.readAhead({ leadId, offerId, opportunityId, answers: offerId && sub });
  const groups = await acting;
  const [kind = caller.by.kind] = groups;
  return { by: { kind, sub }, groups };
}

function callerOf(found: Route, event: APIGatewayProxyEvent): Caller {
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
    });
  const has = (claims.groups ?? '').split(',');
  const groups = found.groups.filter((group) => has.includes(group));
  const [kind] = groups;
  if (!kind)
    throw new Forbidden(`this needs one of the groups ${found.groups.join(', ')}; ask ops for it`);
  return { by: { kind, sub }, groups };
}

function bytesOf({ body, isBase64Encoded }: APIGatewayProxyEvent): Buffer {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

/** What a browser sent without a script; undefined when it was not, or where the route takes no such form. */
function formOf(found: Route, event: APIGatewayProxyEvent): SentForm | undefined {
  const type = mediaType(event);
  if (!found.handleForm || !PLAIN.has(type)) return undefined;
  const bytes = boundedBytes(found, event);
  if (type === 'application/x-www-form-urlencoded')
    return urlEncodedForm(bytes, header(event, 'content-type') ?? '');
  const sent = json(utf8Text(bytes, !event.isBase64Encoded));
  if (!isFields({ value: sent }))
    throw new Invalid([{ path: '', message: 'is not an object; send one' }]);
  return { said: saidIn(sent), undecoded: [] };
}

/** A browser sends these to any site without asking first. */
const PLAIN: ReadonlySet<string> = new Set(['application/x-www-form-urlencoded', 'text/plain']);

function mediaType(event: APIGatewayProxyEvent): string {
  return header(event, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
}

function boundedBytes({ groups, bodyLimit }: Route, event: APIGatewayProxyEvent): Buffer {
  const bytes = bytesOf(event);
  const limit = bodyLimit ?? LIMITS[groups === 'public' ? 'public' : 'staff'];
  if (bytes.length <= limit) return bytes;
  throw new LeadError(`the body may have ${limit} bytes; send less`, { code: 'TOO_LARGE' });
}

function bodyOf(found: Route, event: APIGatewayProxyEvent): unknown {
  if (!found.body) return undefined;
  const bytes = boundedBytes(found, event);
  const type = mediaType(event);
  const { takes = 'application/json' } = found;
  if (
    bytes.length > 0 &&
    type !== takes &&
    !(found.takes === undefined && type.endsWith('+json'))
  ) {
    throw new LeadError(`content type ${type || 'none'} is not understood; send ${takes}`, {
      code: 'UNSUPPORTED_MEDIA_TYPE',
    });
  }
  // A table says itself in which line it is no UTF-8.
  if (found.takes) return parsed(found.body, bytes.toString());
  return parsed(found.body, json(utf8Text(bytes, !event.isBase64Encoded)));
}

function parsed(schema: z.ZodType, sent: unknown): unknown {
  const result = schema.safeParse(sent);
  if (!result.success) throw new Invalid(fieldProblems(result.error));
  return result.data;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LeadError('the body is not JSON; send an object', {
      code: 'MALFORMED',
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
  { at, status }: { readonly at: Instant; readonly status: number },
): (answer: unknown) => Receipt {
  const bodyHash = hash(`${event.path}\n${bytesOf(event).toString()}`);
  const replaces = minus(at, KEY_KEPT);
  return (body) => ({ id, bodyHash, storedAt: at, replaces, status, body });
}

function replay({ bodyHash, status = 200, body }: Receipt, now: Receipt): Reply {
  if (bodyHash === now.bodyHash) return { status, body };
  const message = 'this Idempotency-Key was used with another body; use a new one';
  throw new LeadError(message, { code: 'IDEMPOTENCY_REUSED' });
}

function response({ status, body, headers }: Reply): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
    // A page is text already; everything else is JSON.
    body: isPage(headers) ? String(body) : JSON.stringify(body),
  };
}

function isPage(headers: Reply['headers']): boolean {
  return headers?.['content-type']?.startsWith('text/') ?? false;
}

function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  const entry = Object.entries(event.headers ?? {}).find(([one]) => one.toLowerCase() === name);
  return entry?.[1];
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
