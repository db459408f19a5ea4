// A lead that is offered to a rep: every builder gives an unremarkable one, a test names what matters.

import { OfferId } from '../../functions/leads/ids.ts';
import { plus } from '../../functions/leads/instant.ts';
import { Lead, withNextInstant } from '../../functions/leads/lead.ts';
import { Offer, withOfferInstant } from '../../functions/leads/offer/offer.ts';
import type { State } from '../../functions/leads/states.ts';
import { NOW } from './routing-builders.ts';

/** The nth lead id of a test. */
export function leadIdFor(n: number): string {
  return `lead_${String(n).padStart(26, '0')}`;
}

export function offerIdFor(n: number): OfferId {
  return OfferId.parse(`${leadIdFor(n)}-c1-o1`);
}

/** The first offer of lead n to ann, made now: 48 hours to accept, 4 to make contact. */
export function anOffer(n: number, over: Readonly<Record<string, unknown>> = {}): Offer {
  return withOfferInstant(
    Offer.parse({
      offerId: offerIdFor(n),
      leadId: leadIdFor(n),
      version: 0,
      cycle: 1,
      seq: 1,
      repId: 'ann',
      department: 'north',
      status: 'PENDING',
      usesTurn: true,
      weight: 1,
      creditedBack: false,
      offeredAt: NOW,
      acceptDueAt: plus(NOW, 'PT48H'),
      contactDueAt: plus(NOW, 'PT4H'),
      expireAt: plus(NOW, 'PT48H1M'),
      provisional: false,
      reminderAt: [plus(NOW, 'PT24H')],
      reminders: [],
      news: [],
      recordings: [],
      policyVersion: 0,
      calendar: { id: 'PLAIN', version: 1 },
      trace: {},
      ...over,
    }),
  );
}

/** What a lead has in another state than OFFERED, besides. */
function stayIn(state: unknown, { leadId, offerId, offeredAt: at }: Offer): object {
  const owned = { offerId, ownerRepId: 'ann', acceptedAt: at, oppDueAt: plus(at, 'P45D') };
  const stays: Partial<Record<State, object>> = {
    QUARANTINED: { suspect: { event: 'SpamSuspected', reasons: [] }, nudgeAt: at },
    READY: { awaits: 'router' },
    UNROUTED: { retryAt: at, nudgeAt: at },
    SAL: owned,
    SQL: owned,
    OPPORTUNITY: { ...owned, opportunityId: `${leadId}-p1` },
    NURTURE: { nurturedAt: at, nurtureReason: 'NOT_NOW' },
  };
  return Object.entries(stays).find(([name]) => name === state)?.[1] ?? {};
}

/** The lead that this offer is of, waiting for its answer, or in another state that `over` names. */
export function anOfferedLead(offer: Offer, over: Readonly<Record<string, unknown>> = {}): Lead {
  const { leadId, offerId, repId: offeredTo, expireAt, offeredAt } = offer;
  return withNextInstant(
    Lead.parse({
      leadId,
      version: 0,
      state: 'OFFERED',
      cycle: 1,
      stay: 0,
      run: 0,
      personId: 'pers_1',
      accountId: 'acct_1',
      submissionId: 'sub_1',
      productLine: 'core',
      firstSource: { touchId: 'sub_1', at: offeredAt, form: 'demo-request' },
      facts: {},
      score: { fit: 50, engagement: 50 },
      openedAt: offeredAt,
      enteredAt: offeredAt,
      stamps: { OFFERED: offeredAt },
      lastActivityAt: offeredAt,
      staleAt: plus(offeredAt, 'P365D'),
      nudges: 0,
      offerSeq: 1,
      timeouts: 0,
      misroutes: 0,
      offerId,
      offeredTo,
      expireAt,
      exclusions: [],
      recordings: [],
      ...stayIn(over.state, offer),
      ...over,
    }),
  );
}
