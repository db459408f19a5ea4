// What must hold whatever happened (domain.md 4.12), told as the sentences that are not true: none, when all is well.

import { monthOf } from '../../functions/leads/calendar/local-dates.ts';
import { isRefused } from '../../functions/leads/identity/consent.ts';
import { type Instant, millisOf, plus } from '../../functions/leads/instant.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import { type Credit, ripen } from '../../functions/leads/opportunity/credit.ts';
import { Exclusion, exclusionsInForce } from '../../functions/leads/routing/eligibility.ts';
import { isOpen, type State, transitions } from '../../functions/leads/states.ts';
import type { StoredEvent } from '../../functions/ports.ts';
import { lockIds } from '../../functions/use-cases/commit/locks.ts';
import { misfits, named } from '../support/facts.ts';
import {
  annulledAt,
  foldedCredits,
  foldedLead,
  foldedOffers,
  foldedSuspensions,
  rowAt,
  stepsOf,
  told,
} from './folding.ts';
import type { LeadRows, Snapshot } from './snapshot.ts';
import { partiesMoveNothing, whoWaitsIsServedInTurn } from './turns.ts';

const ZONE = 'Asia/Shanghai';
/** The sweep comes each minute for what is two minutes late; a chain of steps needs a few of them. */
const LATE = 10 * 60_000;

export type Breaches = readonly string[];
type Check = (snapshot: Snapshot) => Breaches;

/** Sentences about what is wrong, each with the number in 4.12. */
export function breaches(snapshot: Snapshot): Breaches {
  return checks.flatMap((check) => check(snapshot));
}

const checks: readonly Check[] = [
  oneOpenJourney,
  onePendingOffer,
  offersResolveOnce,
  ofEachLead(offersWereAllowed),
  suspensionsHaveCauses,
  turnsAddUp,
  deadlinesAreInOrder,
  ofEachLead(recycledOnlyAfterACall),
  ofEachLead(confirmedCreditsAreEarned),
  ofEachLead(opportunitiesFitTheirLead),
  ofEachLead(noStageWithoutTheOneBefore),
  ofEachLead(firstSourceStays),
  ofEachLead(movesAreLegal),
  ofEachLead(waitsForSomething),
  ofEachLead(partiesMoveNothing),
  whoWaitsIsServedInTurn,
  nobodyIsLost,
  noesStand,
  eventsFitTheRegistry,
];

function ofEachLead(check: (rows: LeadRows, snapshot: Snapshot) => Breaches): Check {
  return (snapshot) => snapshot.leads.flatMap((rows) => check(rows, snapshot));
}

/** Every event says what the registry says it says, and no more. */
function eventsFitTheRegistry({ leads, deskEvents }: Snapshot): Breaches {
  return [...leads.flatMap(({ events }) => events), ...deskEvents].flatMap(misfits);
}

function oneOpenJourney({ leads, locks }: Snapshot): Breaches {
  const holders = new Map<string, string>();
  return leads
    .map(({ lead }) => lead)
    .flatMap((lead) =>
      lockIds(lead).flatMap((id) => {
        if (!isOpen(lead.state))
          return locks.get(id) === lead.leadId ? [`1: closed ${lead.leadId} holds ${id}`] : [];
        const other = holders.get(id);
        holders.set(id, lead.leadId);
        return [
          ...(other ? [`1: ${lead.leadId} and ${other} are both open for ${id}`] : []),
          ...(locks.get(id) === lead.leadId ? [] : [`1: open ${lead.leadId} lacks lock ${id}`]),
        ];
      }),
    );
}

function onePendingOffer({ leads, desk }: Snapshot): Breaches {
  const pending = leads.flatMap(({ offers }) => offers.filter(isPending));
  return [
    ...leads.flatMap(({ lead, offers }) => {
      const open = offers.filter(isPending);
      const named = lead.state === 'OFFERED' ? [lead.offerId] : [];
      return open.map(({ offerId }) => offerId).join() === named.join()
        ? []
        : [`2: ${lead.leadId} is ${lead.state} (${lead.offerId}) with ${open.length} open offers`];
    }),
    ...desk.reps.flatMap(({ repId, openOffers }) => {
      const count = pending.filter((offer) => offer.repId === repId).length;
      return count === openOffers
        ? []
        : [`2: ${repId} has ${count} open offers, not ${openOffers}`];
    }),
  ];
}

