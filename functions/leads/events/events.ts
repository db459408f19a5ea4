// Every event there is, by name. What is emitted, stored, relayed, folded, told on the bus and said in the timeline is typed by it.

import type * as z from 'zod';
import { transitions } from '../states.ts';
import type { Purpose } from './event.ts';
import { houseEvents } from './house-events.ts';
import { intakeEvents } from './intake-events.ts';
import { offerEvents } from './offer-events.ts';
import { opportunityEvents } from './opportunity-events.ts';
import { qualificationEvents } from './qualification-events.ts';

/** By part, as docs/events.md tells them. */
export const parts = {
  'Leads come in': intakeEvents,
  'The SDR’s desk, and leads at rest': qualificationEvents,
  'Offers, answers, misses, disputes': offerEvents,
  'Opportunities and the SDR’s credit': opportunityEvents,
  'Merges, erasures, and the house itself': houseEvents,
};

export const events = {
  ...intakeEvents,
  ...qualificationEvents,
  ...offerEvents,
  ...opportunityEvents,
  ...houseEvents,
};

export type EventName = keyof typeof events;

interface DataByName extends DataOfAll {}
type DataOfAll = {
  readonly [Name in EventName]: Readonly<z.infer<ReturnType<(typeof events)[Name]['data']>>>;
};

/** The data of this event. */
export type EventData<Name extends EventName = EventName> = DataByName[Name];

/** The events that the registry marks for this. */
export type EventFor<Marked extends Purpose> = {
  [Name in EventName]: Marked extends (typeof events)[Name]['for'][number] ? Name : never;
}[EventName];

// Each change of a lead's state has its event here, and is told to the company's webhook.
transitions satisfies readonly { readonly event: EventFor<'tell'> }[];

/** Version 1 need not be said; whoever emits an event that is in another says so. */
type Versioned<Name extends EventName> = (typeof events)[Name]['version'] extends 1
  ? { readonly schemaVersion?: 1 }
  : { readonly schemaVersion: (typeof events)[Name]['version'] };

/** An event's name and its data, one member of the union a name. */
export type EventBody<Name extends EventName = EventName> = {
  [One in Name]: { readonly type: One; readonly data: DataByName[One] } & Versioned<One>;
}[Name];

/** Something that happened, as a rule says it; an event without data takes none. */
export type FactOf<Name extends EventName> = {
  [One in Name]: string extends keyof DataByName[One]
    ? { readonly type: One; readonly data?: DataByName[One] } & Versioned<One>
    : EventBody<One>;
}[Name];
