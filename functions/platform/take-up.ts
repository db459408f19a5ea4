// Calls come out of the buffer, those of a sender in their order, through the same routes as when they came (decision 0029).

import type {
  APIGatewayProxyEvent,
  APIGatewayProxyResult,
  SQSBatchResponse,
  SQSEvent,
  SQSRecord,
} from 'aws-lambda';
import { LostRace } from '../leads/errors.ts';
import { instantOf } from '../leads/instant.ts';
import type { Deps } from '../ports.ts';
import { api, type Handler, promisedTo, type Route } from './api.ts';
import { calledAgain } from './called-again.ts';

/** After so many tries it may be the call itself that cannot be written. */
const TRIES = 5;

/** Makes the name that a sender was told lead to what was stored under another. */
type NameAgain = (
  deps: Deps,
  names: { readonly promised: string; readonly stored: string },
) => Promise<void>;

interface Taking {
  readonly deps: Deps;
  readonly routes: readonly Route[];
  readonly handle: Handler;
  readonly nameAgain: NameAgain;
}

/** Answers which calls have to come again. Of one sender nothing is taken up before what he sent earlier. */
export function takeUp(
  routes: readonly Route[],
  nameAgain: NameAgain,
): (deps: Deps) => (event: SQSEvent) => Promise<SQSBatchResponse> {
  return (deps) => {
    const taking: Taking = { deps, routes, handle: api(routes)(deps), nameAgain };
    return async ({ Records }) => {
      const late = new Set<string>();
      const batchItemFailures: { itemIdentifier: string }[] = [];
      for (const record of Records) {
        const { MessageGroupId: sender = '' } = record.attributes;
        if (!late.has(sender) && (await isTakenUp(taking, record))) continue;
        late.add(sender);
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
      return { batchItemFailures };
    };
  };
}

async function isTakenUp(taking: Taking, record: SQSRecord): Promise<boolean> {
  let event: APIGatewayProxyEvent;
  try {
    event = calledAgain(record.body);
  } catch (error) {
    return await putAside(taking.deps, record, error);
  }
  try {
    const answer = await answered(taking, event);
    // Somebody else writes the same, or a platform does not give the lead out yet.
    if (answer.statusCode === 429) return false;
    if (answer.statusCode >= 400) return await putAside(taking.deps, record, answer.body);
    await keepPromise(taking, event, answer);
    return true;
  } catch (error) {
    const { requestId } = event.requestContext;
    console.error('a call of the buffer could not be written', requestId, error);
    const tries = Number(record.attributes.ApproximateReceiveCount);
    if (tries < TRIES || !(await canWrite(taking.deps, record))) return false;
    return await putAside(taking.deps, record, error);
  }
}

/** Nobody reads a refusal any more: what the policy refuses of a form goes in as one of a page without a script does (4.8). */
async function answered(
  { routes, handle }: Taking,
  event: APIGatewayProxyEvent,
): Promise<APIGatewayProxyResult> {
  const answer = await handle(event);
  if (answer.statusCode !== 422 || !routeOf(routes, event)?.handleForm) return answer;
  return await handle({ ...event, headers: { ...event.headers, 'content-type': 'text/plain' } });
}

/** Sent again meanwhile, a form was stored under the name that the second sending was told. */
async function keepPromise(
  { deps, routes, nameAgain }: Taking,
  event: APIGatewayProxyEvent,
  { body }: APIGatewayProxyResult,
): Promise<void> {
  const route = routeOf(routes, event);
  const promised = route && submissionIdIn(promisedTo(route, event));
  const stored = submissionIdIn(body === '' ? undefined : JSON.parse(body));
  if (promised === undefined || stored === undefined || promised === stored) return;
  await nameAgain(deps, { promised, stored });
}

function submissionIdIn(answer: unknown): string | undefined {
  const { submissionId } = Object(answer);
  return typeof submissionId === 'string' ? submissionId : undefined;
}

function routeOf(routes: readonly Route[], event: APIGatewayProxyEvent): Route | undefined {
  return routes.find(({ method, path }) => method === event.httpMethod && path === event.resource);
}

/** For ops, with why. */
async function putAside(
  { buffer }: Deps,
  { body, attributes, messageId }: SQSRecord,
  why: unknown,
): Promise<true> {
  console.error('a call of the buffer is put aside for ops', messageId, why);
  const reason = why instanceof Error ? why.name : String(why);
  const { MessageGroupId: sender = messageId } = attributes;
  await buffer.putAside({ id: messageId, sender, text: withReason(body, reason) });
  return true;
}

function withReason(text: string, reason: string): string {
  try {
    return JSON.stringify({ ...JSON.parse(text), reason });
  } catch {
    return text;
  }
}

/** Whether the table takes anything: then it is not away, and what fails again and again is this call. */
async function canWrite({ store }: Deps, { messageId, attributes }: SQSRecord): Promise<boolean> {
  const storedAt = instantOf(Number(attributes.ApproximateFirstReceiveTimestamp));
  const id = `buffer|${messageId}`;
  try {
    const receipt = { id, bodyHash: '', storedAt, replaces: storedAt, body: {} };
    await store.commit({ changes: [], receipt });
    return true;
  } catch (error) {
    return error instanceof LostRace;
  }
}
