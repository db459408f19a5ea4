// What staff look through: leads, offers and opportunities, page by page (api.md).

import type { Lead } from '../../leads/lead.ts';
import type { Offer } from '../../leads/offer/offer.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import type { Rules } from '../../leads/rules.ts';
import { type State, states } from '../../leads/states.ts';
import type { Command, Deps, Page, Paging } from '../../ports.ts';
import type { LeadPage } from '../answers/lead-answers.ts';
import type { OfferPage } from '../answers/offer-answers.ts';
import type { OpportunityPage } from '../answers/opportunity-answers.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { leadView, offerView } from '../view-lead.ts';
import { opportunityRow } from '../view-opportunity.ts';
import { findLeads } from './find-leads.ts';
import { recognise } from './recognise.ts';

interface LeadsAsked {
  readonly state?: State | undefined;
  readonly mine: boolean;
  /** A lead id, name, e-mail address, phone, company or domain: only what it finds. */
  readonly q?: string | undefined;
  readonly paging: Paging;
}

/** Leads by state, in the order of the desk's queue; `mine` keeps the caller's own. */
export async function listLeads(
  deps: Deps,
  { by, at }: Command,
  { state, mine, q, paging }: LeadsAsked,
): Promise<LeadPage> {
  const rules = await rulesNow(deps);
  const found = await leadsAsked(deps, { state, q, paging }, rules);
  const isMine = (lead: Lead) =>
    !mine || lead.sdrId === by.sub || lead.ownerRepId === by.sub || lead.offeredTo === by.sub;
  const visible =
    by.kind === 'rep'
      ? (lead: Lead) => lead.ownerRepId === by.sub || lead.offeredTo === by.sub
      : isMine;
  const shown = found.items.filter((lead) => isMine(lead) && visible(lead)).slice(0, paging.limit);
  // Score and grade as of now, as the lead itself shows them: what was stored has decayed since (4.10).
  const [recognised, ...touches] = await Promise.all([
    recognise(deps, shown),
    ...shown.map(({ leadId }) => deps.store.touchesOf(leadId)),
  ]);
  return {
    ...found,
    items: shown.map((lead, index) => ({
      ...leadView({ lead, offers: [], at, rules, touches: touches[index] }),
      ...recognised(lead),
      owner: lead.ownerRepId ?? lead.sdrId ?? null,
    })),
  };
}

/** What was looked for in the states asked for; else the whole list, through the states in their order. */
async function leadsAsked(
  deps: Deps,
  { state, q, paging }: Omit<LeadsAsked, 'mine'>,
  rules: Rules,
): Promise<Page<Lead>> {
  if (q === undefined)
    return state ? deps.store.leadsIn(state, paging) : inEveryState(deps, paging);
  const found = await findLeads(deps, q, rules);
  return { items: found.filter((lead) => state === undefined || lead.state === state) };
}

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

/** A rep's own offers; all reps' for a director or SDR, rep by rep. */
export async function listOffers(
  deps: Deps,
  { by }: Command,
  { status, paging }: { readonly status?: Offer['status'] | undefined; readonly paging: Paging },
): Promise<OfferPage> {
  const ofRep = (repId: string) => (rest: Paging) => deps.store.offersOfRep(repId, status, rest);
  if (by.kind === 'rep') {
    const found = await ofRep(by.sub)(paging);
    return { ...found, items: await offerRows(deps, found.items) };
  }
  const found = await ofEveryRep(deps, ofRep, paging);
  const items = found.items.toSorted((a, b) => a.acceptDueAt.localeCompare(b.acceptDueAt));
  return { ...found, items: await offerRows(deps, items) };
}

async function offerRows(deps: Deps, offers: readonly Offer[]): Promise<OfferPage['items']> {
  const leads = await deps.store.leads(offers.map(({ leadId }) => leadId));
  const recognised = await recognise(deps, [...leads.values()]);
  return offers.map((offer) => ({ ...offerView(offer), ...recognised(leads.get(offer.leadId)) }));
}

/** A rep's own opportunities, earliest expected close first; all reps' for the others, rep by rep. */
export async function listOpportunities(
  deps: Deps,
  { by }: Command,
  {
    status,
    paging,
  }: { readonly status?: Opportunity['status'] | undefined; readonly paging: Paging },
): Promise<OpportunityPage> {
  const ofRep = (repId: string) => (rest: Paging) =>
    deps.store.opportunitiesOfRep(repId, status, rest);
  const found =
    by.kind === 'rep' ? await ofRep(by.sub)(paging) : await ofEveryRep(deps, ofRep, paging);
  return { ...found, items: found.items.map(opportunityRow) };
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
