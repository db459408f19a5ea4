// What a form means: it opens a journey, or is news in one that there is (row 1 of domain.md 4.3; the duplicates of 4.8).

import type { Decision, Message } from '../decision.ts';
import { consentFacts } from '../identity/consent.ts';
import type { Lead } from '../lead.ts';
import type { Person, Touch } from '../person.ts';
import { isOpen } from '../states.ts';
import { consentMessage } from './accept-or-quarantine.ts';
import { type Arrival, earlierTouches, handRaiseOf, newsOf, touchOf } from './arrival.ts';
import { opened } from './open-lead.ts';
import { colleagueJoined, repeated, touchedAfterClosing } from './repeated-submission.ts';
import { joining, owning, type Sender } from './sender.ts';

/** The journeys that a form may be about. */
export interface Journeys {
  /** The open one of this person or account in the product line. */
  readonly open?: Lead | undefined;
  /** All touches of the open one. */
  readonly touches?: readonly Touch[];
  /** It is of no company yet, and none is open for the sender's: from now on it is of that. */
  readonly joins?: boolean | undefined;
  /** The person's last one in the product line. */
  readonly last?: Lead | undefined;
  /** The one with which an existing customer's messages are kept. */
  readonly customers?: Lead | undefined;
}

export type Meaning =
  /** The same person writes again while the journey is open. */
  | {
      readonly is: 'repeats';
      readonly lead: Lead;
      readonly touches: readonly Touch[];
      readonly joins: boolean | undefined;
    }
  /** A colleague writes while the journey is open. */
  | { readonly is: 'joins'; readonly lead: Lead; readonly touches: readonly Touch[] }
  /** Nobody asks to be called, and the journey is closed: low intent is a touch only. */
  | { readonly is: 'comesAfterClosing'; readonly lead: Lead }
  /** A new journey; after a closed one it names that as its parent. */
  | { readonly is: 'opens'; readonly parent: Lead | undefined };

/** What the form of this sender means, by the journeys that there are. */
export function meaningOf(
  sent: Pick<Arrival, 'submission'>,
  { person }: Pick<Sender, 'person'>,
  { open, touches = [], joins, last, customers }: Journeys,
): Meaning {
  if (open) {
    const own = [person.personId, ...person.absorbed].includes(open.personId);
    return own
      ? { is: 'repeats', lead: open, touches, joins }
      : { is: 'joins', lead: open, touches };
  }
  const closed = last && wasNeverAccepted(last) ? undefined : (last ?? customers);
  return closed && !handRaiseOf(sent) && !isOpen(closed.state)
    ? { is: 'comesAfterClosing', lead: closed }
    : { is: 'opens', parent: last };
}

/** Closed in quarantine: nobody has ever looked at what he wants, so his next form is judged anew (4.8). */
function wasNeverAccepted({ state, stamps }: Lead): boolean {
  return state === 'DORMANT' && stamps.QUARANTINED !== undefined && stamps.MAL === undefined;
}

/** All that a form changes, for one transaction. */
export interface Outcome {
  /** The lead as it was; none is there when the form opens one. */
  readonly before: Lead | undefined;
  readonly decision: Decision;
  readonly person: Person;
  readonly earlier: readonly Touch[];
  readonly touch: Touch;
  readonly verdict: 'accepted' | 'duplicate' | 'quarantined';
}

/** What follows from the meaning, and what is new of his consent with it. A repeated form is never refused and never lost. */
export function outcomeOf(meaning: Meaning, arrival: Arrival, sender: Sender): Outcome {
  const outcome = followedBy(meaning, arrival, sender);
  const { before, decision, person } = outcome;
  const { events, messages = [] } = decision;
  // A new lead that is put aside asks by itself, with the same link.
  const asks = before !== undefined || !decision.lead.suspect;
  const isUnconfirmed = sender.consents.some(({ says }) => says === 'unconfirmed');
  const question =
    isUnconfirmed && asks ? [consentMessage(person.personId, arrival.submissionId)] : [];
  return {
    ...outcome,
    decision: {
      ...decision,
      events: [...events, ...consentFacts(sender.consents)],
      messages: [...messages, ...question],
    },
  };
}

function followedBy(meaning: Meaning, arrival: Arrival, sender: Sender): Outcome {
  if (meaning.is === 'opens') {
    const first = opened(arrival, sender, meaning.parent);
    const { lead } = first;
    return {
      before: undefined,
      decision: { ...first, messages: customerWrote(arrival, sender) },
      ...leftBy(arrival, lead, owning(sender.person, lead)),
      verdict: lead.suspect ? 'quarantined' : 'accepted',
    };
  }
  const { lead } = meaning;
  const own = meaning.is === 'repeats' || lead.personId === sender.person.personId;
  const person = own ? sender.person : joining(sender.person, lead);
  const left = leftBy(arrival, lead, person);
  const outcome = { before: lead, ...left, verdict: 'duplicate' } as const;
  if (meaning.is === 'comesAfterClosing') {
    const messages = customerWrote(arrival, sender);
    return { ...outcome, decision: { ...touchedAfterClosing(lead, arrival), messages } };
  }
  const touches = [...meaning.touches, ...left.earlier, left.touch];
  const known = { ...sender, person };
  const decision =
    meaning.is === 'repeats'
      ? repeated(lead, arrival, known, { touches, joins: meaning.joins })
      : colleagueJoined(lead, arrival, known, { touches });
  return { ...outcome, decision };
}

function leftBy(
  arrival: Arrival,
  lead: Lead,
  person: Person,
): Pick<Outcome, 'person' | 'earlier' | 'touch'> {
  return {
    person,
    earlier: earlierTouches(arrival, lead, person),
    touch: touchOf(arrival, lead, person),
  };
}

/** Whose customer it is hears of it at once (4.8, submission from an existing customer). */
function customerWrote(
  arrival: Arrival,
  { account, differs }: Pick<Sender, 'account' | 'differs'>,
): readonly Message[] {
  if (account?.customerSince === undefined) return [];
  const { ownerRepId } = account;
  return [
    {
      id: `${arrival.submissionId}-customer`,
      to: ownerRepId ?? 'group:ops',
      says: { name: 'existingCustomerWrote', news: newsOf(arrival, differs) },
    },
  ];
}
