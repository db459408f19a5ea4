// Had a cancellation a cause? Ops are asked at once, and as long as nobody has ruled nothing is confirmed (4.8, 4.9, 4.13).

import { addWorkingDays } from '../calendar/clocks.ts';
import type { Fact, Message } from '../decision.ts';
import { Invalid, LeadError } from '../errors.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import type { At } from '../rules.ts';
import { changeOpportunity, NotOpen, type Opportunity } from './opportunity.ts';
import type { OpportunityDecision } from './opportunity-decision.ts';
import { refuseUnknownReason } from './opportunity-policy.ts';

/** Ops are asked at once what they think of a cause, and have some working days for it (4.8). */
export function askOps(
  { opportunityId, cancellation }: Opportunity,
  { at, cause, rules }: At & { readonly cause: string },
): { readonly rulingDueAt: Instant; readonly fact: Fact; readonly message: Message } {
  const { calendar, policy } = rules;
  const rulingDueAt = addWorkingDays(calendar, at, policy.opportunity.rulingWithinWorkingDays);
  const cancelledAt = cancellation?.at ?? at;
  return {
    rulingDueAt,
    fact: {
      type: 'CancelRulingAsked',
      data: { opportunityId, cause, cancelledAt, rulingDueAt },
    },
    message: {
      id: `${opportunityId}-ruling-${cancelledAt}`,
      to: 'group:ops',
      says: { name: 'ruleOnCancellation', cause, rulingDueAt },
    },
  };
}

/** The cause of a cancellation, given afterwards and in time; ops rule on it (4.8). Throws ILLEGAL_TRANSITION, INVALID. */
export function giveCause(
  lead: Lead,
  before: Opportunity,
  { reason }: { readonly reason?: string | undefined },
  { at, rules }: At,
): OpportunityDecision {
  const { cancellation, opportunityId, ownerRepId: repId } = before;
  const inTime = cancellation?.causeDueAt !== undefined && at < cancellation.causeDueAt;
  if (!cancellation || cancellation.reason !== undefined || !inTime)
    throw new NotOpen(before, lead.state);
  if (reason === undefined)
    throw new Invalid([
      { path: 'reason', message: 'is missing; the opportunity is cancelled without one' },
    ]);
  refuseUnknownReason('reason', reason, rules.policy.opportunity.cancelReasons);
  const { causeDueAt: _, ...rest } = cancellation;
  const { rulingDueAt, fact, message } = askOps(before, { at, cause: reason, rules });
  return {
    opportunity: changeOpportunity(before, {
      cancellation: { ...rest, reason, reasonGivenAt: at, rulingDueAt },
    }),
    lead,
    events: [{ type: 'CauseGiven', data: { opportunityId, repId, cause: reason } }, fact],
    messages: [message],
  };
}

/** What ops, or after them a director, say of the cause of a cancellation (4.8, 4.13). Throws ILLEGAL_TRANSITION. */
export function ruleOnCancel(
  lead: Lead,
  before: Opportunity,
  { approve, note }: { readonly approve: boolean; readonly note: string },
  { at, by }: Pick<At, 'at'> & { readonly by: string },
): OpportunityDecision {
  const { cancellation, opportunityId, ownerRepId: repId } = before;
  // What ended with its lead, merged or erased, has a reason that nobody gave.
  const isGiven = cancellation?.reasonGivenAt !== undefined;
  if (cancellation?.reason === undefined || !isGiven || cancellation.ruling)
    throw new NothingToRule(before, lead.state);
  const { causeDueAt: _, rulingDueAt: _due, ...rest } = cancellation;
  return {
    opportunity: changeOpportunity(before, {
      cancellation: { ...rest, ruling: { approved: approve, by, at, note } },
    }),
    lead,
    events: [
      {
        type: 'CancelRuled',
        data: {
          opportunityId,
          repId,
          cause: cancellation.reason,
          approved: approve,
          cancelledAt: cancellation.at,
          causeGivenAt: cancellation.reasonGivenAt,
        },
      },
    ],
  };
}

/** What is due for a cancelled opportunity: the time for a cause is over, or that for ops to rule on it. */
export function settleCancellation(lead: Lead, before: Opportunity, now: At): OpportunityDecision {
  const { opportunityId, cancellation, ownerRepId: repId } = before;
  if (!cancellation) return { opportunity: changeOpportunity(before, {}), lead, events: [] };
  const { causeDueAt: _, ...settled } = cancellation;
  const { reason: cause, ruling, rulingDueAt } = settled;
  const after = (changes: Partial<typeof settled>) =>
    changeOpportunity(before, { cancellation: { ...settled, ...changes } });
  if (cause === undefined)
    return {
      opportunity: after({}),
      lead,
      events: [{ type: 'CauseNotGiven', data: { opportunityId, repId } }],
    };
  if (ruling) return { opportunity: after({}), lead, events: [] };
  if (rulingDueAt === undefined) {
    // Cancelled under the release before, which asked no sooner.
    const asked = askOps(before, { ...now, cause });
    const opportunity = after({ rulingDueAt: asked.rulingDueAt });
    return { opportunity, lead, events: [asked.fact], messages: [asked.message] };
  }
  return {
    opportunity: after({ rulingDueAt: undefined, passedOnAt: now.at }),
    lead,
    events: [{ type: 'CancelRulingPassedOn', data: { opportunityId, cause } }],
    messages: [
      {
        id: `${opportunityId}-passed-on-${cancellation.at}`,
        to: 'group:director',
        says: { name: 'cancellationPassedOn', cause },
      },
    ],
  };
}

/** Nobody asked ops: the cancellation has no cause, or was ruled on before. 409. */
export class NothingToRule extends LeadError {
  override readonly name = 'NothingToRule';
  constructor({ opportunityId, status, cancellation }: Opportunity, state: string) {
    const why = cancellation?.ruling ? 'was ruled on before' : 'has no cause to rule on';
    super(`opportunity ${opportunityId} (${status}) ${why}`, {
      code: 'ILLEGAL_TRANSITION',
      extra: { state, opportunityStatus: status, allowed: [] },
    });
  }
}
