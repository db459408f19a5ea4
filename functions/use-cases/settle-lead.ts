// What is due for a lead's row, by its state: the one place that every wake, every timeout and the sweep call.

import { chain, type Decision } from '../leads/decision.ts';
import type { Instant } from '../leads/instant.ts';
import { judgeCaptured, settleQuarantine } from '../leads/intake/accept-or-quarantine.ts';
import type { Lead, LeadIn } from '../leads/lead.ts';
import { goStale, settleNurture } from '../leads/nurture/nurture.ts';
import { winBack } from '../leads/nurture/nurture-touch.ts';
import { remindCallBacks } from '../leads/offer/dispute.ts';
import { settleAccepted } from '../leads/opportunity/opportunity-window.ts';
import { isGone, loseSdr } from '../leads/qualification/sdr-leaves.ts';
import { nudge } from '../leads/qualification/sdr-queue.ts';
import type { Now } from '../leads/rules.ts';
import { weighForMql } from '../leads/scoring/standing.ts';
import type { State } from '../leads/states.ts';
import type { Command, Deps } from '../ports.ts';
import { commitLead } from './commit/commit-lead.ts';
import { retryLostRace } from './commit/retry-lost-race.ts';
import { rulesNow } from './commit/rules-now.ts';
import { findPurchase, isMailDue } from './find-purchase.ts';
import { personNow } from './follow-pointers.ts';

interface Settling<One> {
  /** What the state does with the passing of time. */
  settle(lead: One, now: Now): Decision;
  /** It weighs what the person did, at every wake; the others act at their instant only. */
  readonly weighs?: boolean;
  /** The person may be written to. */
  readonly writes?: boolean;
  /** It is somebody's who may be gone. */
  readonly isSdrs?: boolean;
}

const waiting = { settle: (lead: Lead) => ({ lead, events: [] }) };

/** READY, UNROUTED, OFFERED and OPPORTUNITY have use cases of their own. */
const settling: { readonly [One in State]: Settling<LeadIn<One>> } = {
  CAPTURED: { settle: judgeCaptured, weighs: true },
  QUARANTINED: { settle: settleQuarantine, weighs: true },
  MAL: { settle: unlessStale(weighForMql), weighs: true },
  MQL: { settle: unlessStale((lead, { at, rules }) => nudge(lead, at, rules)) },
  SDR_WORKING: { settle: unlessStale(nudgeOrLeave), isSdrs: true },
  READY: waiting,
  UNROUTED: { settle: unlessStale(waiting.settle) },
  OFFERED: waiting,
  SAL: { settle: settleAccepted },
  SQL: { settle: settleAccepted },
  OPPORTUNITY: waiting,
  NURTURE: { settle: settleNurture, weighs: true, writes: true },
  WON: waiting,
  LOST: {
    settle: winBack,
    writes: true,
  },
  DISQUALIFIED: waiting,
  DORMANT: waiting,
  MERGED: waiting,
  ERASED: waiting,
};

/** The timer of a lead whose SDR is away reminds nobody: the lead goes back to the queue (4.8). */
function nudgeOrLeave(lead: LeadIn<'SDR_WORKING'>, { at, rules, sdr }: Now): Decision {
  const isDue = lead.nudgeAt !== undefined && lead.nudgeAt <= at;
  const hasNobody = lead.sdrId !== undefined && isGone(sdr, at);
  return isDue && hasNobody ? loseSdr(lead, { at, rules }) : nudge(lead, at, rules);
}

/** Twelve months without a sign of life come before whatever else is due (27). */
function unlessStale<One extends Lead>(settle: Settling<One>['settle']): Settling<One>['settle'] {
  return (lead, now) =>
    now.at >= lead.staleAt
      ? goStale(lead, now.at, 'no hand-raise, engagement or staff activity')
      : settle(lead, now);
}

function settlingIn(state: State): Settling<Lead> {
  return settling[state];
}

function hasSomethingToDo({ state, nextInstant }: Lead, at: Instant): boolean {
  return settlingIn(state).weighs || (nextInstant !== undefined && nextInstant <= at);
}

/**
 * Does what is due for this lead's row now and returns it as stored; repeating it changes nothing. Routing and offers are steps of their
 * own. With `only`, a lead in another state is left as it is.
 */
export async function settleLead(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  only?: State,
): Promise<Lead | undefined> {
  return retryLostRace(() => settleOnce(deps, command, leadId, only));
}

async function settleOnce(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  only: State | undefined,
): Promise<Lead | undefined> {
  const [lead, rules] = await Promise.all([deps.store.lead(leadId), rulesNow(deps)]);
  const isAnothers = only !== undefined && lead?.state !== only;
  if (!lead || isAnothers || !hasSomethingToDo(lead, command.at)) return lead;
  const { weighs, writes, isSdrs } = settlingIn(lead.state);
  const mails = writes && isMailDue(lead, command.at);
  const [touches, person, bought, sdr] = await Promise.all([
    weighs ? deps.store.touchesOf(leadId) : [],
    writes ? personNow(deps.store, lead.personId) : undefined,
    mails ? findPurchase(deps.store, lead) : undefined,
    isSdrs && lead.sdrId !== undefined ? deps.store.sdr(lead.sdrId) : undefined,
  ]);
  const now = { at: command.at, rules, touches, person, bought, sdr };
  const decision = chain(remindCallBacks(lead, command.at), (reminded) =>
    settlingIn(reminded.state).settle(reminded, now),
  );
  return commitLead(deps, command, { before: lead, decision, rules });
}
