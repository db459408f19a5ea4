// What staff look through: leads, offers and opportunities, page by page (api.md).

import type { Lead } from '../../leads/lead.ts';
import type { Offer } from '../../leads/offer/offer.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { type Rules, rulesOf } from '../../leads/rules.ts';
import { type State, states } from '../../leads/states.ts';
import type { Command, Deps, Page, Paging } from '../../ports.ts';
import type { LeadPage } from '../answers/lead-answers.ts';
import type { OfferPage } from '../answers/offer-answers.ts';
import type { OpportunityPage } from '../answers/opportunity-answers.ts';
import { leadView, offerView } from '../view-lead.ts';
import { opportunityRow } from '../view-opportunity.ts';
import { findLeads } from './find-leads.ts';
import { type Filter, wantedBy } from './lead-filter.ts';
import { recognise } from './recognise.ts';

interface LeadsAsked extends Filter {
  readonly state?: State | undefined;
  /** A lead id, name, e-mail address, phone, company or domain: only what it finds. */
  readonly q?: string | undefined;
  readonly paging: Paging;
}

/** Leads by state, in the order of the desk's queue, or found; of these those that the filter wants. */
export async function listLeads(
  deps: Deps,
  command: Command,
  { state, q, paging, ...filter }: LeadsAsked,
): Promise<LeadPage> {
  const { at } = command;
  const desk = await deps.store.desk();
  const rules = rulesOf(desk.policy, desk.calendars);
  const keep = wantedBy(filter, command, desk);
  const found =
    q === undefined
      ? await inStates(deps, state ? [state] : states, paging, keep)
      : await foundIn(deps, q, { state, keep, rules });
  const shown = found.items.slice(0, paging.limit);
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

type Keep = ((lead: Lead) => boolean) | undefined;

/** The whole list, through the states in their order. */
async function inStates(
  { store }: Deps,
  asked: readonly State[],
  paging: Paging,
  keep: Keep,
): Promise<Page<Lead>> {
  const lists = asked.map((state) => (rest: Paging) => store.leadsIn(state, rest, keep));
  const [only] = lists;
  return only && lists.length === 1 ? only(paging) : oneAfterTheOther(lists, paging);
}

/** What was looked for: so few that there is one page. */
async function foundIn(
  deps: Deps,
  q: string,
  {
    state,
    keep,
    rules,
  }: { readonly state: State | undefined; readonly keep: Keep; readonly rules: Rules },
): Promise<Page<Lead>> {
  const found = await findLeads(deps, q, rules);
  const items = found.filter((lead) => state === undefined || lead.state === state);
  return { items: keep ? items.filter(keep) : items };
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
