// What is stored of one offer of one lead to one rep, and what may happen to it (domain.md 4.2, 4.4, 4.7).

import * as z from 'zod';
import { LeadError } from '../errors.ts';
import { LeadId, OfferId, RepId } from '../ids.ts';
import { earliest, Instant } from '../instant.ts';
import { code, id, ours } from '../kept.ts';

export const offerStatuses = ['PENDING', 'ACCEPTED', 'REJECTED', 'TIMED_OUT', 'WITHDRAWN'] as const;

export const Offer = z.object({
  offerId: OfferId,
  leadId: LeadId,
  version: z.int(),
  cycle: z.int(),
  seq: z.int(),
  repId: RepId,
  department: ours,
  status: z.enum(offerStatuses),
  /** False for the named owner's offers (4.5, order 1). */
  usesTurn: z.boolean(),
  /** The rep's weight when the turn was charged: it goes back by the same (4.5). */
  weight: z.number(),
  creditedBack: z.boolean(),
  /** The offer whose turn this one goes on with: it was recalled, and repeated without another (row 16). */
  turnOf: OfferId.optional(),
  offeredAt: Instant,
  acceptDueAt: Instant,
  contactDueAt: Instant,
  /** acceptDueAt + the timer grace. */
  expireAt: Instant,
  /** The deadline was computed beyond the calendar's published days (4.4). */
  provisional: z.boolean(),
  /** Reminders still to be sent, earliest first. */
  reminderAt: z.array(Instant),
  reminders: z.array(z.object({ at: Instant, delivered: z.boolean() })),
  /** The reminder of `of` did not get through: it is sent again at `at`, unless the offer is over by then. */
  remindAgain: z.object({ of: Instant, at: Instant, tries: z.int() }).optional(),
  /** The reminder of the first contact, while it is still to be sent. */
  contactRemindAt: Instant.optional(),
  /** The SDR's own follow-up. */
  nudge: z.object({ at: Instant, by: ours, note: z.string().optional() }).optional(),
  /** The reminder of the first contact could not be delivered: one that is missed then is excused (A3-3, X-18). */
  contactReminderLost: z.boolean().optional(),
  contactedAt: Instant.optional(),
  contactMissedAt: Instant.optional(),
  settledAt: Instant.optional(),
  reason: code.optional(),
  note: z.string().optional(),
  contacted: z.boolean().optional(),
  /** A timeout that does not count as a miss, and why (4.7). */
  excused: ours.optional(),
  annulled: z.object({ at: Instant, by: ours, reason: code }).optional(),
  /** Submissions that came in while the offer was pending (4.8). */
  news: z.array(z.object({ at: Instant, submissionId: id })),
  recordings: z.array(z.string()),
  policyVersion: z.int(),
  calendar: z.object({ id: ours, version: z.int() }),
  /** Why this rep: see routing.ts. */
  trace: z.record(z.string(), z.unknown()),
  nextInstant: Instant.optional(),
});
export type Offer = z.infer<typeof Offer>;

/** The offer with `nextInstant` set to the next reminder, contact deadline or expiry; none once settled. */
export function withOfferInstant(offer: Offer): Offer {
  const { nextInstant: _, ...rest } = offer;
  if (offer.status !== 'PENDING') return rest;
  const watch = offer.contactedAt || offer.contactMissedAt ? undefined : offer.contactDueAt;
  const next = earliest(
    offer.reminderAt[0],
    offer.remindAgain?.at,
    watch && offer.contactRemindAt,
    watch,
    offer.expireAt,
  );
  return next === undefined ? rest : { ...rest, nextInstant: next };
}

/** The offer was answered, withdrawn or timed out before: 409, once per offer (invariant 3). */
export class OfferSettled extends LeadError {
  override readonly name = 'OfferSettled';
  constructor(offer: Offer, state: string) {
    super(
      `the offer ${offer.offerId} is ${offer.status} since ${offer.settledAt}; nothing was changed`,
      {
        code: 'OFFER_SETTLED',
        extra: { offerStatus: offer.status, state },
      },
    );
  }
}

/** The answer was received after acceptDueAt (4.8, first rows): 409 with the journey's present state. */
export class OfferExpired extends LeadError {
  override readonly name = 'OfferExpired';
  constructor(offer: Offer, state: string) {
    super(
      `the offer ${offer.offerId} ran out at ${offer.acceptDueAt}; ask a director for a new one`,
      {
        code: 'OFFER_EXPIRED',
        extra: { offerStatus: offer.status, acceptDueAt: offer.acceptDueAt, state },
      },
    );
  }
}
