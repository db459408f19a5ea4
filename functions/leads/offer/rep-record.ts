// What an offer that is over means for its rep: one open offer less, perhaps a miss, perhaps a month out (4.5, 4.7).

import { addWorkingDays, type Clock, millisBetweenOn } from '../calendar/clocks.ts';
import { suspendedUntil } from '../calendar/deadlines.ts';
import type { Fact, Message } from '../decision.ts';
import type { HandledOffer, Rep, RepRecord } from '../desk/desk.ts';
import { LeadError } from '../errors.ts';
import { type Instant, latest, minus } from '../instant.ts';
import { availableShare, type Span } from '../routing/eligibility.ts';
import type { Rules } from '../rules.ts';
import { missesByContact } from './missed-contacts.ts';
import type { Offer } from './offer.ts';
import {
  annulmentRefusal,
  type Excuse,
  excuseOf,
  outcomeOf,
  reviseSuspensions,
  type SettledOffer,
  type StrikeRecord,
  strikeRecord,
  type UntilAfter,
} from './strikes.ts';
import { thinHandled } from './thin-record.ts';

/** Older entries than this cannot matter to a streak any more: they are answered for, served, or past annulment; of younger ones see thin-record.ts. Elapsed. */
const KEPT = 'P180D';

/** A rep's two rows after something changed, and what there is to tell. */
export interface RepDecision {
  readonly rep: Rep;
  readonly record: RepRecord;
  readonly events: readonly Fact[];
}

/** An empty record for a rep who has not handled an offer yet. */
export function newRecord(repId: string): RepRecord {
  return { repId, version: 0, handled: [] };
}

/** Share of the offer's accept window, on the accept clock, without an absence recorded before it fell due (4.7). */
export function availability(offer: Offer, rep: Rep, rules: Rules): number {
  const window = { from: offer.offeredAt, until: offer.acceptDueAt };
  return thereFor(window, rules.policy.clocks.accept.clock, rep, rules);
}

/** Share, 0 to 1, of a window that ends when something is due, on that clock, without an absence recorded before that (4.7). */
export function thereFor(window: Span, clock: Clock, rep: Rep, rules: Rules): number {
  const calendar = rules.calendarOf(rep.calendar);
  return availableShare(recordedBy(window.until, rep), window, (from, until) =>
    millisBetweenOn(clock, calendar, from, until),
  );
}

function recordedBy(dueAt: Instant, { absences }: Rep): Rep['absences'] {
  return absences.filter((absence) => absence.recordedAt <= dueAt);
}

/** Why a pending offer has to be taken back from its rep, and since when; undefined when it stays (16). */
export function withdrawalCause(
  offer: Offer,
  rep: Rep,
  rules: Rules,
): { readonly reason: string; readonly causeRecordedAt: Instant } | undefined {
  const until = offer.acceptDueAt;
  // One that was annulled the moment it began has no length: offers made at that instant are not its own.
  const suspension = rep.suspensions.find(
    (one) => offer.offeredAt <= one.from && one.from < until && one.from < one.until,
  );
  const inactiveSince = rep.inactiveSince ?? offer.offeredAt;
  if (!rep.active && inactiveSince <= until)
    return { reason: 'REP_INACTIVE', causeRecordedAt: inactiveSince };
  if (suspension) return { reason: 'REP_SUSPENDED', causeRecordedAt: suspension.from };
  return availability(offer, rep, rules) < rules.policy.routing.availability
    ? {
        reason: 'REP_ABSENT',
        causeRecordedAt: latest(
          offer.offeredAt,
          ...recordedBy(offer.acceptDueAt, rep).map((one) => one.recordedAt),
        ),
      }
    : undefined;
}

/** Why silence on this offer is no miss; undefined for a miss (4.7). */
export function timeoutExcuse(
  offer: Offer,
  rep: Rep,
  at: Instant,
  rules: Rules,
): Excuse | undefined {
  return excuseOf(
    settled(offer, rep, { at, status: 'TIMED_OUT', rules }),
    rules.policy.strikes,
    rules.policy.routing.availability,
  );
}

/** The rep's rows after this offer was settled: the record with it, and the suspensions that follow from the whole record. */
export function recordOutcome(
  offer: Offer,
  rep: Rep,
  record: RepRecord,
  { at, rules }: { readonly at: Instant; readonly rules: Rules },
): RepDecision {
  const free = { ...rep, openOffers: Math.max(0, rep.openOffers - 1) };
  if (offer.status === 'PENDING') return { rep, record, events: [] };
  const status = offer.status;
  const handled: HandledOffer = {
    offerId: offer.offerId,
    leadId: offer.leadId,
    effectiveAt: status === 'TIMED_OUT' ? offer.acceptDueAt : at,
    settledAt: at,
    outcome: outcomeOf(
      settled(offer, rep, { at, status, rules }),
      rules.policy.strikes,
      rules.policy.routing.availability,
    ),
    window: { from: offer.offeredAt, until: offer.acceptDueAt },
  };
  const keeps = stillMatters(rep, at);
  const kept = record.handled.filter((one) => one.offerId !== offer.offerId && keeps(one));
  const all = { ...record, handled: [...kept, handled] };
  const next = { ...all, handled: thinHandled(all, strikesOf(all, rules), { at, rules }) };
  const missed: Fact[] =
    handled.outcome === 'missed'
      ? [{ type: 'MissRecorded', data: { repId: rep.repId, offerId: offer.offerId } }]
      : [];
  const revised = revise(free, next, at, rules);
  return { ...revised, events: [...missed, ...revised.events] };
}