function isPending({ status }: Offer): boolean {
  return status === 'PENDING';
}

function offersResolveOnce(snapshot: Snapshot): Breaches {
  const stored = new Map<string, string>(
    snapshot.leads.flatMap(({ offers }) => offers.map(({ offerId, status }) => [offerId, status])),
  );
  const offers = foldedOffers(snapshot);
  return [
    ...(offers.length === stored.size
      ? []
      : [`3: ${stored.size} offers are stored, ${offers.length} were told`]),
    ...offers.flatMap(({ offerId, ends }) => {
      const status = stored.get(offerId);
      const expected = status === 'PENDING' ? '' : status;
      return ends.join() === expected ? [] : [`3: ${offerId} is ${status}, told as ${ends}`];
    }),
  ];
}

/** At its own instant an offer went to a rep who could have it. What changed at that very instant may count or not. */
function offersWereAllowed({ lead, events }: LeadRows, snapshot: Snapshot): Breaches {
  const steps = stepsOf(events);
  return named(events, 'OfferMade').flatMap((made) => {
    const { repId } = made.data;
    const row = rowAt(steps, made);
    const exclusions = Exclusion.array().parse(row.exclusions);
    const excluded = exclusionsInForce(exclusions, row.cycle ?? 1).some(
      (one) => one.repId === repId,
    );
    const problems = [
      ...(excluded ? ['excluded'] : []),
      ...(wasActive(snapshot, repId, made.occurredAt) ? [] : ['inactive']),
      ...(wasSuspended(snapshot, repId, made.occurredAt) ? ['suspended'] : []),
      ...(made.data.usesTurn && !wasOnRoster(snapshot, repId, made.occurredAt)
        ? ['off roster']
        : []),
    ];
    return problems.map((problem) => `4: ${lead.leadId} was offered to ${repId}, ${problem}`);
  });
}

function wasActive({ deskEvents }: Snapshot, repId: string, at: Instant): boolean {
  const told = named(deskEvents, 'RepChanged', 'RepActivated', 'RepDeactivated').filter(
    ({ data }) => data.repId === repId,
  );
  return around(told, at).some(({ data }) => data.active);
}

function wasSuspended(snapshot: Snapshot, repId: string, at: Instant): boolean {
  return foldedSuspensions(snapshot, repId).some(({ from, until }) => from < at && at < until);
}

function wasOnRoster({ deskEvents }: Snapshot, repId: string, at: Instant): boolean {
  const month = monthOf(ZONE, at);
  const rosters = named(deskEvents, 'RosterPublished').filter(({ data }) => data.month === month);
  return around(rosters, at).some(({ data }) => data.repIds.includes(repId));
}

/** The last event before the instant, and those at it. */
function around<Event extends StoredEvent>(
  events: readonly Event[],
  at: Instant,
): readonly Event[] {
  const before = events.findLast(({ occurredAt }) => occurredAt < at);
  const meanwhile = events.filter(({ occurredAt }) => occurredAt === at);
  return before ? [before, ...meanwhile] : meanwhile;
}

/** A suspension that runs has two standing misses behind it, and no answer or other miss between them. */
function suspensionsHaveCauses(snapshot: Snapshot): Breaches {
  const offers = foldedOffers(snapshot);
  const annulled = annulledAt(snapshot);
  return snapshot.desk.reps.flatMap(({ repId, suspensions }) =>
    suspensions.flatMap(({ suspensionId, from, until, causeOfferIds }) => {
      const wrong = (what: string) => [`5: ${suspensionId} (${from} to ${until}) ${what}`];
      const revoked = causeOfferIds.flatMap((id) => annulled.get(id) ?? []).toSorted()[0];
      if (revoked !== undefined && until > revoked && from < until && revoked > from)
        return wrong(`goes on after ${revoked}`);
      if (until <= snapshot.at || from >= until) return [];
      const causes = causeOfferIds.map((id) => offers.find(({ offerId }) => offerId === id));
      if (causes.length !== 2 || !causes.every((one) => one?.missed && one.repId === repId))
        return wrong('has no two misses behind it');
      const [first, second] = causes.map((one) => `${one?.acceptDueAt}|${one?.offerId}`).toSorted();
      const between = offers.filter((one) => {
        if (one.repId !== repId || one.endedAt === undefined) return false;
        const [end] = one.ends;
        const isMiss = one.missed && !annulled.has(one.offerId);
        const isAnswer = end === 'ACCEPTED' || end === 'REJECTED';
        const key = `${isAnswer ? one.endedAt : one.acceptDueAt}|${one.offerId}`;
        return (isMiss || isAnswer) && String(first) < key && key < String(second);
      });
      return between.length === 0 ? [] : wrong(`passes over ${between[0]?.offerId}`);
    }),
  );
}

