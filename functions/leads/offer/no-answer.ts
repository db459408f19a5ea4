import { move } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { present } from '../present.ts';
import { turnComesBack } from '../routing/fairness.ts';
import type { At } from '../rules.ts';
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
  const { offerId, repId, acceptDueAt } = offer;
  const data = { offerId, repId, acceptDueAt, ...present({ excused }) };
  return {
    offer: withOfferInstant({
      ...offer,
      status: 'TIMED_OUT',
      settledAt: at,
      ...present({ excused }),
    }),
    ...move(lead, { type: 'TimedOut', data }, at, readyAgain(changes, lead, { at, rules })),
    messages: [
      {
        id: `${offerId}-ran-out`,
        to: lead.sdrId ?? 'group:sdr',
        says: { name: 'offerRanOut', repId, acceptDueAt },
      },
    ],
  };
}

/** Why an offer is taken back, and by whom (16). */
export interface Withdrawal {
  readonly reason: string;
  readonly note?: string | undefined;
  readonly causeRecordedAt?: Instant;
}

/** OFFERED → READY, passing over who is absent (16, 4.7). Never a miss; the turn as turn accounting says. */
export function withdrawOffer(
  lead: Lead,
  offer: Offer,
  withdrawal: Withdrawal,
  { at }: Pick<At, 'at'>,
): OfferDecision {
  const { reason, note, causeRecordedAt } = withdrawal;
  if (offer.status !== 'PENDING') throw new OfferSettled(offer, lead.state);
  const { acceptDueAt } = offer;
  const creditedBack = turnComesBack({ status: 'WITHDRAWN', causeRecordedAt, acceptDueAt });
  const data = { offerId: offer.offerId, repId: offer.repId, reason, creditedBack };
  const absent = reason === 'REP_ABSENT' ? [exclusion(lead, offer, 'ABSENT')] : [];
  const settled = { ...offer, status: 'WITHDRAWN' as const, settledAt: at, reason };
  return {
    offer: withOfferInstant(note === undefined ? settled : { ...settled, note }),
    turnComesBack: creditedBack,
    ...move(lead, { type: 'Withdrawn', data }, at, {
      awaits: 'router',
      exclusions: [...lead.exclusions, ...absent],
    }),
    messages: [
      {
        id: `${offer.offerId}-withdrawn`,
        to: offer.repId,
        says: { name: 'offerWithdrawn', reason },
      },
    ],
  };
}
