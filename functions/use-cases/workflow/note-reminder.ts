// What became of a reminder is kept on its offer: only what got through makes a silence count (A3-3, 4.7, X-18).

import type { Message } from '../../leads/decision.ts';
import { OfferId } from '../../leads/ids.ts';
import type { Instant } from '../../leads/instant.ts';
import type { Offer } from '../../leads/offer/offer.ts';
import type { Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';

interface Sent {
  readonly says?: Message['says'] | undefined;
  readonly offerId?: string | undefined;
  readonly at: Instant;
}

/** Whoever brings messages says what became of one: a reminder that the bus took may fail at the last step, and come later. */
export async function noteReminder(
  { store }: Pick<Deps, 'store'>,
  { says, offerId, at }: Sent,
  delivered: boolean,
): Promise<void> {
  const note = noted(says?.name);
  const { data: id } = OfferId.safeParse(offerId);
  if (!note || id === undefined) return;
  await retryLostRace(async () => {
    const offer = await store.offer(id);
    const after = offer && note(offer, { at, delivered });
    if (after && after !== offer) await store.commit({ changes: [replace('offer', offer, after)] });
  });
}

type Note = (offer: Offer, became: { readonly at: Instant; readonly delivered: boolean }) => Offer;

function noted(name: string | undefined): Note | undefined {
  if (name === 'offerReminder' || name === 'offerNudge') return noteAcceptance;
  return name === 'contactReminder' ? noteContact : undefined;
}

/** The reminder is on the offer under the instant at which it was sent. */
const noteAcceptance: Note = (offer, { at, delivered }) => {
  const isIt = (one: Offer['reminders'][number]) => one.at === at && one.delivered !== delivered;
  if (offer.status !== 'PENDING' || !offer.reminders.some(isIt)) return offer;
  const reminders = offer.reminders.map((one) => (isIt(one) ? { ...one, delivered } : one));
  return { ...offer, reminders };
};

const noteContact: Note = (offer, { delivered }) =>
  delivered === !(offer.contactReminderLost ?? false)
    ? offer
    : { ...offer, contactReminderLost: !delivered };
