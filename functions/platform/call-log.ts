// One line at the end of each call: what was called, what came of it, which lead it was about. Ids and codes only, no bodies (architecture.md, Operating it).

import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { LeadError } from '../leads/errors.ts';
import { LeadId, leadOf, OfferId, OpportunityId } from '../leads/ids.ts';

/** What Lambda says of a call; its countdown is the clock of the line, since nothing here reads one. */
export type CallContext = Pick<
  Context,
  'awsRequestId' | 'functionName' | 'getRemainingTimeInMillis'
>;

/** What does not look like an id of ours is left out: anything may stand in a path. */
function id<Id extends z.ZodType>(schema: Id) {
  return schema.optional().catch(undefined);
}
const ids = {
  leadId: id(LeadId),
  offerId: id(OfferId),
  opportunityId: id(OpportunityId),
};
const ExecutionName = z.string().regex(/^lead_[0-9A-Z]{26}-[a-z0-9-]{1,40}$/);

/** All that a line takes from what was sent, by API Gateway, a workflow, or the bus. */
const Called = z.object({
  ...ids,
  execution: id(ExecutionName),
  httpMethod: id(z.string()),
  resource: id(z.string()),
  pathParameters: id(z.object(ids)),
  requestContext: id(z.object({ requestId: z.string() })),
  detail: id(z.object(ids)),
});

/** What the API answers when it refuses. */
const Refused = z.object({ statusCode: z.int().min(400), body: z.string() });

interface Outcome {
  /** `refused`: somebody asked for what may not be; `failed`: a bug, or AWS. */
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly code?: string | undefined;
}

let logger: Logger | undefined;

/** Milliseconds since this was called, each time it is asked. */
export function stopwatch(context: CallContext): () => number {
  const left = context.getRemainingTimeInMillis();
  return () => left - context.getRemainingTimeInMillis();
}

/** A line by itself: for the relay, which is called once for many events. */
export async function writeLine(line: Outcome & Readonly<Record<string, unknown>>): Promise<void> {
  // Loaded with the first line: it would make every import ten milliseconds longer.
  const { Logger: Lines } = await import('@aws-lambda-powertools/logger');
  logger ??= new Lines({ serviceName: 'leadloop', logLevel: 'INFO' });
  logger.info('call', line);
}

/** Runs the call and writes its line, whatever becomes of it. */
export async function logged<Result>(
  event: unknown,
  context: CallContext,
  run: () => Promise<Result>,
): Promise<Result> {
  const elapsed = stopwatch(context);
  const write = (outcome: Outcome) =>
    writeLine({ ...subjectOf(event, context), ...outcome, milliseconds: elapsed() });
  try {
    const result = await run();
    await write(answeredWith(result));
    return result;
  } catch (error) {
    await write(endedWith(error));
    throw error;
  }
}

function subjectOf(event: unknown, { functionName, awsRequestId }: CallContext): object {
  const called = Called.safeParse(event).data ?? {};
  const { httpMethod, resource, requestContext, execution } = called;
  const { offerId, opportunityId, leadId } = {
    ...called,
    ...called.pathParameters,
    ...called.detail,
  };
  const part = offerId ?? opportunityId;
  return {
    ...(resource ? { route: `${httpMethod} ${resource}` } : { task: functionName }),
    leadId: leadId ?? (part && leadOf(part)),
    offerId,
    executionName: execution ?? (resource ? undefined : part),
    requestId: requestContext?.requestId ?? awsRequestId,
  };
}

function answeredWith(result: unknown): Outcome {
  const refused = Refused.safeParse(result).data;
  if (!refused) return { outcome: 'done' };
  // A page refuses, too, and has none.
  const [, code] = /"code":"([A-Z_]+)"/.exec(refused.body) ?? [];
  return { outcome: 'refused', code };
}

function endedWith(error: unknown): Outcome {
  if (error instanceof LeadError) return { outcome: 'refused', code: error.problem.code };
  return { outcome: 'failed', code: error instanceof Error ? error.name : typeof error };
}
