// The table's stream: every event that was written goes out, in order (architecture.md, rule 2).

import type { DynamoDBStreamEvent } from 'aws-lambda';
import { eventsIn } from '../adapters/table/stream.ts';
import { onFirstCall } from '../platform/deps.ts';
import type { Deps } from '../ports.ts';
import { relayEvents } from '../use-cases/relay-events.ts';

export const create =
  (deps: Deps) =>
  async (stream: DynamoDBStreamEvent): Promise<void> =>
    relayEvents(deps, eventsIn(stream));

export const handler = onFirstCall(create);
