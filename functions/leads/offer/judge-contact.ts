// What a first contact, made or missed, means for its rep where the policy counts those (X-18; 4.7).

import type { Fact } from '../decision.ts';
import type { JudgedContact, Rep, RepRecord } from '../desk/desk.ts';
import { OfferId } from '../ids.ts';
import type { At } from '../rules.ts';
import { contactsToKeep, missesByContact } from './missed-contacts.ts';
import type { Offer } from './offer.ts';
import { type RepDecision, revise, stillMatters, thereFor, wasActive } from './rep-record.ts';
import { excuseOf } from './strikes.ts';
import { thinContacts } from './thin-record.ts';

/** The first contact of an offer: whether it was made in time, and whether the rep was reminded of it. */
interface Contact {
  readonly offer: Offer;
  readonly made: boolean;
  readonly reminded: boolean;
}

/**
 * Where the policy counts missed first contacts: the rep's rows after this one was judged. It is judged once: who says later
 * that he had called in time cures nothing. Undefined where nothing is to be written.
 */
export function recordContact(
  { offer, made, reminded }: Contact,
  rep: Rep,
  record: RepRecord,
  { at, rules }: At,
): RepDecision | undefined {
  const { offerId, leadId, offeredAt, contactDueAt } = offer;
  const { contacts = [] } = record;
  if (contacts.some((one) => one.offerId === offerId)) return undefined;
  const outcome = made ? 'made' : missedOrExcused(offer, reminded, rep, { at, rules });
  const effectiveAt = made ? at : contactDueAt;
  const judged: JudgedContact = { offerId, leadId, offeredAt, effectiveAt, settledAt: at, outcome };
  const all = [...contacts, judged];
  const kept = contactsToKeep(thinContacts(all, { at }), stillMatters(rep, at));
  const revised = revise(rep, { ...record, contacts: kept }, at, rules);
  return { ...revised, events: [...missesSince(contacts, all, rep), ...revised.events] };
}

/** What is told once: one that was settled late may pair others, but that makes no more misses of them. */
function missesSince(
  before: readonly JudgedContact[],
  all: readonly JudgedContact[],
  { repId }: Rep,
): readonly Fact[] {
  const known = missesByContact(before).map((miss) => miss.offerId);
  const misses = missesByContact(all);
  return misses
    .filter(({ offerId }) => misses.length > known.length && !known.includes(offerId))
    .map(({ offerId, contacts }) => ({
      type: 'MissRecorded',
      data: { repId, offerId: OfferId.parse(offerId), contacts },
    }));
}

/** The excuses of silence hold for the contact by its own clock: not reminded, not there, not active, our outage. */
function missedOrExcused(
  { offeredAt, contactDueAt: dueAt }: Offer,
  reminded: boolean,
  rep: Rep,
  { at, rules }: At,
): 'missed' | 'excused' {
  const { strikes, routing } = rules.policy;
  const window = { from: offeredAt, until: dueAt };
  const contact = {
    remindersDelivered: reminded ? strikes.remindersBeforeMiss : 0,
    availableShare: thereFor(window, 'workingHours', rep, rules),
    repActive: wasActive(rep, dueAt),
    expireAt: dueAt,
    settledAt: at,
  };
  return excuseOf(contact, strikes, routing.availability) === undefined ? 'missed' : 'excused';
}
