// The SDR's own friendly follow-up (A3-3, X-19): once an offer, and as good as one of the machine's reminders.

import type { Decision } from '../decision.ts';
import { LeadError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { refuseLateAnswer } from './answer.ts';
import { type Offer, withOfferInstant } from './offer.ts';

interface Nudge {
  readonly by: string;
  readonly at: Instant;
  readonly note?: string | undefined;
}

/** The rep is to be reminded at once. Throws OFFER_SETTLED, OFFER_EXPIRED, and ILLEGAL_TRANSITION the second time. */
export function nudgeRep(
  lead: Lead,
  offer: Offer,
  nudge: Nudge,
): Decision & { readonly offer: Offer } {
  refuseLateAnswer(lead, offer, nudge.at);
  if (offer.nudge) throw new NudgedBefore(offer, lead.state);
  const { offerId, repId } = offer;
  return {
    lead,
    offer: withOfferInstant({
      ...offer,
      nudge: { ...nudge },
      reminderAt: [nudge.at, ...offer.reminderAt],
    }),
    events: [{ type: 'RepNudged', data: { offerId, repId } }],
  };
}

/** Whether the nudge is among the reminders that are due. */
export function isNudge({ nudge }: Offer, due: readonly Instant[]): boolean {
  return nudge !== undefined && due.includes(nudge.at);
}

/** One friendly follow-up an offer; a second would be a quarrel: 409. */
class NudgedBefore extends LeadError {
  override readonly name = 'NudgedBefore';
  constructor({ offerId, nudge }: Offer, state: string) {
    super(`the rep of offer ${offerId} was nudged at ${nudge?.at}; once is enough, call him`, {
      code: 'ILLEGAL_TRANSITION',
      extra: { state },
    });
  }
}
