// The Notifier port in AWS until a channel is configured: a message is an event of its own, for whoever sends mail or chat.

import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Notifier } from '../ports.ts';

/** A message that the bus took counts as delivered. */
export function busNotifier(client: EventBridgeClient, bus: string): Notifier {
  return {
    async send(message) {
      const { FailedEntryCount = 0 } = await client.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: bus,
              Source: 'leads',
              DetailType: 'MessageRequested',
              Detail: JSON.stringify(message),
            },
          ],
        }),
      );
      return { delivered: FailedEntryCount === 0 };
    },
  };
}
