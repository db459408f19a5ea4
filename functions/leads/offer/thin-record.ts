// What of a rep's record can be left out, because nothing that may still come can bring it back into a streak (4.7).
// A short record is kept whole. A long one keeps what is young, what stands behind a suspension, and what can be annulled; of the rest
// an answer is enough: whatever came before it does not count any more.

import { addWorkingDays } from '../calendar/clocks.ts';
import type { HandledOffer, JudgedContact, RepRecord } from '../desk/desk.ts';
import { minus } from '../instant.ts';
import type { At } from '../rules.ts';
import { missesByContact } from './missed-contacts.ts';
import { inOrder, type StrikeRecord } from './strikes.ts';

const SHORT = 100;

/** Nothing that counts is settled so late that it comes before what is older: besides this, what is late is excused. */
const STILL_MOVING = 'P1D';
/** A contact may be logged long after it was due. */
const STILL_CALLING = 'P30D';

/** The offers that a long record keeps; `suspensions` are those that follow from all of it. */
export function thinHandled(
  { handled, contacts = [] }: Pick<RepRecord, 'handled' | 'contacts'>,
  { suspensions }: Pick<StrikeRecord, 'suspensions'>,
  { at, rules }: At,
): readonly HandledOffer[] {
  if (handled.length <= SHORT) return handled;
  const { outageExcuse, annulWithinWorkingDays } = rules.policy.strikes;
  const young = minus(minus(at, STILL_MOVING), outageExcuse);
  const causes = new Set(suspensions.flatMap(({ causeOfferIds }) => causeOfferIds));
  const mayCount = (one: HandledOffer) =>
    causes.has(one.offerId) ||
    at <= addWorkingDays(rules.calendar, one.settledAt, annulWithinWorkingDays);
  const byContact = missesByContact(contacts);
  return thinned([...handled, ...byContact], {
    resets: 'answered',
    isSettled: (one) => one.settledAt < young && !(one.outcome === 'missed' && mayCount(one)),
  }).filter((one) => !byContact.some((miss) => miss === one));
}

/** The contacts that a long record keeps; those of a miss are kept with it. */
export function thinContacts(
  contacts: readonly JudgedContact[],
  { at }: Pick<At, 'at'>,
): readonly JudgedContact[] {
  if (contacts.length <= SHORT) return contacts;
  const young = minus(at, STILL_CALLING);
  const paired = new Set(missesByContact(contacts).flatMap((miss) => miss.contacts));
  return thinned(contacts, {
    resets: 'made',
    isSettled: (one) => one.settledAt < young && !paired.has(one.offerId),
  });
}

/** Without what is settled and counts for nothing, or stands before something that resets. */
function thinned<One extends HandledOffer | JudgedContact>(
  entries: readonly One[],
  { resets, isSettled }: { resets: One['outcome']; isSettled: (one: One) => boolean },
): readonly One[] {
  const kept: One[] = [];
  let next: One['outcome'] | undefined;
  for (const one of entries.toSorted(inOrder).toReversed()) {
    const counts = one.outcome === resets || one.outcome === 'missed';
    if (isSettled(one) && (!counts || next === resets)) continue;
    kept.push(one);
    if (counts) next = one.outcome;
  }
  return kept.toReversed();
}
