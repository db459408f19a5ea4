// READY or UNROUTED: to whom? One transaction deals the turn and makes the offer (4.5, rows 9 to 11).

import { change } from '../../leads/decision.ts';
import type { Desk, Rep } from '../../leads/desk/desk.ts';
import { LostRace } from '../../leads/errors.ts';
import { type Instant, plus } from '../../leads/instant.ts';
import type { Lead, LeadIn } from '../../leads/lead.ts';
import { askDirector, makeOffer, noEligibleRep } from '../../leads/offer/make-offer.ts';
import type { OfferDecision } from '../../leads/offer/offer-decision.ts';
import { endRecall } from '../../leads/offer/recall.ts';
import { waitsForRouter } from '../../leads/offer/waiting.ts';
import { present } from '../../leads/present.ts';
import { nextReturn } from '../../leads/routing/eligibility.ts';
import { memberOf, rowOfPool, withStanding } from '../../leads/routing/fairness.ts';
import { decideRoute, recallHolds } from '../../leads/routing/routing.ts';
import type { OfferRoute } from '../../leads/routing/routing-field.ts';
import { type Rules, rulesOf } from '../../leads/rules.ts';
import { type Change, type Command, type Deps, system } from '../../ports.ts';
import { put, replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { routeInput } from './route-input.ts';
import { recalledTurnBack } from './settle-offer.ts';
import { firstBefore } from './waiting-leads.ts';

/** Contention is not "no eligible rep": the lead stays READY and is tried again soon (4.5). */
const CONTENDED = ['PT5S', 'PT10S', 'PT15S', 'PT20S', 'PT25S', 'PT30S'] as const;

/** So many rows of a pool are written at once. */
const AT_ONCE = 50;

/** One call serves so many who stand before its lead; more of them have executions of their own. */
const MOST_SERVED = 25;

/** Routes a lead that waits for a rep; any other lead is left as it is. Returns the stored lead. */
export async function routeLead(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
): Promise<Lead | undefined> {
  try {
    return await routeInTurn(deps, command, leadId, new Set([leadId]));
  } catch (error) {
    if (!(error instanceof LostRace)) throw error;
    return tryAgainSoon(deps, command, leadId);
  }
}

/** Who stands before the lead and could have the same rep is served first, and then it is looked at again (4.5, waiting in turn). */
async function routeInTurn(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  passed: Set<Lead['leadId']>,
  isOwnStep = true,
): Promise<Lead | undefined> {
  for (;;) {
    const step = { passed, isOwnStep };
    const { lead, before } = await retryLostRace(() => routeOnce(deps, command, leadId, step));
    if (!before) return lead;
    passed.add(before);
    await routeInTurn(deps, command, before, passed, false);
  }
}

interface Routed {
  readonly lead: Lead | undefined;
  /** The lead that has to be served first. */
  readonly before?: Lead['leadId'];
}

async function routeOnce(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  { passed, isOwnStep }: { readonly passed: ReadonlySet<string>; readonly isOwnStep: boolean },
): Promise<Routed> {
  const { at } = command;
  const [lead, desk] = await Promise.all([
    deps.store.lead(leadId).then((found) => {
      deps.store.readAhead({ accountId: found?.accountId });
      return found;
    }),
    deps.store.deskAt(at),
  ]);
  if (!lead || !mayRoute(lead, at, isOwnStep)) return { lead };
  const rules = rulesOf(desk.policy, desk.calendars);
  const input = await routeInput(deps.store, { lead, desk, rules, at });
  if (input.recalled && !recallHolds(input)) {
    await releaseRecalled(deps, command, lead);
    throw new LostRace('the turn went back: decide on what is stored now');
  }
  const route = decideRoute(input);
  if (route.kind === 'offer') {
    const { repId } = route;
    // An owner's leads stand in nobody's line, and a recalled one goes on with the turn it had.
    const before =
      route.usesTurn && passed.size < MOST_SERVED
        ? await firstBefore(deps, lead, { desk, rules, at, repId, passed })
        : undefined;
    if (before) return { lead, before: before.leadId };
    const decided = (made: OfferDecision) => (isOwnStep ? made : inTurn(made));
    return { lead: await commitOffer(deps, command, { lead, desk, rules, route, decided }) };
  }
  const decision =
    route.kind === 'director'
      ? askDirector(
          lead,
          { choices: route.choices, director: directorOf(desk, route.department) },
          { at, rules },
        )
      : noEligibleRep(
          lead,
          { ...route.trace },
          { at, rules, nextReturn: nextReturn(desk.reps, at) },
        );
  return { lead: await commitLead(deps, command, { before: lead, decision, rules }) };
}

/** Told so that the execution of this lead, which waits, hears of an offer that another's step made. */
function inTurn(made: OfferDecision): OfferDecision {
  const events = made.events.map((fact) =>
    fact.type === 'OfferMade' ? { ...fact, data: { ...fact.data, inTurn: true } } : fact,
  );
  return { ...made, events };
}

/** Somebody else's step routes what waits in line, whenever it would look by itself. */
function mayRoute(
  lead: Lead,
  at: Instant,
  isOwnStep: boolean,
): lead is LeadIn<'READY' | 'UNROUTED'> {
  return isOwnStep ? isDue(lead, at) : waitsForRouter(lead);
}

/** Whether the router has something to do: not while a director still has time to choose. */
function isDue(lead: Lead, at: Instant): lead is LeadIn<'READY' | 'UNROUTED'> {
  if (lead.state !== 'READY' && lead.state !== 'UNROUTED') return false;
  if (lead.awaits === 'director') return at >= lead.directorDueAt;
  return lead.state === 'UNROUTED' || lead.retryAt === undefined || at >= lead.retryAt;
}

/** The rep who had the lead when it was recalled does not get it again: his turn goes back, and the router acts (row 16). */
export async function releaseRecalled(
  deps: Deps,
  { at, requestId }: Command,
  lead: Lead,
): Promise<void> {
  const changes = await recalledTurnBack(deps, lead);
  const released = endRecall(lead);
  const decision = changes.length > 0 ? released : { ...released, events: [] };
  await commitLead(deps, system(at, requestId), { before: lead, decision, changes });
}

/**
 * Offer, lead and the rep with his standing in one transaction (4.5): each on the version that was read. Who else came into the pool
 * or left it is written before, a few at a time: seen again, it is the same.
 */
export async function commitOffer(
  deps: Deps,
  command: Command,
  {
    lead,
    desk,
    rules,
    route,
    answer,
    decided = (made) => made,
  }: {
    readonly lead: Lead;
    readonly desk: Desk;
    readonly rules: Rules;
    readonly route: OfferRoute;
    readonly answer?: (decision: OfferDecision) => object;
    /** What else the decision says, when a person named the rep. */
    readonly decided?: (decision: OfferDecision) => OfferDecision;
  },
): Promise<Lead> {
  const rep = desk.reps.find((one) => one.repId === route.repId);
  if (!rep) throw new RangeError(`the router named ${route.repId}, who is not on the desk`);
  const decision = decided(makeOffer(lead, route, rep, { at: command.at, rules }));
  const { own, others } = standingsAfter(desk, route, rep);
  for (let from = 0; from < others.length; from += AT_ONCE)
    await deps.store.commit({ changes: others.slice(from, from + AT_ONCE) });
  return commitLead(deps, command, {
    before: lead,
    decision,
    offer: { after: decision.offer },
    rules,
    changes: [replace('rep', rep, { ...own, openOffers: own.openOffers + 1 })],
    ...present({ answer: answer ? answer(decision) : undefined }),
  });
}

/** The rep's row with his standing after the route, and what else it changes: others' standings, and rows of pools that are new. */
export function standingsAfter(
  desk: Pick<Desk, 'reps' | 'pools'>,
  { pool, alsoWrite }: OfferRoute,
  rep: Rep,
): { readonly own: Rep; readonly others: readonly Change[] } {
  const moved = [pool, ...alsoWrite].map((after) => ({
    after,
    before: desk.pools.find((one) => one.department === after.department),
  }));
  const standing = (one: Rep) =>
    moved.reduce((row, { before, after }) => {
      const was = before && memberOf(before, one.repId);
      const isNew = was === undefined && Object.hasOwn(after.members, one.repId);
      return isNew || (was && was !== memberOf(after, one.repId)) ? withStanding(row, after) : row;
    }, one);
  const founded = moved.flatMap(({ before, after }) =>
    before ? [] : [put('pool', rowOfPool(after))],
  );
  const changed = desk.reps.flatMap((one) => {
    const after = standing(one);
    return after === one || one.repId === rep.repId ? [] : [replace('rep', one, after)];
  });
  return { own: standing(rep), others: [...founded, ...changed] };
}

function directorOf(desk: Desk, departmentId: string): string {
  return (
    desk.departments.find((one) => one.departmentId === departmentId)?.directorSub ??
    'group:director'
  );
}

/** No event: contention is nobody's story (4.5). */
async function tryAgainSoon(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
): Promise<Lead | undefined> {
  const lead = await deps.store.lead(leadId);
  if (lead?.state !== 'READY') return lead;
  const wait = CONTENDED[Number.parseInt(leadId.slice(-1), 36) % CONTENDED.length] ?? 'PT5S';
  const later = change(lead, { retryAt: plus(command.at, wait) });
  return commitLead(deps, command, { before: lead, decision: { lead: later, events: [] } });
}
