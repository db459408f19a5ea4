// What the rules of the handover share: a decision about a lead and its offer, and how a lead gets back to READY.

import { directorDueAt } from '../calendar/deadlines.ts';
import type { Changes, Decision, Entry } from '../decision.ts';
import type { Lead } from '../lead.ts';
import type { Exclusion } from '../routing/eligibility.ts';
import { awaitsDirector } from '../routing/routing.ts';
import type { At } from '../rules.ts';
import type { Offer } from './offer.ts';

/** A decision about a lead and its offer. */
export interface OfferDecision extends Decision {
  readonly offer: Offer;
  /** The offer's turn goes back to its rep with it (fairness.ts, `turnComesBack`). */
  readonly turnComesBack?: boolean;
}

/** READY for the router, or for the director when this was one timeout, misroute or recall too many. */
export function readyAgain(
  changes: Changes,
  lead: Lead,
  { at, rules }: At,
): Entry<'TimedOut' | 'Misrouted' | 'Withdrawn'> {
  if (!awaitsDirector({ ...lead, ...changes }, rules.policy.routing))
    return { ...changes, awaits: 'router' };
  const dueAt = directorDueAt(rules.policy.clocks, rules.calendar, at);
  return { ...changes, awaits: 'router', directorDueAt: dueAt };
}

/** Why this rep is passed over from now on (A0-7). */
export function exclusion(lead: Lead, offer: Offer, cause: Exclusion['cause']): Exclusion {
  return { repId: offer.repId, cause, cycle: lead.cycle };
}
