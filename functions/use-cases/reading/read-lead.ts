// What staff read: a lead, its story, the lists, an offer and why it went where it went (api.md, the GET routes).

import { Forbidden, Invalid, NotFound } from '../../leads/errors.ts';
import { sentenceOf } from '../../leads/events/sentence-of.ts';
import type { LeadId, OfferId } from '../../leads/ids.ts';
import { leadOf } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Offer } from '../../leads/offer/offer.ts';
import { offerStatuses } from '../../leads/offer/offer.ts';
import { opportunityStatuses } from '../../leads/opportunity/opportunity.ts';
import type { Account } from '../../leads/person.ts';
import { type Now, rulesOf } from '../../leads/rules.ts';
import {
  type AccountEngagement,
  accountEngagement,
} from '../../leads/scoring/account-engagement.ts';
import { states } from '../../leads/states.ts';
import type { Command, Deps, Page, Paging } from '../../ports.ts';
import type { Answer } from '../commit/answered.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { accountNow, leadsOf, personNow } from '../follow-pointers.ts';
import { leadView, offerView } from '../view-lead.ts';
import { creditView, opportunityView } from '../view-opportunity.ts';
import { speaker } from './speak.ts';

/** One lead with everything that hangs on it; score and grade as of now. */
export async function readLead(deps: Deps, { at, by }: Command, leadId: LeadId): Promise<Answer> {
  const { store } = deps;
  const lead = await leadOrNotFound(deps, leadId);
  if (by.kind === 'rep') refuseForeignLead(lead, await store.offersOf(leadId), by.sub);
  const [offers, touches, rules, person, account, activities, disputes] = await Promise.all([
    store.offersOf(leadId),
    store.touchesOf(leadId),
    rulesNow(deps),
    personNow(store, lead.personId),
    lead.accountId === undefined ? undefined : accountNow(store, lead.accountId),
    store.activitiesOf(leadId),
    lead.offerSeq > 0 || lead.cycle > 1 ? store.disputesOf(leadId) : [],
  ]);
  const employer =
    person?.accountId === undefined || person.accountId === account?.accountId
      ? undefined
      : await accountNow(store, person.accountId);
  const engagement = account && (await engagementOf(deps, account, { at, rules, touches, lead }));
  const body = leadView({
    ...{ lead, offers, at, rules, person, account, touches, engagement },
    employer: employer?.accountId === account?.accountId ? undefined : employer,
  });
  const after = await afterAcceptance(deps, lead);
  return { status: 200, body: { ...body, ...after, touches, activities, disputes } };
}