/** Younger than half a year, or the cause of a suspension that still runs, however old it is. */
export function stillMatters(
  rep: Rep,
  at: Instant,
): (one: Pick<HandledOffer, 'offerId' | 'settledAt'>) => boolean {
  const causes = rep.suspensions
    .filter(({ until }) => at < until)
    .flatMap(({ causeOfferIds }) => causeOfferIds);
  return ({ offerId, settledAt }) => settledAt >= minus(at, KEPT) || causes.includes(offerId);
}

/** Who is out for a month hears so himself (A3-4). */
export function tellSuspended({ type, data }: Fact): readonly Message[] {
  if (type !== 'RepSuspended') return [];
  const { repId, suspensionId, until } = data;
  return [{ id: `${suspensionId}-told`, to: repId, says: { name: 'suspended', until } }];
}

/** A director takes a miss back within 10 working days of its settlement, by silence and by contact alike; the streak is recomputed (4.7). */
export function annulMiss(
  rep: Rep,
  record: RepRecord,
  asked: { readonly offerId: string; readonly at: Instant; readonly rules: Rules },
): RepDecision {
  const { offerId, at, rules } = asked;
  const { handled, contacts = [] } = record;
  const ofOffer = [...missesByContact(contacts), ...handled].filter(
    (one) => one.offerId === offerId,
  );
  // What stands comes before what was annulled: a rep may be late twice with one offer, with his call and with his answer.
  const offer =
    ofOffer.find((one) => one.outcome === 'missed' && one.annulledAt === undefined) ??
    ofOffer.find((one) => one.outcome === 'missed') ??
    ofOffer[0];
  const days = rules.policy.strikes.annulWithinWorkingDays;
  const deadline = addWorkingDays(rules.calendar, offer?.settledAt ?? at, days);
  const refusal = annulmentRefusal(offer, { now: at, deadline });
  if (refusal) throw new AnnulmentRefused(offerId, refusal);
  const annulled = <One extends { readonly offerId: string }>(one: One): One =>
    one.offerId === offerId ? { ...one, annulledAt: at } : one;
  const after = { ...record, handled: handled.map(annulled) };
  const revised = revise(
    rep,
    record.contacts ? { ...after, contacts: contacts.map(annulled) } : after,
    at,
    rules,
  );
  return {
    ...revised,
    events: [{ type: 'StrikeAnnulled', data: { repId: rep.repId, offerId } }, ...revised.events],
  };
}

/** End of a suspension by its last miss. */
export function suspensionEnd({ policy, zone }: Rules): UntilAfter {
  return (missedDueAt) => suspendedUntil(policy.clocks, zone, missedDueAt);
}

/** Misses in a row and suspensions as they follow from everything on record: silence, and contacts where they count. */
export function strikesOf({ handled, contacts = [] }: RepRecord, rules: Rules): StrikeRecord {
  return strikeRecord(
    [...handled, ...missesByContact(contacts)],
    rules.policy.strikes,
    suspensionEnd(rules),
  );
}

/** The rep's rows by a record that has changed: suspensions that begin, go on or end with it. */
export function revise(rep: Rep, record: RepRecord, at: Instant, rules: Rules): RepDecision {
  const strikes = strikesOf(record, rules);
  const { ended, begun, kept } = reviseSuspensions(rep.suspensions, strikes, at);
  const changed = [...ended, ...kept];
  if (changed.length === 0 && begun.length === 0) return { rep, record, events: [] };
  const standing = rep.suspensions.map(
    (old) => changed.find((one) => one.suspensionId === old.suspensionId) ?? old,
  );
  const added = begun.map((one) => ({
    suspensionId: `${rep.repId}:${one.causeOfferIds.join('+')}`,
    from: one.from,
    until: one.until,
    causeOfferIds: [...one.causeOfferIds],
  }));
  const { repId } = rep;
  return {
    rep: { ...rep, suspensions: [...standing, ...added] },
    record,
    events: [
      ...ended.map(
        ({ suspensionId, until }): Fact => ({
          type: 'SuspensionEnded',
          data: { repId, suspensionId, until },
        }),
      ),
      ...kept.map(
        ({ suspensionId, causeOfferIds }): Fact => ({
          type: 'SuspensionCausesChanged',
          data: { repId, suspensionId, causeOfferIds },
        }),
      ),
      ...added.map(
        ({ suspensionId, from, until, causeOfferIds }): Fact => ({
          type: 'RepSuspended',
          data: { repId, suspensionId, from, until, causeOfferIds },
        }),
      ),
    ],
  };
}

function settled(
  offer: Offer,
  rep: Rep,
  {
    at,
    status,
    rules,
  }: { readonly at: Instant; readonly status: SettledOffer['status']; readonly rules: Rules },
): SettledOffer {
  return {
    status,
    remindersDelivered: offer.reminders.filter((one) => one.delivered).length,
    availableShare: availability(offer, rep, rules),
    repActive: wasActive(rep, offer.acceptDueAt),
    expireAt: offer.expireAt,
    settledAt: at,
  };
}

export function wasActive({ active, inactiveSince }: Rep, dueAt: Instant): boolean {
  return active || (inactiveSince ?? dueAt) > dueAt;
}

/** Until when the rep is out now, for the sentence that everyone sees; of suspensions that overlap the last end counts. */
export function suspendedAt({ suspensions }: Rep, at: Instant): Instant | undefined {
  const running = suspensions.filter(({ from, until }) => from <= at && at < until);
  return running
    .map(({ until }) => until)
    .toSorted()
    .at(-1);
}

/** There is no such miss, it was annulled before, or the 10 working days are over: 409. */
export class AnnulmentRefused extends LeadError {
  override readonly name = 'AnnulmentRefused';
  constructor(offerId: string, refusal: string) {
    super(`the strike for offer ${offerId} cannot be annulled: ${refusal}`, {
      code: 'ILLEGAL_TRANSITION',
      extra: { refusal },
    });
  }
}