/** Nobody who sent something is without a lead, or without an entry that staff can see among those put aside (18). */
function nobodyIsLost({ sent, leads, aside }: Snapshot): Breaches {
  const known = new Map(leads.map(({ lead }) => [lead.leadId, lead]));
  return sent.flatMap(({ what, leadId }) => {
    const lead = leadId && known.get(leadId);
    if (!lead) return [`18: ${what} is nowhere`];
    const isSeen = lead.state !== 'QUARANTINED' || aside.has(lead.leadId);
    return isSeen ? [] : [`18: ${what} is put aside as ${leadId}, and nobody sees it`];
  });
}

/** Who said no is refused, until he himself has said otherwise: by what he said, and by what is written down of it (19). */
function noesStand({ noes }: Snapshot): Breaches {
  return noes.flatMap(({ person, channel }) =>
    isRefused(person, channel)
      ? []
      : [`19: ${person.personId} said no to ${channel}: ${JSON.stringify(person.consents)}`],
  );
}

function turnsAddUp(snapshot: Snapshot): Breaches {
  const offers = foldedOffers(snapshot);
  return snapshot.desk.pools.flatMap(({ department, members }) =>
    Object.entries(members).flatMap(([repId, member]) => {
      const made = offers.filter((one) => one.repId === repId && one.department === department);
      const counted = {
        offers: made.length,
        ownerOffers: made.filter((one) => !one.usesTurn).length,
        creditedBack: made.reduce((sum, one) => sum + one.creditedBack, 0),
      };
      const served = counted.offers - counted.ownerOffers - counted.creditedBack;
      const stored = [member.served, member.offers, member.ownerOffers, member.creditedBack];
      const told = [served, counted.offers, counted.ownerOffers, counted.creditedBack];
      return stored.join() === told.join()
        ? []
        : [`6: ${repId} has served, offers, owner's, credited back ${stored}, told ${told}`];
    }),
  );
}

/** Deadlines lie after their start, and of two offers by one calendar the later is not due earlier. */
function deadlinesAreInOrder({ leads }: Snapshot): Breaches {
  const offers = leads.flatMap((rows) => rows.offers);
  return [
    ...offers.flatMap(({ offerId, offeredAt, acceptDueAt, contactDueAt, expireAt }) =>
      offeredAt < acceptDueAt &&
      offeredAt <= contactDueAt &&
      expireAt === plus(acceptDueAt, 'PT60S')
        ? []
        : [`8: ${offerId} of ${offeredAt} is due ${contactDueAt}, ${acceptDueAt}, ${expireAt}`],
    ),
    ...leads.flatMap(({ lead: { leadId, acceptedAt, oppDueAt } }) =>
      acceptedAt === undefined || (oppDueAt !== undefined && acceptedAt < oppDueAt)
        ? []
        : [`8: ${leadId} accepted ${acceptedAt} has its opportunity due ${oppDueAt}`],
    ),
  ];
}

/** Deadlines that were moved earlier between two looks, or told otherwise than they are. */
export function shortened(before: Snapshot, after: Snapshot): Breaches {
  const known = new Map(
    before.leads.flatMap(({ offers }) => offers).map((one) => [one.offerId, one]),
  );
  return after.leads
    .flatMap(({ offers }) => offers)
    .flatMap((now) => {
      const old = known.get(now.offerId);
      return old && (now.acceptDueAt < old.acceptDueAt || now.contactDueAt < old.contactDueAt)
        ? [`8: ${now.offerId} was due ${old.acceptDueAt}, now ${now.acceptDueAt}`]
        : [];
    });
}

function recycledOnlyAfterACall({ lead, events }: LeadRows): Breaches {
  const steps = stepsOf(events);
  return events
    .filter(({ type }) => type === 'QualifiedBySdr')
    .flatMap((ready) => {
      const { cycle = 1, nurturedAt = '' } = rowAt(steps, ready);
      const called = events.some(
        ({ at, type, data }) =>
          at < ready.at &&
          (type === 'ActivityLogged' || type === 'FirstContact') &&
          data.connected === true &&
          String(data.at) > nurturedAt,
      );
      return cycle === 1 || called
        ? []
        : [`9: ${lead.leadId} went to READY in cycle ${cycle} uncalled`];
    });
}

