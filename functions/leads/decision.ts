// What every rule returns: the lead as it will be, and the facts that happened. Nothing here saves or sends.

import type { EventName, FactOf } from './events/events.ts';
import type { LeadId } from './ids.ts';
import type { Instant } from './instant.ts';
import { type HasIn, type Lead, type LeadIn, type OfStay, withNextInstant } from './lead.ts';
import { type Row, type StayField, stayFields } from './lead-row.ts';
import type { Saying } from './messages/sayings.ts';
import { present } from './present.ts';
import {
  type Source,
  type State,
  stateAfter,
  type Target,
  type TransitionEvent,
} from './states.ts';

/** Something that happened, in the past tense, with its facts; no contact data (events go out on the bus). */
export type Fact = FactOf<EventName>;

/** A message for a person; `id` makes sending it twice harmless. What it says gets its words when it leaves; a letter of the policy has them. */
export type Message = Worded | (Envelope & { readonly says: Saying });

/** A message in the words in which it is read. */
export interface Worded extends Envelope {
  readonly says?: Saying | undefined;
  readonly subject: string;
  readonly text: string;
}

interface Envelope {
  readonly id: string;
  /** A sub, `group:ops`, `group:sdr`, or `person:<personId>`. */
  readonly to: string;
  /** Which lead it is about, where that is not the one whose story tells it. */
  readonly leadId?: string | undefined;
  /** The question for consent itself goes out without it (row 2). */
  readonly asksForConsent?: boolean | undefined;
  /** Not for somebody whose company has bought since this journey came to rest or was lost: looked at again when it leaves (4.8). */
  readonly unlessBought?: LeadId | undefined;
}

export interface Decision {
  readonly lead: Lead;
  readonly events: readonly Fact[];
  readonly messages?: readonly Message[];
}

/**
 * New values of a lead's fields in one of these states; `undefined` clears one that the state can be without. Other stays' fields
 * cannot be given.
 */
export type Changes<One extends State = State> = {
  readonly [Field in
    | Exclude<keyof Row, 'state' | StayField>
    | OfStay<One>]?: Field extends HasIn<One> ? NonNullable<Row[Field]> : Row[Field];
} & { readonly [Field in Exclude<StayField, OfStay<One>>]?: undefined };

/** What a move gives beside its fact: all that the new state has and the old one did not, and whatever else changes. */
export type Entry<Event extends TransitionEvent> = Changes<Target<Event>> & {
  readonly [Field in Brought<Event>]: NonNullable<Row[Field]>;
};

type Brought<Event extends TransitionEvent> =
  | (HasIn<Target<Event>> & StayField)
  | Exclude<HasIn<Target<Event>>, KeptFrom<Source<Event>>>;

type KeptFrom<One extends State> = keyof { [Each in One]: Record<HasIn<Each>, true> }[One];

/** The lead with these fields changed and `nextInstant` set anew; the state stays. */
export function change<One extends Lead>(lead: One, changes: Changes<One['state']>): One {
  // Changes are of this state, so what comes out is what went in.
  return withNextInstant(present({ ...lead, ...changes }) as unknown as One);
}

/** An event of the table (domain.md 4.3) and the lead after it: its new state, stamps and stay. Throws IllegalTransition. */
export function move<Told extends FactOf<TransitionEvent>>(
  lead: Lead,
  fact: Told,
  at: Instant,
  entry: Entry<Told['type']>,
): Decision & { readonly lead: LeadIn<Target<Told['type']>> } {
  const state = stateAfter(lead.state, fact.type);
  const left = Object.fromEntries(stayFields.map((field) => [field, undefined]));
  const moved = present({
    ...lead,
    ...left,
    nudges: 0,
    state,
    enteredAt: at,
    stamps: { ...lead.stamps, [state]: lead.stamps[state] ?? at },
    ...entry,
  });
  // The table of transitions says that this is the target, and the entry brings what it has.
  type After = LeadIn<Target<Told['type']>>;
  return { lead: withNextInstant(moved as unknown as After), events: [fact] };
}

/** The decisions one after the other: the last lead, all events and messages in order. */
export function chain(first: Decision, ...next: readonly ((lead: Lead) => Decision)[]): Decision {
  return next.reduce<Decision>((so, step) => {
    const then = step(so.lead);
    return {
      lead: then.lead,
      events: [...so.events, ...then.events],
      messages: [...(so.messages ?? []), ...(then.messages ?? [])],
    };
  }, first);
}
