// Whose first contacts were missed twice in a row? Where the policy counts them, that is one miss like one by silence (X-18; 4.7).
// Like the streak it is recomputed from the whole list, so that what is settled late or out of order comes out right.

import type { HandledOffer, JudgedContact } from '../desk/desk.ts';
import { latest } from '../instant.ts';
import { inOrder } from './strikes.ts';

/** A miss as the streak takes it, called by the later of the two offers. */
type ContactMiss = HandledOffer & { readonly contacts: readonly string[] };

/** Every second one in a row, by (effective instant, offerId). One made in time ends the row; an excused one neither ends it nor counts. */
export function missesByContact(contacts: readonly JudgedContact[]): readonly ContactMiss[] {
  return walk(contacts).misses;
}

/** Those that still matter: whatever `keeps` says, both of a miss that is kept, and one that waits for a second. */
export function contactsToKeep(
  contacts: readonly JudgedContact[],
  keeps: (one: Pick<JudgedContact, 'offerId' | 'settledAt'>) => boolean,
): readonly JudgedContact[] {
  const { misses, single } = walk(contacts);
  const needed = new Set(misses.filter(keeps).flatMap((miss) => miss.contacts));
  return contacts.filter((one) => keeps(one) || needed.has(one.offerId) || one === single);
}

function walk(contacts: readonly JudgedContact[]): {
  readonly misses: readonly ContactMiss[];
  readonly single: JudgedContact | undefined;
} {
  const misses: ContactMiss[] = [];
  let single: JudgedContact | undefined;
  for (const one of contacts.toSorted(inOrder)) {
    if (one.outcome === 'excused') continue;
    if (one.outcome === 'made') single = undefined;
    else if (single === undefined) single = one;
    else {
      misses.push(missOf(single, one));
      single = undefined;
    }
  }
  return { misses, single };
}

function missOf(first: JudgedContact, second: JudgedContact): ContactMiss {
  const { offerId, leadId, effectiveAt, annulledAt } = second;
  return {
    offerId,
    leadId,
    effectiveAt,
    settledAt: latest(first.settledAt, second.settledAt),
    outcome: 'missed',
    window: { from: first.offeredAt, until: effectiveAt },
    annulledAt,
    contacts: [first.offerId, offerId],
  };
}
