// Dependencies of functions that also send messages or publish: the table and the bus.

import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { eventBus } from '../adapters/bus.ts';
import { busNotifier } from '../adapters/bus-notifier.ts';
import type { Deps } from '../ports.ts';
import { type Logged, once } from './first-call.ts';
import { tableDeps } from './table-deps.ts';

/** A service that does not answer is away: who waits for it longer than this does nothing else meanwhile (decision 0028). */
export const bounded = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
};

const BusEnvironment = z.object({ EVENT_BUS: z.string().min(1) });

/** The handler of a function that is granted the table and the bus. */
export function onTableAndBus<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
): Logged<Event, Result> {
  return once(create, () => {
    const { EVENT_BUS } = BusEnvironment.parse(process.env);
    const client = new EventBridgeClient(bounded);
    return tableDeps({
      bus: eventBus({ client, bus: EVENT_BUS }),
      notifier: busNotifier(client, EVENT_BUS),
    });
  });
}
