// What the router looks at for one lead, from one read of the desk (4.5).

import { addWorkingDays, millisBetweenOn } from '../../leads/calendar/clocks.ts';
import { offerDeadlines } from '../../leads/calendar/deadlines.ts';
import { monthOf, startOfDay } from '../../leads/calendar/local-dates.ts';
import type { Desk, Rep, RoutingDesk } from '../../leads/desk/desk.ts';
import type { Instant } from '../../leads/instant.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Account } from '../../leads/person.ts';
import { ownersOn } from '../../leads/routing/account-owner.ts';
import { availableShare, type Enquiry } from '../../leads/routing/eligibility.ts';
import { rosterInForce } from '../../leads/routing/roster.ts';
import { awaitsDirector } from '../../leads/routing/routing.ts';
import type { RouteInput } from '../../leads/routing/routing-field.ts';
import { RouteTrace } from '../../leads/routing/routing-trace.ts';
import type { Rules } from '../../leads/rules.ts';
import { regionIn, regionsIn } from '../../leads/scopes.ts';
import type { Store } from '../../ports.ts';
import { accountNow, leadsOf } from '../follow-pointers.ts';

interface ToRoute<Routed = Lead> {
  readonly lead: Routed;
  readonly desk: RoutingDesk;
  readonly rules: Rules;
  readonly at: Instant;
}

type Enquiring = Pick<
  Lead,
  'cycle' | 'region' | 'productLine' | 'language' | 'exclusions' | 'disputes'
>;

/** What the router reads of the lead itself. */
export interface Routed
  extends Enquiring,
    Pick<Lead, 'leadId' | 'timeouts' | 'misroutes' | 'recalls' | 'scopeChangedInCycle' | 'awaits'> {
  /** There while `awaits` says `director`. */
  readonly directorDueAt?: Instant | undefined;
}

/** What makes a rep eligible for the lead or not (4.5, first paragraph). */
export function enquiryOf({ lead, desk, rules, at }: ToRoute<Enquiring>): Enquiry {
  const month = monthOf(rules.zone, at);
  const graceUntil = addWorkingDays(
    rules.calendar,
    startOfDay(rules.zone, `${month}-01`),
    rules.policy.routing.rosterGraceWorkingDays,
  );
  return {
    now: at,
    cycle: lead.cycle,
    scope: {
      // Rows of before may have other spellings.
      region:
        lead.region === undefined ? undefined : regionIn(lead.region, rules.policy.regionNames),
      productLine: lead.productLine,
      language: lead.language,
    },
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
    minAvailability: rules.policy.routing.availability,
  };
}

/** Every rep, with his regions in one spelling. */
export function repsOf({ reps }: Desk, { policy }: Rules): readonly Rep[] {
  return reps.map((rep) => ({ ...rep, regions: regionsIn(rep.regions, policy.regionNames) }));
}

/** All that the router looks at. */
export async function routeInput(store: Store, asked: ToRoute): Promise<RouteInput> {
  const { lead } = asked;
  const account =
    lead.accountId === undefined ? undefined : await accountNow(store, lead.accountId);
  return routeInputOf(asked, {
    recalled: lead.recalled && (await recalledOf(store, lead.recalled)),
    ownerIds: account ? ownersOn(lead, account, await othersOf(store, account, lead)) : [],
  });
}

/** The same, once it is known who has a claim. */
export function routeInputOf(
  asked: ToRoute<Routed>,
  claims: Pick<RouteInput, 'recalled' | 'ownerIds'>,
): RouteInput {
  const { lead, desk, rules, at } = asked;
  return {
    ...enquiryOf(asked),
    ...claims,
    leadId: lead.leadId,
    reps: repsOf(desk, rules),
    departments: desk.departments.map((one) => ({
      ...one,
      regions: regionsIn(one.regions, rules.policy.regionNames),
    })),
    pools: desk.pools,
    policy: rules.policy.routing,
    policyVersion: rules.policyVersion,
    calendarVersion: (id) => rules.calendarOf(id).version,
    awaitsDirector: awaitsDirector(lead, rules.policy.routing),
    directorSilent: lead.awaits === 'director' && at >= (lead.directorDueAt ?? at),
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
