// The table's stream: every event that was written goes out, in order (architecture.md, rule 2).

import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { eventsIn } from '../adapters/table/stream.ts';
import { instantOf } from '../leads/instant.ts';
import { onFirstCall } from '../platform/deps.ts';
import { count } from '../platform/metrics.ts';
import type { Deps } from '../ports.ts';
import { relayEvents } from '../use-cases/relay-events.ts';

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

/** What was written is counted by its type: the dashboard's and the alarms' business figures. */
export async function handler(stream: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const answer = await relay(stream);
  const newest = stream.Records.at(-1)?.dynamodb?.ApproximateCreationDateTime;
  if (answer.batchItemFailures.length > 0 || newest === undefined) return answer;
  const types = eventsIn(stream).map(({ type }) => type);
  const counts = Map.groupBy(types, (type) => type);
  count(
    Object.fromEntries([...counts].map(([type, some]) => [type, some.length])),
    instantOf(newest * 1000),
  );
  return answer;
}
