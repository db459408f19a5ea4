// What a first contact that was made or missed does to the rep's record, where the policy counts those: written with it (X-18; 4.7).

import type { Fact, Message } from '../../leads/decision.ts';
import type { Lead } from '../../leads/lead.ts';
import { recordContact } from '../../leads/offer/judge-contact.ts';
import type { Offer } from '../../leads/offer/offer.ts';
import { newRecord, tellSuspended } from '../../leads/offer/rep-record.ts';
import type { Rules } from '../../leads/rules.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import { replace } from './changes.ts';

interface Projected {
  readonly changes: readonly Change[];
  readonly events: readonly Fact[];
  readonly messages: readonly Message[];
}

const nothing: Projected = { changes: [], events: [], messages: [] };

/** Rows and facts that follow from these events; nothing when none of them judges a contact, or the policy lets it cost nothing. */
export async function projectContact(
  { store }: Deps,
  { at }: Command,
  told: {
    readonly before: Lead | undefined;
    readonly events: readonly Fact[];
    readonly offer?: { readonly before?: Offer; readonly after: Offer } | undefined;
    readonly rules?: Rules | undefined;
  },
): Promise<Projected> {
  const { before, events, rules } = told;
  const judged = events.find(({ type }) => type === 'ContactMissed' || type === 'FirstContact');
  if (!judged || !before?.offerId || !rules?.policy.strikes.contactMissCounts) return nothing;
  const offer = told.offer?.after ?? (await store.offer(before.offerId));
  const [rep, stored] = await Promise.all([
    offer && store.rep(offer.repId),
    offer && store.record(offer.repId),
  ]);
  if (!offer || !rep) return nothing;
  const { contactedAt, contactDueAt, contactReminderLost } = offer;
  const made = judged.type === 'FirstContact' && (contactedAt ?? at) <= contactDueAt;
  // Before the acceptance the reminder waits on the offer's row; after it, on the lead's.
  const { contactRemindAt } = before.state === 'OFFERED' ? (told.offer?.before ?? offer) : before;
  const reminded = contactRemindAt === undefined && contactReminderLost !== true;
  const contact = { offer, made, reminded };
  const decision = recordContact(contact, rep, stored ?? newRecord(rep.repId), { at, rules });
  if (!decision) return nothing;
  return {
    changes: [
      ...(decision.rep === rep ? [] : [replace('rep', rep, decision.rep)]),
      replace('record', stored, decision.record),
    ],
    events: decision.events,
    messages: decision.events.flatMap(tellSuspended),
  };
}
