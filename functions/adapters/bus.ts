// EventBridge behind the Bus port. Ids and facts go out; who a person is stays in the table (architecture.md, Security).

import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { present } from '../leads/present.ts';
import type { Bus, StoredEvent } from '../ports.ts';

const ENTRIES = 10;

/** Publishes in tens, as PutEvents takes them. Throws when the bus took some and not others: the batch is relayed again. */
export function eventBus({
  client,
  bus,
}: {
  readonly client: EventBridgeClient;
  readonly bus: string;
}): Bus {
  return {
    async publish(events) {
      for (let from = 0; from < events.length; from += ENTRIES) {
        const Entries = events.slice(from, from + ENTRIES).map((event) => entryOf(event, bus));
        const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries }));
        if (FailedEntryCount > 0)
          throw new Error(
            `the bus refused ${FailedEntryCount} of ${Entries.length} events; they are relayed again`,
          );
      }
    },
  };
}

function entryOf(event: StoredEvent, EventBusName: string) {
  const { id, scope, at, occurredAt, type, data, about, by: actor, schemaVersion = 1 } = event;
  const leadId = scope.startsWith('lead_') ? scope : undefined;
  const metadata = present({ id, version: at, schemaVersion, occurredAt, scope, leadId });
  return {
    EventBusName,
    Source: 'leads',
    DetailType: type,
    Detail: JSON.stringify({ metadata, about: { ...about, actor }, data }),
  };
}
