// The table's stream: every event that was written goes out, in order (architecture.md, rule 2).

import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { eventsIn } from '../adapters/table/stream.ts';
import { LeadId } from '../leads/ids.ts';
import { instantOf } from '../leads/instant.ts';
import { type CallContext, stopwatch, writeLine } from '../platform/call-log.ts';
import { onFirstCall } from '../platform/deps.ts';
import { count, WATCHED_EVENTS } from '../platform/metrics.ts';
import type { Deps, StoredEvent } from '../ports.ts';
import { relayEvents } from '../use-cases/workflow/relay-events.ts';

/** Throws when the first record fails; answers which one fails when others went out before it. */
export const create =
  (deps: Deps) =>
  async (stream: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    try {
      await relayEvents(deps, eventsIn(stream));
      return { batchItemFailures: [] };
    } catch (error) {
      const [, ...later] = stream.Records;
      if (later.length === 0) throw error;
      return oneByOne(deps, stream);
    }
  };

/** What a batch could not do each record may do by itself: relaying twice is harmless. */
async function oneByOne(
  deps: Deps,
  { Records }: DynamoDBStreamEvent,
): Promise<DynamoDBBatchResponse> {
  for (const [index, record] of Records.entries()) {
    try {
      await relayEvents(deps, eventsIn({ Records: [record] }));
    } catch (error) {
      if (index === 0) throw error;
      console.error('a record was not relayed and comes again', error);
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
}

const relay = onFirstCall(create);

/** The records that went out: those before the one that failed never come again. */
export function relayedOf(
  { Records }: DynamoDBStreamEvent,
  { batchItemFailures: [failed] }: DynamoDBBatchResponse,
): DynamoDBStreamEvent {
  if (!failed) return { Records };
  const end = Records.findIndex(
    ({ dynamodb }) => dynamodb?.SequenceNumber === failed.itemIdentifier,
  );
  return { Records: Records.slice(0, Math.max(0, end)) };
}

/** How many of these events there are of each type that somebody watches. */
export function businessCounts(stream: DynamoDBStreamEvent): Readonly<Record<string, number>> {
  const types = eventsIn(stream)
    .map(({ type }) => type)
    .filter((type) => Object.hasOwn(WATCHED_EVENTS, type));
  const counted = Map.groupBy(types, (type) => type);
  return Object.fromEntries([...counted].map(([type, some]) => [type, some.length]));
}

/** An id and no more: by these lines who was erased is found when the table is lost (docs/runbook.md, Restore). */
function erasedIn({ type, data }: StoredEvent): string | undefined {
  return type === 'Erased' || type === 'PersonErased' ? Object(data).personId : undefined;
}

/** Relays, and tells what went out: to the log each event, to the dashboard and the alarms the business figures. */
export async function handler(
  stream: DynamoDBStreamEvent,
  context: CallContext,
): Promise<DynamoDBBatchResponse> {
  const elapsed = stopwatch(context);
  const answer = await relay(stream, context);
  const relayed = relayedOf(stream, answer);
  for (const told of eventsIn(relayed)) {
    const { id: eventId, type: event, scope, offerId } = told;
    const about = { leadId: LeadId.safeParse(scope).data, offerId, personId: erasedIn(told) };
    await writeLine({ event, eventId, ...about, outcome: 'done', milliseconds: elapsed() });
  }
  const newest = relayed.Records.at(-1)?.dynamodb?.ApproximateCreationDateTime;
  if (newest !== undefined) count(businessCounts(relayed), instantOf(newest * 1000));
  return answer;
}
