// What became of each offer, and when: the rows of the SLA, of fairness and of the agenda of rejected leads (A3-12).

import { present } from '../../leads/present.ts';
import type { StoredEvent } from '../../ports.ts';
import type { LeadFact, OfferEnd, OfferFact } from './lead-fact.ts';
import type { Steps } from './steps.ts';

/** Changes that offer; the same fact when there is no such offer. */
function withOffer(
  fact: LeadFact,
  offerId: string | undefined,
  change: (offer: OfferFact) => OfferFact,
): LeadFact {
  const index = fact.offers.findLastIndex((offer) => offer.offerId === offerId);
  const offer = fact.offers[index];
  if (offer === undefined) return fact;
  const after = change(offer);
  return after === offer ? fact : { ...fact, offers: fact.offers.with(index, after) };
}

interface Settling {
  readonly offerId: string;
  readonly reason?: string;
  readonly excused?: string | undefined;
  readonly creditedBack?: boolean;
}

/** The step of an event that ends an offer. */
function ends(end: OfferEnd) {
  return (
    fact: LeadFact,
    event: Pick<StoredEvent, 'about' | 'occurredAt'> & { readonly data: Settling },
  ): LeadFact => {
    const { data, about, occurredAt } = event;
    const { offerId, reason, excused, creditedBack } = data;
    const { settledAt = occurredAt, acceptMillis, workingMillis } = about?.offer ?? {};
    return withOffer(fact, offerId, (offer) =>
      present({
        ...offer,
        end,
        settledAt,
        acceptMillis,
        workingMillis,
        reason,
        excused,
        creditedBack: creditedBack ? (true as const) : undefined,
      }),
    );
  };
}

/** An attempt of the rep to whom the lead is offered or who has it (A3-10). */
function called(
  fact: LeadFact,
  { about, data }: StoredEvent<'FirstContact' | 'ActivityLogged'>,
): LeadFact {
  if (data.group !== 'rep' || data.direction !== 'outbound') return fact;
  return withOffer(fact, about?.offerId, (offer) => {
    const { contactedAt, contactWorkingMillis } = about?.offer ?? {};
    const at = contactedAt ?? offer.contactedAt;
    const isFirst = data.connected && data.at >= offer.offeredAt;
    const connectedAt = isFirst ? earlier(offer.connectedAt, data.at) : offer.connectedAt;
    if (at === offer.contactedAt && connectedAt === offer.connectedAt) return offer;
    const worked = contactWorkingMillis ?? offer.contactWorkingMillis;
    return present({ ...offer, contactedAt: at, contactWorkingMillis: worked, connectedAt });
  });
}

function earlier<At extends string>(known: At | undefined, at: At): At {
  return known !== undefined && known < at ? known : at;
}

const accepted = ends('ACCEPTED');

export const offerSteps: Steps = {
  OfferMade: (fact, { data, occurredAt, about }) => ({
    ...fact,
    department: data.department,
    offers: [
      ...fact.offers,
      present({
        offerId: data.offerId,
        cycle: about?.cycle ?? fact.cycle,
        repId: data.repId,
        department: data.department,
        sdrId: fact.sdrId,
        grade: fact.grade,
        offeredAt: occurredAt,
        readyAt: fact.readyAt,
        acceptDueAt: data.acceptDueAt,
        contactDueAt: data.contactDueAt,
        chosenBy: data.chosenBy,
        usesTurn: data.usesTurn,
        end: 'PENDING' as const,
      }),
    ],
  }),
  Accepted: (fact, event) => accepted({ ...fact, repId: event.data.repId }, event),
  Rejected: ends('REJECTED'),
  Misrouted: ends('MISROUTED'),
  TimedOut: ends('TIMED_OUT'),
  Withdrawn: ends('WITHDRAWN'),
  Recalled: ends('RECALLED'),
  FirstContact: called,
  ActivityLogged: called,
  DeadlineExtended: (fact, { data }) =>
    withOffer(fact, data.offerId, (offer) => ({
      ...offer,
      acceptDueAt: data.acceptDueAt,
      contactDueAt: data.contactDueAt,
    })),
  Returned: (fact, { data, occurredAt, about }) =>
    withOffer(fact, about?.offerId ?? lastAccepted(fact), (offer) => ({
      ...offer,
      returned: { at: occurredAt, reason: data.reason },
    })),
  RejectDisputed: (fact, { data }) =>
    withOffer(fact, data.offerId, (offer) => ({ ...offer, disputed: 'open' })),
  DisputeRuled: (fact, { data }) =>
    withOffer(fact, data.offerId, (offer) => ({ ...offer, disputed: data.outcome })),
  WrongfulReject: (fact, { data }) =>
    withOffer(fact, data.offerId, (offer) => ({ ...offer, wrongful: true })),
  NoEligibleRep: (fact, { occurredAt }) => ({
    ...fact,
    unrouted: [...(fact.unrouted ?? []), occurredAt],
  }),
  TurnCreditedBack: (fact, { data }) =>
    withOffer(fact, data.offerId, (offer) => ({ ...offer, creditedBack: true })),
  MissRecorded: (fact, { data, occurredAt }) =>
    withOffer(fact, data.offerId, (offer) => ({ ...offer, missedAt: occurredAt })),
  RepSuspended: (fact, { data: { causeOfferIds, from, until } }) =>
    withOffer(
      fact,
      causeOfferIds.findLast((id) => has(fact, id)),
      (offer) => ({
        ...offer,
        suspended: { from, until },
      }),
    ),
};

function has({ offers }: LeadFact, offerId: string): boolean {
  return offers.some((offer) => offer.offerId === offerId);
}

function lastAccepted({ offers }: LeadFact): string | undefined {
  return offers.findLast(({ end }) => end === 'ACCEPTED')?.offerId;
}
