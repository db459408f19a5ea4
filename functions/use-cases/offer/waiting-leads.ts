// Leads that wait for a rep: the first of them is served before any that comes later (4.5, waiting in turn).

import type { RoutingDesk } from '../../leads/desk/desk.ts';
import type { Instant } from '../../leads/instant.ts';
import type { Lead } from '../../leads/lead.ts';
import { placeInLine, waitsForRouter } from '../../leads/offer/waiting.ts';
import { exclusionCodes } from '../../leads/routing/eligibility.ts';
import { type At, type Rules, rulesOf } from '../../leads/rules.ts';
import type { Deps, Store } from '../../ports.ts';
import { enquiryOf, repsOf } from './route-input.ts';

/** So many are looked at; whoever stands behind them is served by the daily look. */
const MOST = 500;

/** The first who stands in line before this lead and whom that rep could take now. */
export async function firstBefore(
  { store }: Deps,
  lead: Lead,
  {
    desk,
    rules,
    at,
    repId,
    passed,
  }: {
    readonly desk: RoutingDesk;
    readonly rules: Rules;
    readonly at: Instant;
    readonly repId: string;
    /** Whom this step has looked at before. */
    readonly passed: ReadonlySet<string>;
  },
): Promise<Lead | undefined> {
  const rep = repsOf(desk, rules).find((one) => one.repId === repId);
  const line = rep ? await inLine(store, ['UNROUTED', 'READY'], { at, rules }) : [];
  const place = placeInLine(lead, { at, rules });
  const before = line.filter((one) => placeInLine(one, { at, rules }) < place);
  return before.find(
    (one) =>
      !passed.has(one.leadId) &&
      rep &&
      exclusionCodes(rep, enquiryOf({ lead: one, desk, rules, at })).length === 0,
  );
}

/** The first who waits and whom somebody could take now; what is READY is on its way by itself. */
export async function firstInLine({ store }: Deps, at: Instant): Promise<Lead | undefined> {
  const waiting = await store.leadsIn('UNROUTED', { limit: 1 });
  if (waiting.items.length === 0) return undefined;
  const desk = await store.deskAt(at);
  const rules = rulesOf(desk.policy, desk.calendars);
  // Those who could take none are not asked about each.
  const reps = repsOf(desk, rules).filter((rep) => rep.active && rep.openOffers < rep.capacity);
  const line = await inLine(store, ['UNROUTED'], { at, rules });
  return line.find((lead) => {
    const enquiry = enquiryOf({ lead, desk, rules, at });
    return reps.some((rep) => exclusionCodes(rep, enquiry).length === 0);
  });
}

async function inLine(
  store: Store,
  states: readonly ('UNROUTED' | 'READY')[],
  now: At,
): Promise<readonly Lead[]> {
  const pages = await Promise.all(states.map((state) => store.leadsIn(state, { limit: MOST })));
  const places = pages
    .flatMap(({ items }) => items)
    .filter(waitsForRouter)
    .map((lead) => ({ lead, place: placeInLine(lead, now) }));
  return places.toSorted((a, b) => (a.place < b.place ? -1 : 1)).map(({ lead }) => lead);
}