/** The last opportunity and the credit of the last acceptance; nothing before a lead was accepted once. */
async function afterAcceptance({ store }: Deps, lead: Lead): Promise<Record<string, unknown>> {
  if (lead.stamps.SAL === undefined && lead.opportunityId === undefined) return {};
  const { leadId } = lead;
  const [opportunities, credits] = await Promise.all([
    store.opportunitiesOf(leadId),
    store.creditsOf(leadId),
  ]);
  const [opportunity, credit] = [opportunities.at(-1), credits.at(-1)];
  return {
    ...(opportunity ? { opportunity: opportunityView(opportunity, lead) } : {}),
    ...(credit ? { credit: creditView(credit) } : {}),
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
): Promise<Answer> {
  const lead = await leadOrNotFound(deps, leadId);
  if (by.kind === 'rep') refuseForeignLead(lead, await deps.store.offersOf(leadId), by.sub);
  const [events, desk] = await Promise.all([
    deps.store.eventsOf(leadId, paging),
    deps.store.desk(),
  ]);
  const tongue = speaker(desk, rulesOf(desk.policy, desk.calendars));
  return page({
    ...events,
    items: events.items.map((event) => ({
      id: event.id,
      at: event.occurredAt,
      type: event.type,
      actor: event.by,
      sentence: sentenceOf(event, event.by.sub, tongue),
      data: event.data,
    })),
  });
}

/** Leads by state, in the order of the desk's queue; `mine` keeps the caller's own. */
export async function listLeads(
  deps: Deps,
  { by, at }: Command,
  {
    state,
    mine,
    paging,
  }: { readonly state?: string | undefined; readonly mine: boolean; readonly paging: Paging },
): Promise<Answer> {
  const rules = await rulesNow(deps);
  const asked = states.find((one) => one === state);
  if (state !== undefined && !asked) {
    throw new Invalid([
      {
        path: 'state',
        message: `unknown state ${state.slice(0, 40)}; use one of ${states.join(', ')}`,
      },
    ]);
  }
  const found = asked ? await deps.store.leadsIn(asked, paging) : await inEveryState(deps, paging);
  const isMine = (lead: Lead) =>
    !mine || lead.sdrId === by.sub || lead.ownerRepId === by.sub || lead.offeredTo === by.sub;
  const visible =
    by.kind === 'rep'
      ? (lead: Lead) => lead.ownerRepId === by.sub || lead.offeredTo === by.sub
      : isMine;
  return page({
    ...found,
    items: found.items
      .filter((lead) => isMine(lead) && visible(lead))
      .map((lead) => leadView({ lead, offers: [], at, rules })),
  });
}

/** Without a state the list goes through them in their order. */
async function inEveryState({ store }: Deps, paging: Paging): Promise<Page<Lead>> {
  const lists = states.map((state) => (rest: Paging) => store.leadsIn(state, rest));
  return oneAfterTheOther(lists, paging);
}

/** A page over several lists; its cursor says in which one it stands, and where there. */
async function oneAfterTheOther<Item>(
  lists: readonly ((paging: Paging) => Promise<Page<Item>>)[],
  { limit, cursor }: Paging,
): Promise<Page<Item>> {
  const [start, inner] = cursor === undefined ? [0] : splitCursor(cursor);
  const items: Item[] = [];
  for (const [index, list] of lists.entries()) {
    if (index < start) continue;
    const within = index === start ? inner : undefined;
    const found = await list({ limit: limit - items.length, cursor: within });
    items.push(...found.items);
    if (found.cursor !== undefined) return { items, cursor: `${index}.${found.cursor}` };
    if (items.length >= limit)
      return index + 1 < lists.length ? { items, cursor: `${index + 1}.` } : { items };
  }
  return { items };
}

function splitCursor(cursor: string): [number, string | undefined] {
  const dot = cursor.indexOf('.');
  return [Number(cursor.slice(0, dot)), cursor.slice(dot + 1) || undefined];
}

/** A rep's own offers; all reps' for a director, SDR or ops, rep by rep. */
export async function listOffers(
  deps: Deps,
  { by }: Command,
  { status, paging }: { readonly status?: string | undefined; readonly paging: Paging },
): Promise<Answer> {
  const asked = offerStatuses.find((one) => one === status);
  if (status !== undefined && !asked) throw unknownStatus(status, offerStatuses);
  if (by.kind === 'rep') {
    const found = await deps.store.offersOfRep(by.sub, asked, paging);
    return page({ ...found, items: found.items.map(offerView) });
  }
  const ofRep = (repId: string) => (rest: Paging) => deps.store.offersOfRep(repId, asked, rest);
  const found = await ofEveryRep(deps, ofRep, paging);
  const items = found.items.toSorted((a, b) => a.acceptDueAt.localeCompare(b.acceptDueAt));
  return page({ ...found, items: items.map(offerView) });
}

/** A rep's own opportunities, earliest expected close first; all reps' for the others, rep by rep. */
export async function listOpportunities(
  deps: Deps,
  { by }: Command,
  { status, paging }: { readonly status?: string | undefined; readonly paging: Paging },
): Promise<Answer> {
  const asked = opportunityStatuses.find((one) => one === status);
  if (status !== undefined && !asked) throw unknownStatus(status, opportunityStatuses);
  const ofRep = (repId: string) => (rest: Paging) =>
    deps.store.opportunitiesOfRep(repId, asked, rest);
  const found =
    by.kind === 'rep' ? await ofRep(by.sub)(paging) : await ofEveryRep(deps, ofRep, paging);
  return page({
    ...found,
    items: found.items.map(({ version: _, run: _run, ...shown }) => shown),
  });
}

/** The lists of all reps, one after the other in the order of their ids. */
async function ofEveryRep<Item>(
  { store }: Deps,
  ofRep: (repId: string) => (paging: Paging) => Promise<Page<Item>>,
  paging: Paging,
): Promise<Page<Item>> {
  const { reps } = await store.desk();
  const ids = reps.map(({ repId }) => repId).toSorted();
  return oneAfterTheOther(ids.map(ofRep), paging);
}

function unknownStatus(status: string, known: readonly string[]): Invalid {
  const message = `unknown status ${status.slice(0, 40)}; use one of ${known.join(', ')}`;
  return new Invalid([{ path: 'status', message }]);
}

/** Why this rep: candidates, exclusion codes, counters, tie-break and versions (4.5). */
export async function explainOffer(deps: Deps, { by }: Command, offerId: OfferId): Promise<Answer> {
  const offer = await deps.store.offer(offerId);
  if (!offer) throw new NotFound('offer', offerId);
  if (by.kind === 'rep' && offer.repId !== by.sub) {
    throw new Forbidden(
      `offer ${offerId} is another rep's; you can read your own only`,
      'NOT_YOUR_OFFER',
    );
  }
  const { trace, policyVersion, calendar } = offer;
  return {
    status: 200,
    body: { offerId, leadId: leadOf(offerId), ...trace, policyVersion, calendar },
  };
}

/** What became of a submission: SDRs and ops may know, strangers may not (api.md). */
export async function readSubmission(deps: Deps, submissionId: string): Promise<Answer> {
  const found = await deps.store.submission(submissionId);
  if (!found) throw new NotFound('submission', submissionId);
  const { verdict, leadId } = found;
  return { status: 200, body: { submissionId, verdict, leadId } };
}

function page<Item>({ items, cursor }: Page<Item>): Answer {
  return { status: 200, body: { items, ...(cursor === undefined ? {} : { cursor }) } };
}