/** 10: the opportunity came in time and was not cancelled without an accepted cause for fourteen days. */
function confirmedCreditsAreEarned({ credits, events }: LeadRows): Breaches {
  return credits
    .filter(({ state }) => state === 'CONFIRMED')
    .flatMap((credit) => {
      const { creditId, opportunityId, confirmAt = '' } = credit;
      const of = events.filter(
        ({ data }) => 'opportunityId' in data && data.opportunityId === opportunityId,
      );
      const opening = named(of, 'OpportunityOpened', 'Reopened').find(
        ({ data }) => data.confirmAt === confirmAt,
      );
      if (!opening || opening.occurredAt >= credit.oppDueAt)
        return [`10: ${creditId} is confirmed without an opportunity in time`];
      const inside = named(of, 'OppCancelled').filter(
        ({ occurredAt, at }) => at > opening.at && occurredAt < confirmAt,
      );
      return inside
        .filter((cancelled) => !isExcused(cancelled, of))
        .map(({ occurredAt }) => `10: ${creditId} is confirmed though cancelled ${occurredAt}`);
    });
}

/** With a cause, given at once or afterwards, that somebody has approved: as long as nobody ruled nothing is confirmed (4.13). */
function isExcused(cancelled: StoredEvent<'OppCancelled'>, of: readonly StoredEvent[]): boolean {
  const ruling = named(of, 'CancelRuled').find(
    ({ data }) => data.cancelledAt === cancelled.occurredAt,
  );
  return ruling?.data.approved === true;
}

/** An open opportunity is its lead's, and a lead in OPPORTUNITY has one; each has one stage while it is open. */
function opportunitiesFitTheirLead({ lead, opportunities }: LeadRows): Breaches {
  const open = opportunities.filter(({ status }) => status === 'OPEN').map((o) => o.opportunityId);
  const named = lead.state === 'OPPORTUNITY' ? [lead.opportunityId] : [];
  return [
    ...(open.join() === named.join()
      ? []
      : [`19: ${lead.leadId} is ${lead.state} (${named}) with open opportunities ${open}`]),
    ...opportunities.flatMap(({ opportunityId, status, stageLog, stage }) => {
      const present = stageLog.filter(({ leftAt }) => leftAt === undefined);
      const wanted = status === 'OPEN' ? [stage] : [];
      return present.map((stay) => stay.stage).join() === wanted.join()
        ? []
        : [`21: ${opportunityId} is ${status} in ${stage} with stays ${JSON.stringify(stageLog)}`];
    }),
  ];
}

/** 14, lead by lead: whoever entered a stage of the funnel entered the one before it, not later. */
const FUNNEL = ['MAL', 'MQL', 'READY', 'OFFERED', 'SAL', 'SQL', 'OPPORTUNITY', 'WON'] as const;

function noStageWithoutTheOneBefore({ lead: { leadId, stamps }, events }: LeadRows): Breaches {
  // What a rep found himself is no marketing lead, and in no cohort of the funnel.
  if (events[0]?.type === 'SelfSourced') return [];
  return FUNNEL.slice(1).flatMap((stage, index) => {
    const [here, before] = [stamps[stage], stamps[FUNNEL[index] ?? 'MAL']];
    const holds = here === undefined || (before !== undefined && before <= here);
    return holds ? [] : [`14: ${leadId} was ${stage} at ${here} without ${FUNNEL[index]}`];
  });
}

/** Adjudication, and a merge (4.8: the earliest of both) with its undoing. */
const mayChangeSource: ReadonlySet<string> = new Set([
  'SourceAdjudicated',
  'LeadMergedIn',
  'MergeUndone',
]);

function firstSourceStays({ lead, events }: LeadRows): Breaches {
  const changed = events.slice(1).filter(({ changes }) => changes && 'firstSource' in changes);
  return changed.some(({ type }) => !mayChangeSource.has(type))
    ? [`11: ${lead.leadId} changed its first source`]
    : [];
}

