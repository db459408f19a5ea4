// What the router, or a person in its place, was asked about a lead and decided: read of the transaction that tells it.

import { isDeepStrictEqual } from 'node:util';
import { type LeadId, OfferId } from '../../../functions/leads/ids.ts';
import type { Offer } from '../../../functions/leads/offer/offer.ts';
import { present } from '../../../functions/leads/present.ts';
import type { Exclusion } from '../../../functions/leads/routing/eligibility.ts';
import { chooseRep, decideRoute } from '../../../functions/leads/routing/routing.ts';
import { RouteTrace } from '../../../functions/leads/routing/routing-trace.ts';
import type { Asked, RecordedDecision } from './recording.ts';
import type { ToldRow, Transaction } from './recording-stories.ts';
import { type DealtDesk, inputOf } from './routing-desk.ts';

/** A decision before its place is known, with what the product noted of it. */
export interface Noted {
  readonly decision: Omit<RecordedDecision, 'seq'>;
  readonly leadId: LeadId;
  readonly offer?: Offer | undefined;
  readonly trace?: RouteTrace | undefined;
}

interface Known {
  /** Offers of this lead, and of those that it came from. */
  readonly offers: readonly Offer[];
  readonly ownersOf: (lead: ToldRow) => Asked['owners'];
}

/** Undefined for a transaction that decides nothing. */
export function decisionIn(
  { events, before, at, scope }: Transaction,
  known: Known,
): Noted | undefined {
  const told = events.find(({ type }) => Object.hasOwn(WHAT, type));
  if (!told) return undefined;
  const what = WHAT[told.type as keyof typeof WHAT];
  const { offerId, chosenBy = 'router' } = Object(told.data);
  const offer = known.offers.find((one) => one.offerId === offerId);
  const trace = RouteTrace.safeParse(offer?.trace ?? Object(told.data).trace).data;
  const lifts = events.some(({ type }) => type === 'ExclusionLifted');
  const asked = askedOf(before, known);
  const { repId } = trace?.rung === 'owner' ? trace : {};
  const isUntold = repId !== undefined && asked.owners.every((one) => one.repId !== repId);
  const decision = {
    ...{ at, what, offerId, chosenBy },
    // That somebody is the account's own may come of a merge that was undone, and no event tells it.
    asked: isUntold ? { ...asked, owners: [{ repId }, ...asked.owners] } : asked,
    rung: trace?.rung,
    by: trace?.chosenBy.by,
    choices: before.directorChoices,
    lifts: lifts ? (true as const) : undefined,
    policyVersion: offer?.policyVersion ?? trace?.policyVersion ?? told.about?.policyVersion ?? 0,
  };
  // Codec: a lead's own story.
  return {
    decision: present(decision) as Noted['decision'],
    leadId: scope as LeadId,
    offer,
    trace,
  };
}

const WHAT = {
  OfferMade: 'offer',
  DirectorAsked: 'director',
  NoEligibleRep: 'unrouted',
  StillUnrouted: 'unrouted',
} as const;

function askedOf(lead: ToldRow, { offers, ownersOf }: Known): Asked {
  const { cycle = 1, region, productLine = '', language, exclusions = [], disputes = [] } = lead;
  const { timeouts = 0, misroutes = 0, recalls = 0, scopeChangedInCycle, recalled } = lead;
  return present({
    ...{ cycle, region, productLine, language },
    exclusions: exclusions.map((one, index) => {
      const earlier = exclusions.slice(0, index).filter((other) => isAlike(one, other));
      const offerId = offers.filter((offer) => isFrom(one, offer))[earlier.length]?.offerId;
      const { repId, cause, cycle: then } = one;
      const lifted = one.lifted ? (true as const) : undefined;
      return present({ repId, cause, cycle: then, lifted, offerId });
    }),
    disputes: disputes.map(({ repId, disputeId }) => {
      const offerId = OfferId.parse(disputeId.replace(/-dispute$/, ''));
      return { repId, offerId };
    }),
    owners: ownersOf(lead),
    recalled: recalled && { ...recalled, codesThen: codesThen(recalled, offers) },
    ...{ timeouts, misroutes, recalls },
    scopeChanged: scopeChangedInCycle === cycle ? (true as const) : undefined,
    directorDueAt: lead.awaits === 'director' ? lead.directorDueAt : undefined,
  }) as Asked;
}

/** How the offer ended that an exclusion comes from. */
const ENDED: Readonly<Record<Exclusion['cause'], Offer['status']>> = {
  REJECTED: 'REJECTED',
  MISROUTED: 'REJECTED',
  TIMED_OUT: 'TIMED_OUT',
  ABSENT: 'WITHDRAWN',
  RETURNED: 'ACCEPTED',
};

function isAlike(one: Exclusion, { repId, cause, cycle }: Exclusion): boolean {
  return one.repId === repId && one.cause === cause && one.cycle === cycle;
}

function isFrom({ repId, cause, cycle }: Exclusion, offer: Offer): boolean {
  const isReason =
    (cause === 'MISROUTED') === (offer.reason === 'MISROUTED') &&
    (cause !== 'ABSENT' || offer.reason === 'REP_ABSENT');
  const isHis = offer.repId === repId && offer.cycle === cycle;
  return isHis && isReason && offer.status === ENDED[cause];
}

function codesThen({ repId, offerId }: NonNullable<ToldRow['recalled']>, offers: readonly Offer[]) {
  const trace = RouteTrace.safeParse(offers.find((one) => one.offerId === offerId)?.trace);
  return trace.data?.candidates.find((one) => one.repId === repId)?.codes ?? [];
}

/** Whether the product's rule says of this desk what it noted then: the same rep, by the same turns. */
export function isAsNoted(desk: DealtDesk, { decision, leadId, trace }: Noted): boolean {
  const { what, at, asked, chosenBy, by = '', choices, lifts = false } = decision;
  const input = inputOf(desk, { leadId, at, asked });
  const route =
    chosenBy === 'router' || !trace?.repId
      ? decideRoute(input)
      : chooseRep(input, {
          ...{ repId: trace.repId, by, reason: '', liftExclusion: lifts },
          ...present({ choices }),
        });
  if (route.kind !== what) return false;
  return trace === undefined || isDeepStrictEqual(shown(route.trace), shown(trace));
}

/** What of a trace says how turns stood. */
function shown(trace: RouteTrace): unknown {
  const { repId, candidates, counters } = trace;
  return JSON.parse(JSON.stringify({ repId, candidates, counters }));
}
