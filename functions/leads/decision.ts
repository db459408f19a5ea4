// What every rule returns: the lead as it will be, and the facts that happened. Nothing here saves or sends.

import type { EventName, FactOf } from './events/events.ts';
import type { Instant } from './instant.ts';
import { type Lead, withNextInstant } from './lead.ts';
import { isOpen, stateAfter, type TransitionEvent } from './states.ts';

/** Something that happened, in the past tense, with its facts; no contact data (events go out on the bus). */
export type Fact = FactOf<EventName>;

/** A message for a person; `id` makes sending it twice harmless. */
export interface Message {
  readonly id: string;
  /** A sub, `group:ops`, `group:sdr`, or `person:<personId>`. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The question for consent itself goes out without it (row 2). */
  readonly asksForConsent?: boolean | undefined;
}

export interface Decision {
  readonly lead: Lead;
  readonly events: readonly Fact[];
  readonly messages?: readonly Message[];
}

/** New values of a lead's fields; `undefined` clears one. */
export type Changes = { readonly [Field in keyof Lead]?: Lead[Field] | undefined };

/** Fields that belong to one stay in one state and end with it. */
const ofOneState: Changes = {
  nudgeAt: undefined,
  retryAt: undefined,
  awaits: undefined,
  directorDueAt: undefined,
  directorChoices: undefined,
  offerId: undefined,
  offeredTo: undefined,
  expireAt: undefined,
  contactDueAt: undefined,
  coolDownCheckAt: undefined,
  revisitAt: undefined,
  nextTouchAt: undefined,
  onTop: undefined,
  opportunityInstant: undefined,
};

/** The lead with these fields changed and `nextInstant` set anew; the state stays. */
export function change(lead: Lead, changes: Changes): Lead {
  const merged = { ...lead, ...changes };
  const kept = Object.entries(merged).filter(([, value]) => value !== undefined);
  // Dropping the undefined fields of a Lead leaves a Lead; Object.entries loses that.
  return withNextInstant(Object.fromEntries(kept) as Lead);
}

/** The lead after an event of the table (domain.md 4.3): its new state, stamps and waits. Throws IllegalTransition. */
export function move(lead: Lead, event: TransitionEvent, at: Instant, changes: Changes = {}): Lead {
  const state = stateAfter(lead.state, event);
  const moved = change(lead, {
    ...ofOneState,
    nudges: 0,
    state,
    enteredAt: at,
    stamps: { ...lead.stamps, [state]: lead.stamps[state] ?? at },
    ...changes,
  });
  return isOpen(state) ? moved : withNextInstant(change(moved, ofOneState));
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