/** Each event of the table was allowed in the state before it, and the state changes by nothing else. */
function movesAreLegal({ lead, events }: LeadRows): Breaches {
  let state: State | undefined;
  for (const step of stepsOf(events)) {
    for (const { type } of step.events) {
      const rows = transitions.filter((row) => row.event === type);
      if (rows.length === 0) continue;
      const from = state;
      const row = rows.find((one) =>
        one.from === null ? from === undefined : one.from.some((origin) => origin === from),
      );
      if (!row) return [`4.3: ${lead.leadId} took ${type} in ${from}`];
      state = row.to;
    }
    if (step.row.state !== state)
      return [`4.3: ${lead.leadId} is ${step.row.state} after ${step.events.map((e) => e.type)}`];
  }
  return [];
}

function waitsForSomething(
  { lead, offers, opportunities, credits }: LeadRows,
  { at }: Snapshot,
): Breaches {
  const { leadId, state, nextInstant } = lead;
  // A lost lead waits for its win-back (A1-15).
  if (!isOpen(state) && nextInstant && state !== 'LOST') return [`4.1-7: closed ${leadId} waits`];
  if (isOpen(state) && !nextInstant) return [`4.1-7: ${leadId} waits for nothing in ${state}`];
  const rows = [lead, ...offers.filter(isPending), ...opportunities, ...credits];
  const overdue = rows
    .flatMap((row) => row.nextInstant ?? [])
    .filter((due) => millisOf(due) + LATE < millisOf(at));
  return overdue.map((due) => `4.1-7: ${leadId} in ${state} waits since ${due}, it is ${at}`);
}

/** Rows that their events do not tell (4.12, 12). */
export function untold(snapshot: Snapshot): readonly { stored: unknown; folded: unknown }[] {
  const annulled = annulledAt(snapshot);
  const offers = foldedOffers(snapshot);
  const leads = snapshot.leads.map((rows) => ({
    stored: told(rows.lead),
    folded: told(foldedLead(rows)),
  }));
  const suspensions = snapshot.desk.reps.map(({ repId, suspensions: stored }) => ({
    stored: stored.toSorted(bySuspension),
    folded: foldedSuspensions(snapshot, repId).toSorted(bySuspension),
  }));
  const records = snapshot.desk.reps.map(({ repId }) => ({
    stored: (snapshot.records.get(repId)?.handled ?? [])
      .map(({ offerId, effectiveAt, outcome, annulledAt: taken }) => ({
        offerId,
        effectiveAt,
        outcome,
        annulledAt: taken,
      }))
      .toSorted(byOffer),
    folded: offers
      .filter((one) => one.repId === repId && one.ends.length > 0)
      .filter(
        ({ offerId }) =>
          snapshot.records.get(repId)?.handled.some((one) => one.offerId === offerId) ||
          isRecent(offers.find((one) => one.offerId === offerId)?.endedAt, snapshot),
      )
      .map((one) => ({
        offerId: one.offerId,
        effectiveAt: one.ends[0] === 'TIMED_OUT' ? one.acceptDueAt : one.endedAt,
        outcome: outcomeOf(one),
        annulledAt: annulled.get(one.offerId),
      }))
      .toSorted(byOffer),
  }));
  const credits = snapshot.leads.map((rows) => ({
    stored: rows.credits.map((credit) => shown(credit, snapshot)),
    folded: foldedCredits(rows).map((credit) => shown(credit, snapshot)),
  }));
  return [...leads, ...suspensions, ...records, ...credits];
}

/** A credit as of now: its own clock may have come a little late. */
function shown(credit: Credit, { at }: Snapshot): object {
  const { version: _, nextInstant: _due, ...rest } = ripen(credit, at);
  return rest;
}

/** Records keep 180 days. */
function isRecent(endedAt: string | undefined, { at }: Snapshot): boolean {
  return endedAt !== undefined && Date.parse(endedAt) > millisOf(at) - 180 * 86_400_000;
}

function outcomeOf({ ends: [end], missed }: { ends: readonly string[]; missed: boolean }): string {
  if (missed) return 'missed';
  if (end === 'TIMED_OUT') return 'excused';
  return end === 'WITHDRAWN' ? 'withdrawn' : 'answered';
}

function byOffer(a: { readonly offerId: string }, b: { readonly offerId: string }): number {
  return a.offerId < b.offerId ? -1 : 1;
}

function bySuspension(
  a: { readonly suspensionId: string },
  b: { readonly suspensionId: string },
): number {
  return a.suspensionId < b.suspensionId ? -1 : 1;
}
