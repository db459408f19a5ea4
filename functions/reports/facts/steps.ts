// What some events do to the fact of a lead.

import type { EventName } from '../../leads/events/events.ts';
import type { StoredEvent } from '../../ports.ts';
import type { LeadFact } from './lead-fact.ts';

/** By the names of the events; an event that is not named changes nothing. `before`: the fact to which the event has told nothing yet. */
export type Steps = {
  readonly [Name in EventName]?: (
    fact: LeadFact,
    event: StoredEvent<Name>,
    before: LeadFact,
  ) => LeadFact;
};
