import { type Changes, move } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { turnComesBack } from '../routing/fairness.ts';
import type { At } from '../rules.ts';
import { sdrTimer } from '../sdr-timer.ts';
import { type Offer, OfferSettled, withOfferInstant } from './offer.ts';
import { exclusion, type OfferDecision, readyAgain } from './offer-decision.ts';

/** OFFERED → READY after silence (15): the rep is passed over in this cycle; what it costs him is decided in strikes.ts. */
export function timeOut(
  lead: Lead,
  offer: Offer,
  excused: string | undefined,
  { at, rules }: At,
): OfferDecision {
  const changes = {
    timeouts: lead.timeouts + 1,
    exclusions: [...lead.exclusions, exclusion(lead, offer, 'TIMED_OUT')],
  };
  return {
    offer: withOfferInstant({
      ...offer,
      status: 'TIMED_OUT',
      settledAt: at,
      ...(excused ? { excused } : {}),
    }),
    lead: move(lead, 'TimedOut', at, readyAgain(changes, lead, { at, rules })),
    events: [
      {
        type: 'TimedOut',
        data: {
          offerId: offer.offerId,
          repId: offer.repId,
          acceptDueAt: offer.acceptDueAt,
          ...(excused ? { excused } : {}),
        },
      },
    ],
  };
}

/** Why an offer is taken back, and by whom (16). */
export interface Withdrawal {
  readonly reason: string;
  readonly recalledBySdr?: boolean;
  readonly causeRecordedAt?: Instant;
}

/** OFFERED → READY, or SDR_WORKING when the SDR recalls it before contact (16). Never a miss; the turn as turn accounting says. */
export function withdrawOffer(
  lead: Lead,
  offer: Offer,
  withdrawal: Withdrawal,
  { at, rules }: At,
): OfferDecision {
  const { reason, recalledBySdr, causeRecordedAt } = withdrawal;
  if (offer.status !== 'PENDING') throw new OfferSettled(offer, lead.state);
  const { acceptDueAt } = offer;
  const creditedBack = turnComesBack({ status: 'WITHDRAWN', causeRecordedAt, acceptDueAt });
  const event = recalledBySdr && !offer.contactedAt ? 'Recalled' : 'Withdrawn';
  const changes: Changes =
    event === 'Recalled' ? { nudgeAt: sdrTimer(lead, { at, rules }) } : { awaits: 'router' };
  return {
    offer: withOfferInstant({ ...offer, status: 'WITHDRAWN', settledAt: at, reason }),
    turnComesBack: creditedBack,
    lead: move(lead, event, at, changes),
    events: [
      { type: event, data: { offerId: offer.offerId, repId: offer.repId, reason, creditedBack } },
    ],
    messages: [
      {
        id: `${offer.offerId}-withdrawn`,
        to: offer.repId,
        subject: 'An offer was taken back',
        text: `Lead ${lead.leadId} is no longer yours to answer: ${reason}. It does not count against you.`,
      },
    ],
  };
}
