// The SDR takes an offer back (row 16): that moves the lead to nobody else, however often it is done.

import { change, type Decision, type Message, move } from '../decision.ts';
import { Invalid } from '../errors.ts';
import type { Lead } from '../lead.ts';
import type { At } from '../rules.ts';
import { sdrTimer } from '../sdr-timer.ts';
import { type Offer, OfferExpired, OfferSettled, withOfferInstant } from './offer.ts';
import { type OfferDecision, readyAgain } from './offer-decision.ts';

/** What an SDR gives with a recall. */
interface Recall {
  readonly reason: string;
  readonly note?: string | undefined;
  /** The SDR's sub. */
  readonly by: string;
}

/**
 * OFFERED → SDR_WORKING before contact, else READY; the second of a cycle is READY, for the director. The turn stays with the rep,
 * who gets the next offer. Throws INVALID, OFFER_SETTLED, and OFFER_EXPIRED once the answer was due: silence stays silence.
 */
export function recallOffer(
  lead: Lead,
  offer: Offer,
  recall: Recall,
  { at, rules }: At,
): OfferDecision {
  const { offerId, repId, acceptDueAt, contactedAt, turnOf = offerId } = offer;
  if (offer.status !== 'PENDING') throw new OfferSettled(offer, lead.state);
  if (at > acceptDueAt) throw new OfferExpired(offer, lead.state);
  const { reason, note, by } = recall;
  const { recallReasons } = rules.policy;
  if (!recallReasons.includes(reason)) {
    const message = `unknown reason ${reason}; use one of ${recallReasons.join(', ')}`;
    throw new Invalid([{ path: 'reason', message }]);
  }
  const changes = { recalls: (lead.recalls ?? 0) + 1, recalled: { repId, offerId: turnOf } };
  const data = { offerId, repId, reason, creditedBack: false, recalledBy: by };
  const ready = readyAgain(changes, lead, { at, rules });
  const back =
    contactedAt !== undefined || ready.directorDueAt !== undefined
      ? move(lead, { type: 'Withdrawn', data }, at, ready)
      : move(lead, { type: 'Recalled', data }, at, {
          ...changes,
          nudgeAt: sdrTimer(lead, { at, rules }),
        });
  const settled = { ...offer, status: 'WITHDRAWN' as const, settledAt: at, reason };
  return {
    ...back,
    offer: withOfferInstant(note === undefined ? settled : { ...settled, note }),
    messages: told(offer, recall, changes.recalls),
  };
}

function told(
  { offerId, repId }: Offer,
  { reason, by }: Recall,
  recalls: number,
): readonly Message[] {
  return [
    { id: `${offerId}-withdrawn`, to: repId, says: { name: 'offerRecalled', reason } },
    {
      id: `${offerId}-recalled`,
      to: 'group:director',
      says: { name: 'offerRecalledBy', by, repId, reason, recalls: String(recalls) },
    },
  ];
}

/** The lead does not go back to the rep who had it: he cannot take it any more, or it was dropped. His turn does. */
export function endRecall(lead: Lead): Decision {
  const data = { offerId: lead.recalled?.offerId, because: 'RECALL_OVER' as const };
  return {
    lead: change(lead, { recalled: undefined }),
    events: [{ type: 'TurnCreditedBack', data }],
  };
}
