// Dependencies of functions that also send messages or publish: the table and the bus.

import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { eventBus } from '../adapters/bus.ts';
import { busNotifier } from '../adapters/bus-notifier.ts';
import type { Deps } from '../ports.ts';
import { type Logged, once } from './first-call.ts';
import { patience, tableDeps } from './table-deps.ts';

/** Who waits longer for it does nothing else meanwhile (decision 0028). */
export const bounded = { maxAttempts: 2, requestHandler: patience };

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
