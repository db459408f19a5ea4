// READY or UNROUTED: to whom? One transaction deals the turn and makes the offer (4.5, rows 9 to 11).

import { addWorkingDays, millisBetweenOn } from '../../leads/calendar/clocks.ts';
import { offerDeadlines } from '../../leads/calendar/deadlines.ts';
import { monthOf, startOfDay } from '../../leads/calendar/local-dates.ts';
import { change } from '../../leads/decision.ts';
import type { Desk, Rep } from '../../leads/desk/desk.ts';
import { LostRace } from '../../leads/errors.ts';
import { type Instant, plus } from '../../leads/instant.ts';
import type { Lead, LeadIn } from '../../leads/lead.ts';
import { askDirector, makeOffer, noEligibleRep } from '../../leads/offer/make-offer.ts';
import type { OfferDecision } from '../../leads/offer/offer-decision.ts';
import { endRecall } from '../../leads/offer/recall.ts';
import type { Account } from '../../leads/person.ts';
import { ownersOn } from '../../leads/routing/account-owner.ts';
import { availableShare, nextReturn } from '../../leads/routing/eligibility.ts';
import { rosterInForce } from '../../leads/routing/roster.ts';
import { awaitsDirector, decideRoute, recallHolds } from '../../leads/routing/routing.ts';
import type { OfferRoute, RouteInput } from '../../leads/routing/routing-field.ts';
import { RouteTrace } from '../../leads/routing/routing-trace.ts';
import { type Rules, rulesOf } from '../../leads/rules.ts';
import { type Change, type Command, type Deps, type Store, system } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { accountNow, leadsOf } from '../follow-pointers.ts';
import { recalledTurnBack } from './settle-offer.ts';

/** Contention is not "no eligible rep": the lead stays READY and is tried again soon (4.5). */
const CONTENDED = ['PT5S', 'PT10S', 'PT15S', 'PT20S', 'PT25S', 'PT30S'] as const;

/** Routes a lead that waits for a rep; any other lead is left as it is. Returns the stored lead. */
export async function routeLead(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
): Promise<Lead | undefined> {
  try {
    return await retryLostRace(() => routeOnce(deps, command, leadId));
  } catch (error) {
    if (!(error instanceof LostRace)) throw error;
    return tryAgainSoon(deps, command, leadId);
  }
}

async function routeOnce(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
): Promise<Lead | undefined> {
  const { at } = command;
  const [lead, desk] = await Promise.all([deps.store.lead(leadId), deps.store.desk()]);
  if (!lead || !isDue(lead, at)) return lead;
  const rules = rulesOf(desk.policy, desk.calendars);
  const input = await routeInput(deps.store, { lead, desk, rules, at });
  if (input.recalled && !recallHolds(input)) {
    await releaseRecalled(deps, command, lead);
    throw new LostRace('the turn went back: decide on what is stored now');
  }
  const route = decideRoute(input);
  if (route.kind === 'offer') return commitOffer(deps, command, { lead, desk, rules, route });
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
  return commitLead(deps, command, { before: lead, decision, rules });
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

interface ToRoute {
  readonly lead: Lead;
  readonly desk: Desk;
  readonly rules: Rules;
  readonly at: Instant;
}

/** What the router looks at, from one read of the desk. */
export async function routeInput(
  store: Store,
  { lead, desk, rules, at }: ToRoute,
): Promise<RouteInput> {
  const month = monthOf(rules.zone, at);
  const graceUntil = addWorkingDays(
    rules.calendar,
    startOfDay(rules.zone, `${month}-01`),
    rules.policy.routing.rosterGraceWorkingDays,
  );
  const account =
    lead.accountId === undefined ? undefined : await accountNow(store, lead.accountId);
  const recalled = lead.recalled && (await recalledOf(store, lead.recalled));
  return {
    leadId: lead.leadId,
    recalled,
    now: at,
    cycle: lead.cycle,
    scope: { region: lead.region, productLine: lead.productLine, language: lead.language },
    exclusions: lead.exclusions,
    disputedRepIds: lead.disputes.map(({ repId }) => repId),
    roster: rosterInForce(desk.rosters, { month, now: at, graceUntil }).roster,
    availableShare: (rep) => {
      const calendar = rules.calendarOf(rep.calendar);
      const { acceptDueAt } = offerDeadlines(rules.policy.clocks, calendar, at);
      const clock = rules.policy.clocks.accept.clock;
      return availableShare(rep.absences, { from: at, until: acceptDueAt }, (from, until) =>
        millisBetweenOn(clock, calendar, from, until),
      );
    },
    ownerIds: account ? ownersOn(lead, account, await othersOf(store, account, lead)) : [],
    reps: desk.reps,
    departments: desk.departments,
    pools: desk.pools,
    policy: rules.policy.routing,
    policyVersion: rules.policyVersion,
    calendarVersion: (id) => rules.calendarOf(id).version,
    awaitsDirector: awaitsDirector(lead, rules.policy.routing),
    directorSilent: lead.awaits === 'director' && at >= lead.directorDueAt,
  };
}

/** Who had the lead, and the codes that he carried when the turn was his: what was set aside for him then is so now. */
async function recalledOf(
  store: Store,
  { repId, offerId }: NonNullable<Lead['recalled']>,
): Promise<RouteInput['recalled']> {
  const trace = RouteTrace.safeParse((await store.offer(offerId))?.trace);
  const then = trace.data?.candidates.find((one) => one.repId === repId);
  return { repId, offerId, codesThen: then?.codes ?? [] };
}

/** The account's other journeys; nobody looks for them while there is only this one. */
async function othersOf(
  store: Store,
  account: Account,
  { leadId }: Lead,
): Promise<readonly Lead[]> {
  if (!account.severalLeads && account.absorbed.length === 0) return [];
  return (await leadsOf(store, account)).filter((other) => other.leadId !== leadId);
}

/** Offer, lead, pool and rep in one transaction (4.5): each on the version that was read. */
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
  return commitLead(deps, command, {
    before: lead,
    decision,
    offer: { after: decision.offer },
    rules,
    changes: [...poolChanges(desk, route), repWith(rep, rep.openOffers + 1)],
    ...(answer ? { answer: answer(decision) } : {}),
  });
}

/** The pool that dealt, and others that the entry rule touched (4.5). */
function poolChanges(desk: Desk, { pool, alsoWrite }: OfferRoute): readonly Change[] {
  return [pool, ...alsoWrite].map((after) =>
    replace(
      'pool',
      desk.pools.find((one) => one.department === after.department),
      after,
    ),
  );
}

function repWith(rep: Rep, openOffers: number): Change {
  return replace('rep', rep, { ...rep, openOffers });
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
