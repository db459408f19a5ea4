// A company of reps as the router sees it: every builder gives an unremarkable one, a test names what matters.

import { plusCalendarMonthsClamped } from '../../functions/leads/calendar/local-dates.ts';
import type { HandledOffer } from '../../functions/leads/desk/desk.ts';
import { RepId } from '../../functions/leads/ids.ts';
import { Instant } from '../../functions/leads/instant.ts';
import type { Exclusion, RepDesk } from '../../functions/leads/routing/eligibility.ts';
import type { Member, Pool } from '../../functions/leads/routing/fairness.ts';
import type { Department, RouteInput } from '../../functions/leads/routing/routing-field.ts';
import { RoutingPolicy } from '../../functions/leads/routing/routing-policy.ts';

export const NOW = Instant.parse('2026-09-14T02:00:00Z');

export function at(text: string): Instant {
  return Instant.parse(text);
}

/** A calendar month later, where the tenant's zone is UTC. */
export function monthLater(instant: Instant): Instant {
  return plusCalendarMonthsClamped('UTC', instant, 1);
}

export function aRep(id: string, over: Partial<RepDesk> = {}): RepDesk {
  return {
    repId: RepId.parse(id),
    department: 'north',
    name: id,
    regions: [],
    productLines: [],
    languages: [],
    calendar: 'PLAIN',
    capacity: 20,
    weight: 1,
    active: true,
    openOffers: 0,
    absences: [],
    suspensions: [],
    ...over,
  };
}

export function suspended(from: string, until: string): Pick<RepDesk, 'suspensions'> {
  return {
    suspensions: [{ suspensionId: 's1', from: at(from), until: at(until), causeOfferIds: [] }],
  };
}

export function anExclusion(id: string, cause: Exclusion['cause'], cycle = 1): Exclusion {
  return { repId: RepId.parse(id), cause, cycle };
}

function aMember(over: Partial<Member> = {}): Member {
  return { level: 0, served: 0, offers: 0, ownerOffers: 0, creditedBack: 0, in: true, ...over };
}

export function aPool(
  department: string,
  members: Readonly<Record<string, Partial<Member>>>,
  turns = 0,
): Pool {
  const filled = Object.entries(members).map(([repId, over]) => [repId, aMember(over)]);
  return { department, version: 1, turns, members: Object.fromEntries(filled) };
}

export function aDepartment(departmentId: string, over: Partial<Department> = {}): Department {
  return { departmentId, regions: [], mode: 'direct', ...over };
}

/** All reps given are on the roster, there, and without a pool yet. */
export function aRouteInput(over: Partial<RouteInput> = {}): RouteInput {
  const reps = over.reps ?? [aRep('ann'), aRep('bob'), aRep('cat')];
  return {
    leadId: 'lead_1',
    now: NOW,
    cycle: 1,
    scope: {},
    ownerIds: [],
    exclusions: [],
    disputedRepIds: [],
    reps,
    departments: [],
    pools: [],
    roster: { repIds: reps.map((rep) => rep.repId), month: '2026-09', inherited: false },
    availableShare: () => 1,
    policy: RoutingPolicy.parse({}),
    policyVersion: 7,
    calendarVersion: () => 3,
    ...over,
  };
}

/** An offer of 48 h that fell due, or was answered, at `effective`. */
export function aHandledOffer(
  offerId: string,
  outcome: HandledOffer['outcome'],
  effective: string,
  over: Partial<HandledOffer> = {},
): HandledOffer {
  const effectiveAt = at(effective);
  return {
    offerId,
    leadId: `lead of ${offerId}`,
    outcome,
    effectiveAt,
    settledAt: effectiveAt,
    window: { from: at('2026-01-01T00:00:00Z'), until: effectiveAt },
    ...over,
  };
}
