// The table's stream: every event that was written goes out, in order (architecture.md, rule 2).

import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { eventsIn } from '../adapters/table/stream.ts';
import { LeadId } from '../leads/ids.ts';
import { instantOf } from '../leads/instant.ts';
import { type CallContext, stopwatch, writeLine } from '../platform/call-log.ts';
import { onFirstCall } from '../platform/deps.ts';
import { count, WATCHED_EVENTS } from '../platform/metrics.ts';
import type { Deps, StoredEvent } from '../ports.ts';
import { relayEvents } from '../use-cases/workflow/relay-events.ts';

/** Kept for a leg that was begun, and for its note. */
const FOR_THE_END_MILLISECONDS = 20_000;

/** Answers with which record it had no time to begin: from there on they come again. What failed is noted, and the sweep's. */
export const create =
  (deps: Deps) =>
  async ({
    mayGoOn,
    ...stream
  }: DynamoDBStreamEvent & {
    readonly mayGoOn?: (() => boolean) | undefined;
  }): Promise<DynamoDBBatchResponse> => {
    const { unbegun, errors, cut } = await relayEvents(deps, eventsIn(stream), { mayGoOn });
    for (const error of errors) console.error('a leg of an event failed and is kept', error);
    if (cut > 0) countAt(stream, { EventsCut: cut });
    const [first] = unbegun;
    const record = first && stream.Records.find((one) => eventIdsIn(one).includes(first.id));
    const itemIdentifier = record?.dynamodb?.SequenceNumber;
    return { batchItemFailures: itemIdentifier === undefined ? [] : [{ itemIdentifier }] };
  };

function eventIdsIn(record: DynamoDBRecord): readonly string[] {
  return eventsIn({ Records: [record] }).map(({ id }) => id);
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
  const mayGoOn = () => context.getRemainingTimeInMillis() > FOR_THE_END_MILLISECONDS;
  const answer = await relay({ ...stream, mayGoOn }, context);
  const relayed = relayedOf(stream, answer);
  for (const told of eventsIn(relayed)) {
    const { id: eventId, type: event, scope, offerId } = told;
    const about = { leadId: LeadId.safeParse(scope).data, offerId, personId: erasedIn(told) };
    await writeLine({ event, eventId, ...about, outcome: 'done', milliseconds: elapsed() });
  }
  countAt(relayed, businessCounts(relayed));
  return answer;
}

/** Counted at the instant of the newest record. */
function countAt({ Records }: DynamoDBStreamEvent, counts: Readonly<Record<string, number>>): void {
  const newest = Records.at(-1)?.dynamodb?.ApproximateCreationDateTime;
  if (newest !== undefined) count(counts, instantOf(newest * 1000));
}
