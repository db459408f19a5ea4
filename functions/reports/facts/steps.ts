// What some events do to the fact of a lead.

import type { EventName } from '../../leads/events/events.ts';
import type { StoredEvent } from '../../ports.ts';
import type { LeadFact } from './lead-fact.ts';

/** By the names of the events; an event that is not named changes nothing. */
export type Steps = {
  readonly [Name in EventName]?: (fact: LeadFact, event: StoredEvent<Name>) => LeadFact;
};
