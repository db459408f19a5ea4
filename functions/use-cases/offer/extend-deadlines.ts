// A calendar changed while offers run: their deadlines may move later, never earlier (4.4, invariant 8).

import type { CalendarVersion } from '../../leads/calendar/calendar.ts';
import {
  extendOnly,
  inWorkingHours,
  type OfferDeadlines,
  offerDeadlines,
} from '../../leads/calendar/deadlines.ts';
import { change } from '../../leads/decision.ts';
import type { OfferId } from '../../leads/ids.ts';
import type { Instant } from '../../leads/instant.ts';
import { type Offer, withOfferInstant } from '../../leads/offer/offer.ts';
import type { Policy } from '../../leads/policy.ts';
import type { Rules } from '../../leads/rules.ts';
import type { Command, Deps } from '../../ports.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { policyOfVersion } from '../desk/read-policy.ts';
import { pendingOffersOf } from '../pending-offers.ts';

/** So many reps, and so many offers that move, in one call: whoever calls again goes on where it ended. */
const REPS = 100;
const OFFERS = 25;

/** The offers that moved, and the rep from whom to go on, while there are more. */
interface Extended {
  readonly moved: readonly OfferId[];
  readonly from?: string | undefined;
}

/**
 * 1. Find the pending offers of some reps, `from` this one on, that were computed with this calendar.
 * 2. Compute each anew, by the policy it was made under and the calendar as it is now.
 * 3. Write those that move, with `DeadlineExtended`. Doing it again moves nothing.
 */
export async function extendDeadlines(
  deps: Deps,
  command: Command,
  calendarId: string,
  from = '',
): Promise<Extended> {
  const [{ reps }, rules] = await Promise.all([deps.store.desk(), rulesNow(deps)]);
  const left = reps
    .map(({ repId }) => repId)
    .filter((repId) => repId >= from)
    .toSorted();
  const policies = policiesOf(deps);
  const moved: OfferId[] = [];
  for (const repId of left.slice(0, REPS)) {
    for (const offer of await pendingOffersOf(deps.store, repId)) {
      if (offer.calendar.id !== calendarId) continue;
      const { clocks } = await policies(offer.policyVersion);
      if (extended(offer, { rules, clocks, at: command.at }) === offer) continue;
      if (moved.length === OFFERS) return { moved, from: repId };
      if (await extendOffer(deps, command, offer.offerId)) moved.push(offer.offerId);
    }
  }
  return { moved, from: left[REPS] };
}

/** Each version is looked up once. */
function policiesOf(deps: Deps): (version: number) => Promise<Policy> {
  const known = new Map<number, Promise<Policy>>();
  return (version) => {
    const policy = known.get(version) ?? policyOfVersion(deps, version);
    known.set(version, policy);
    return policy;
  };
}

async function extendOffer(deps: Deps, command: Command, offerId: OfferId): Promise<boolean> {
  return retryLostRace(async () => {
    const offer = await deps.store.offer(offerId);
    const lead = offer && (await deps.store.lead(offer.leadId));
    if (offer?.status !== 'PENDING' || lead?.state !== 'OFFERED' || lead.offerId !== offerId)
      return false;
    const rules = await rulesNow(deps);
    const { clocks } = await policyOfVersion(deps, offer.policyVersion);
    const after = extended(offer, { rules, clocks, at: command.at });
    if (after === offer) return false;
    const { acceptDueAt, contactDueAt, expireAt } = after;
    const moved = acceptDueAt > offer.acceptDueAt || contactDueAt > offer.contactDueAt;
    await commitLead(deps, command, {
      before: lead,
      decision: {
        lead: change(lead, { expireAt }),
        events: moved
          ? [{ type: 'DeadlineExtended', data: { offerId, acceptDueAt, contactDueAt } }]
          : [],
      },
      offer: { before: offer, after },
      rules,
    });
    return moved;
  });
}

interface Now {
  readonly rules: Rules;
  readonly clocks: Rules['policy']['clocks'];
  readonly at: Instant;
}

/** The offer with later deadlines, and its reminders within the hours of the new calendar; the same offer when nothing moves. */
function extended(offer: Offer, { rules, clocks, at }: Now): Offer {
  const calendar = rules.calendarOf(offer.calendar.id);
  const computed = offerDeadlines(clocks, calendar, offer.offeredAt);
  // A first contact that was made or missed is judged by the deadline that it had.
  const judged = offer.contactedAt !== undefined || offer.contactMissedAt !== undefined;
  const contactDueAt = judged ? offer.contactDueAt : computed.contactDueAt;
  const { contactRemindAt, ...old } = offer;
  const { deadlines, extended: moved } = extendOnly(
    { ...old, contactRemindAt: contactRemindAt ?? at },
    { ...computed, contactDueAt },
  );
  const reminderAt = moved.includes('acceptDueAt')
    ? remindersFrom(at, offer, deadlines)
    : offer.reminderAt.map((one) => (one > at ? replaced(one, { offer, calendar, at }) : one));
  if (moved.length === 0 && reminderAt.join() === offer.reminderAt.join()) return offer;
  return withOfferInstant({
    ...old,
    ...deadlines,
    reminderAt: [...new Set(reminderAt)].sort(),
    ...(deadlines.contactRemindAt > at ? {} : { contactRemindAt: undefined }),
    calendar: { id: calendar.id, version: calendar.version },
  });
}

/** A reminder that is still to come, in the working hours as they are now (4.4). */
function replaced(
  reminder: Instant,
  {
    offer,
    calendar,
    at,
  }: { readonly offer: Offer; readonly calendar: CalendarVersion; readonly at: Instant },
): Instant {
  return inWorkingHours(calendar, reminder, { offeredAt: at, acceptDueAt: offer.acceptDueAt });
}

/** Reminders of the new window that are still to come; one at once when none was delivered and none would come (A3-3). */
function remindersFrom(at: Instant, offer: Offer, { reminderAt }: OfferDeadlines): Instant[] {
  const coming = reminderAt.filter((one) => one > at);
  const reminded = offer.reminders.some((one) => one.delivered);
  return coming.length === 0 && !reminded ? [at] : coming;
}
