// The friendly follow-up (A3-3): which reminder of an offer is due, and what becomes of one that did not get through.

import type { Fact, Message } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { present } from '../present.ts';
import { tryAgainAt } from '../try-again.ts';
import { isNudge } from './nudge-rep.ts';
import { type Offer, withOfferInstant } from './offer.ts';

/**
 * The reminder to be sent now, by the instant that it was planned for. Several that are due, or did not get through, are one; the
 * SDR's own goes before the machine's.
 */
export function dueReminder(
  { reminderAt, remindAgain, nudge }: Offer,
  at: Instant,
): Instant | undefined {
  const planned = reminderAt.filter((one) => one <= at);
  if (planned.length === 0 && (remindAgain === undefined || remindAgain.at > at)) return undefined;
  const due = remindAgain ? [remindAgain.of, ...planned] : planned;
  return due.find((one) => one === nudge?.at) ?? due.at(-1);
}

/** What the rep is told; the same reminder has the same id, however often it is sent. */
export function reminderOf(offer: Offer, reminder: Instant): Message {
  const { offerId, repId, nudge, acceptDueAt } = offer;
  return {
    id: `${offerId}-reminder-${reminder}`,
    to: repId,
    says:
      nudge && isNudge(offer, [reminder])
        ? { name: 'offerNudge', by: nudge.by, acceptDueAt }
        : { name: 'offerReminder', acceptDueAt },
  };
}

interface Reminded {
  readonly offer: Offer;
  readonly events: readonly Fact[];
  readonly messages: readonly Message[];
}

/**
 * The offer after the try. A reminder that was not delivered is due again soon, as long as there is time to answer; it is told as
 * not delivered once, and as delivered when it is. Only what never got through excuses a silence (4.7).
 */
export function reminded(
  lead: Lead,
  offer: Offer,
  { reminder, delivered, at }: { reminder: Instant; delivered: boolean; at: Instant },
): Reminded {
  const { offerId, repId, remindAgain, reminderAt, acceptDueAt, ...rest } = offer;
  const tries = (remindAgain?.of === reminder ? remindAgain.tries : 0) + 1;
  const next = tryAgainAt(at, tries);
  const again = delivered || next >= acceptDueAt ? undefined : { of: reminder, at: next, tries };
  const coming = reminderAt.filter((one) => one > at);
  const isNews = delivered || tries === 1;
  const kept: Offer = { ...rest, offerId, repId, acceptDueAt, reminderAt: coming };
  return {
    offer: withOfferInstant({
      ...kept,
      reminders: isNews ? [...offer.reminders, { at, delivered }] : offer.reminders,
      ...present({ remindAgain: again }),
    }),
    events: isNews ? [{ type: 'RepReminded', data: { offerId, repId, delivered } }] : [],
    messages:
      again || coming.length > 0 || isNudge(offer, [reminder]) ? [] : [copyForSdr(lead, offer)],
  };
}

/** Its deadline has passed: nothing is sent any more. */
export function pastReminding(offer: Offer, at: Instant): Offer {
  const { remindAgain: _, ...rest } = offer;
  return withOfferInstant({ ...rest, reminderAt: offer.reminderAt.filter((one) => one > at) });
}

/** The SDR sees that the machine has reminded for the last time: what comes now is his own nudge. */
function copyForSdr({ sdrId }: Lead, { offerId, repId, acceptDueAt }: Offer): Message {
  const says = { name: 'offerReminderCopy', repId, acceptDueAt } as const;
  return { id: `${offerId}-last-reminder`, to: sdrId ?? 'group:sdr', says };
}
