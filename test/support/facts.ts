// Facts and events by name, for tests: the registry says what their data are called.

import * as z from 'zod';
import type { Fact } from '../../functions/leads/decision.ts';
import { aboutSchema } from '../../functions/leads/events/about.ts';
import { type EventData, type EventName, events } from '../../functions/leads/events/events.ts';
import type { StoredEvent } from '../../functions/ports.ts';

/** A fact of which only some data matter to the test. */
export function fact<Name extends EventName>(
  type: Name,
  data: Partial<EventData<Name>> = {},
): Fact {
  // What the test leaves out nobody may read.
  return { type, data } as unknown as Fact;
}

/** The events with these names, in order. */
export function named<Name extends EventName>(
  events: readonly StoredEvent[],
  ...names: readonly Name[]
): readonly Extract<StoredEvent, { readonly type: Name }>[] {
  return events.filter((event): event is Extract<StoredEvent, { readonly type: Name }> =>
    names.some((name) => name === event.type),
  );
}

/** What of an event is not as the registry says it; empty when all is. */
export function misfits({ type, data, about, id }: StoredEvent): readonly string[] {
  const said = [
    events[type].data().strict().safeParse(data),
    aboutSchema().strict().safeParse(about),
  ];
  return said.flatMap(({ error }) => (error ? [`${type} ${id}: ${z.prettifyError(error)}`] : []));
}
