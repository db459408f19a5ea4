// What staff read of one thing: a lead, its story, why an offer went where it went (api.md, the GET routes).

import { Forbidden, NotFound } from '../../leads/errors.ts';
import { sentenceOf } from '../../leads/events/sentences/sentence-of.ts';
import type { LeadId, OfferId } from '../../leads/ids.ts';
import { leadOf } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Offer } from '../../leads/offer/offer.ts';
import type { Account, Touch } from '../../leads/person.ts';
import { present } from '../../leads/present.ts';
import { type Now, rulesOf } from '../../leads/rules.ts';
import {
  type AccountEngagement,
  accountEngagement,
} from '../../leads/scoring/account-engagement.ts';
import { visitsUntil } from '../../leads/scoring/visits.ts';
import type { Command, Deps, Paging, StoredEvent } from '../../ports.ts';
import type { LeadDetail, Timeline } from '../answers/lead-answers.ts';
import type { OfferTrace } from '../answers/offer-answers.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { accountNow, leadsOf, peopleNow } from '../follow-pointers.ts';
import { leadView } from '../view-lead.ts';
import { creditView, opportunityView } from '../view-opportunity.ts';
import { differencesOf, idsOfPeople, membersOf } from '../view-people.ts';
import { lookAlikes } from './look-alikes.ts';
import { speaker } from './speak.ts';

/** One lead with everything that hangs on it; score and grade as of now. */
export async function readLead(
  deps: Deps,
  { at, by }: Command,
  leadId: LeadId,
): Promise<LeadDetail> {
  const { store } = deps;
  const lead = await leadOrNotFound(deps, leadId);
  if (by.kind === 'rep') refuseForeignLead(lead, await store.offersOf(leadId), by.sub);
  const touches = await store.touchesOf(leadId);
  const [offers, rules, people, account, activities, disputes] = await Promise.all([
    store.offersOf(leadId),
    rulesNow(deps),
    peopleNow(store, idsOfPeople(lead, touches)),
    lead.accountId === undefined ? undefined : accountNow(store, lead.accountId),
    store.activitiesOf(leadId),
    lead.offerSeq > 0 || lead.cycle > 1 ? store.disputesOf(leadId) : [],
  ]);
  const person = people.get(lead.personId);
  const employer =
    person?.accountId === undefined || person.accountId === account?.accountId
      ? undefined
      : await accountNow(store, person.accountId);
  const engagement = account && (await engagementOf(deps, account, { at, rules, touches, lead }));
  const shown = leadView({
    lead,
    offers,
    at,
    rules,
    person,
    account,
    touches,
    engagement,
    employer: employer?.accountId === account?.accountId ? undefined : employer,
  });
  const after = await afterAcceptance(deps, lead);
  const members = membersOf({ lead, touches, people });
  const differences = differencesOf({ lead, touches, people, account });
  const suggestions = person ? await lookAlikes(deps, person) : [];
  const unread = unreadIn(touches);
  return {
    ...shown,
    ...members,
    ...after,
    differences,
    suggestions,
    unread,
    visits: visitsUntil(at, touches),
    touches,
    activities,
    disputes,
  };
}

/** What people wrote that nobody could read (4.8), the newest first. */
function unreadIn(touches: readonly Touch[]): LeadDetail['unread'] {
  return touches
    .toSorted((a, b) => b.at.localeCompare(a.at))
    .flatMap(({ at, personId, unread = [] }) => unread.map((one) => ({ at, personId, ...one })));
}

/** The last opportunity and the credit of the last acceptance; nothing before a lead was accepted once. */
async function afterAcceptance(
  { store }: Deps,
  lead: Lead,
): Promise<Pick<LeadDetail, 'opportunity' | 'credit'>> {
  if (lead.stamps.SAL === undefined && lead.opportunityId === undefined) return {};
  const { leadId } = lead;
  const [opportunities, credits] = await Promise.all([
    store.opportunitiesOf(leadId),
    store.creditsOf(leadId),
  ]);
  const [opportunity, credit] = [opportunities.at(-1), credits.at(-1)];
  return {
    ...present({
      opportunity: opportunity ? opportunityView(opportunity, lead) : undefined,
      credit: credit ? creditView(credit) : undefined,
    }),
  };
}

/** Of all journeys of the account; while there is only this one its touches are enough. */
async function engagementOf(
  { store }: Deps,
  account: Account,
  { lead, ...now }: Now & { readonly lead: Lead },
): Promise<AccountEngagement> {
  const several = account.severalLeads || account.absorbed.length > 0;
  const leads = several ? await leadsOf(store, account) : [];
  const others = leads.filter(({ leadId }) => leadId !== lead.leadId);
  const lists = await Promise.all(others.map(({ leadId }) => store.touchesOf(leadId)));
  return accountEngagement(account, { ...now, touches: [...now.touches, ...lists.flat()] });
}

/** A rep sees leads that were offered to him or that he owns (architecture.md, Security). */
function refuseForeignLead(lead: Lead, offers: readonly Offer[], sub: string): void {
  if (lead.ownerRepId === sub || offers.some((offer) => offer.repId === sub)) return;
  throw new Forbidden(`lead ${lead.leadId} was never offered to you`, 'NOT_YOUR_LEAD');
}

/** Every event of a lead with its instant, actor and a sentence, oldest first. */
export async function readTimeline(
  deps: Deps,
  { by }: Command,
  leadId: LeadId,
  paging: Paging,
): Promise<Timeline> {
  const lead = await leadOrNotFound(deps, leadId);
  if (by.kind === 'rep') refuseForeignLead(lead, await deps.store.offersOf(leadId), by.sub);
  const [events, desk, touches] = await Promise.all([
    deps.store.eventsOf(leadId, paging),
    deps.store.desk(),
    deps.store.touchesOf(leadId),
  ]);
  const customers = events.items.filter((event) => event.by.kind === 'customer');
  const people = await peopleNow(
    deps.store,
    customers.map((event) => event.by.sub),
  );
  // An address may be used by several: what they called themselves in the form comes first.
  const called = new Map(touches.map(({ touchId, sender }) => [touchId, sender?.name]));
  const nameOf = ({ by: actor, data }: StoredEvent) =>
    called.get(String(Object(data).submissionId)) ?? (people.get(actor.sub)?.name || undefined);
  const tongue = speaker(desk, rulesOf(desk.policy, desk.calendars));
  return {
    ...events,
    items: events.items.map((event) => ({
      id: event.id,
      at: event.occurredAt,
      type: event.type,
      actor: present({ ...event.by, name: nameOf(event) }),
      sentence: sentenceOf(event, event.by.sub, tongue),
      data: event.data,
    })),
  };
}

/** Why this rep: candidates, exclusion codes, counters, tie-break and versions (4.5). */
export async function explainOffer(
  deps: Deps,
  { by }: Command,
  offerId: OfferId,
): Promise<OfferTrace> {
  const offer = await deps.store.offer(offerId);
  if (!offer) throw new NotFound('offer', offerId);
  if (by.kind === 'rep' && offer.repId !== by.sub) {
    throw new Forbidden(
      `offer ${offerId} is another rep's; you can read your own only`,
      'NOT_YOUR_OFFER',
    );
  }
  const { trace, policyVersion, calendar } = offer;
  return { offerId, leadId: leadOf(offerId), ...trace, policyVersion, calendar };
}
