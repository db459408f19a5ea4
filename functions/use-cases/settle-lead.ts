// What is due for a lead's row, by its state: the one place that every wake, every timeout and the sweep call.

import { chain, type Decision } from '../leads/decision.ts';
import type { Instant } from '../leads/instant.ts';
import { judgeCaptured, settleQuarantine } from '../leads/intake/accept-or-quarantine.ts';
import type { Lead } from '../leads/lead.ts';
import { goStale, settleNurture } from '../leads/nurture/nurture.ts';
import { winBack } from '../leads/nurture/nurture-touch.ts';
import { remindCallBacks } from '../leads/offer/dispute.ts';
import { settleAccepted } from '../leads/opportunity/opportunity-window.ts';
import { nudge } from '../leads/qualification/sdr-queue.ts';
import type { Now } from '../leads/rules.ts';
import { weighForMql } from '../leads/scoring/standing.ts';
import type { State } from '../leads/states.ts';
import type { Command, Deps } from '../ports.ts';
import { commitLead } from './commit/commit-lead.ts';
import { retryLostRace } from './commit/retry-lost-race.ts';
import { rulesNow } from './commit/rules-now.ts';
import { personNow } from './follow-pointers.ts';

type Settle = (lead: Lead, now: Now) => Decision;

const unchanged: Settle = (lead) => ({ lead, events: [] });

/** Twelve months without a sign of life come before whatever else is due (27). */
function unlessStale(settle: Settle): Settle {
  return (lead, now) =>
    now.at >= lead.staleAt
      ? goStale(lead, now.at, 'no hand-raise, engagement or staff activity')
      : settle(lead, now);
}

const sdrDesk: Settle = (lead, { at, rules }) => nudge(lead, at, rules);

/** What each state does with the passing of time. READY, UNROUTED and OFFERED have use cases of their own below. */
const settles: Record<State, Settle> = {
  CAPTURED: judgeCaptured,
  QUARANTINED: settleQuarantine,
  MAL: unlessStale(weighForMql),
  MQL: unlessStale(sdrDesk),
  SDR_WORKING: unlessStale(sdrDesk),
  READY: unchanged,
  UNROUTED: unlessStale(unchanged),
  OFFERED: unchanged,
  SAL: settleAccepted,
  SQL: settleAccepted,
  OPPORTUNITY: unchanged,
  NURTURE: settleNurture,
  WON: unchanged,
  LOST: (lead, { at, rules, person }) => winBack(lead, person, at, rules.policy.nurture),
  DISQUALIFIED: unchanged,
  DORMANT: unchanged,
  MERGED: unchanged,
  ERASED: unchanged,
};

/** States that weigh what the person did, at every wake; the others act at their instant only. */
const weighing: ReadonlySet<State> = new Set(['CAPTURED', 'QUARANTINED', 'MAL', 'NURTURE']);

/** States in which the person may be written to. */
const writing: ReadonlySet<State> = new Set(['NURTURE', 'LOST']);

function hasSomethingToDo({ state, nextInstant }: Lead, at: Instant): boolean {
  return weighing.has(state) || (nextInstant !== undefined && nextInstant <= at);
}

/** Does what is due for this lead's row now and returns it as stored; repeating it changes nothing. Routing and offers are steps of their own. */
export async function settleLead(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
): Promise<Lead | undefined> {
  return retryLostRace(() => settleOnce(deps, command, leadId));
}

async function settleOnce(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
): Promise<Lead | undefined> {
  const lead = await deps.store.lead(leadId);
  if (!lead || !hasSomethingToDo(lead, command.at)) return lead;
  const [touches, rules, person] = await Promise.all([
    weighing.has(lead.state) ? deps.store.touchesOf(leadId) : [],
    rulesNow(deps),
    writing.has(lead.state) ? personNow(deps.store, lead.personId) : undefined,
  ]);
  const now = { at: command.at, rules, touches, person };
  const decision = chain(remindCallBacks(lead, command.at), (reminded) =>
    settles[reminded.state](reminded, now),
  );
  return commitLead(deps, command, { before: lead, decision, rules });
}
