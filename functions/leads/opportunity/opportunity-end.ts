// How an opportunity ends: won, lost, cancelled with or without cause; and how a director opens it again (rows 22 to 24; 4.9).

import { addWorkingDays } from '../calendar/clocks.ts';
import { cancelWindowEndsAt } from '../calendar/deadlines.ts';
import { inCode } from '../currency.ts';
import { type Message, move } from '../decision.ts';
import { Invalid } from '../errors.ts';
import { type Instant, plus } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { enterNurture } from '../nurture/nurture.ts';
import { refuseMissing } from '../required-fields.ts';
import type { At, Rules } from '../rules.ts';
import { touched } from '../sdr-timer.ts';
import { sourceFacts } from '../source/source.ts';
import { stateAfter } from '../states.ts';
import { askOps } from './cancellation.ts';
import { OPP_CANCELLED, type OpportunityDecision, refuseNothing } from './open-opportunity.ts';
import { changeOpportunity, NotOpen, type Opportunity } from './opportunity.ts';
import { refuseUnknownReason } from './opportunity-policy.ts';
import { entered, left, stallsAt } from './opportunity-progress.ts';

/** OPPORTUNITY → WON (22): the amount that was signed, more than nothing. Throws ILLEGAL_TRANSITION, INVALID. */
export function win(
  lead: Lead,
  before: Opportunity,
  signed: { readonly amount: number; readonly currency?: string | undefined },
  { at, rules }: At,
): OpportunityDecision {
  const { amount, currency = before.currency } = inCode(signed, rules.policy.currencyNames);
  if (before.status !== 'OPEN') throw new NotOpen(before, lead.state);
  if (amount <= 0) {
    const message = 'is nothing; say what was signed';
    throw new Invalid([{ path: 'amount', message }]);
  }
  const opportunity = closed(before, at, { status: 'WON', amount, currency });
  const { opportunityId, ownerRepId: repId, creditId, createdAt } = before;
  const data = {
    opportunityId,
    repId,
    creditId,
    amount,
    currency,
    openedAt: createdAt,
    source: sourceFacts(lead.firstSource),
    stage: before.stage,
  };
  return {
    opportunity,
    ...move(lead, { type: 'Won', data }, at, { ...touched(at, rules), opportunityId }),
  };
}

/** OPPORTUNITY → LOST (23), with a reason, and why the trial failed when it ended in one. Throws ILLEGAL_TRANSITION, INVALID. */
export function lose(
  lead: Lead,
  before: Opportunity,
  {
    reason,
    pocFailReason = before.pocFailReason,
  }: { readonly reason: string; readonly pocFailReason?: string | undefined },
  { at, rules }: At,
): OpportunityDecision {
  if (before.status !== 'OPEN') throw new NotOpen(before, lead.state);
  const { loseReasons, pocFailReasons, presets } = rules.policy.opportunity;
  refuseUnknownReason('reason', reason, loseReasons);
  if (pocFailReason !== undefined)
    refuseUnknownReason('pocFailReason', pocFailReason, pocFailReasons);
  const ended = presets[before.preset]?.find(({ stage }) => stage === before.stage);
  if (ended?.trial && pocFailReason === undefined) {
    const message = `is missing; the trial ended here, so say why: ${pocFailReasons.join(', ')}`;
    throw new Invalid([{ path: 'pocFailReason', message }]);
  }
  const { opportunityId, ownerRepId: repId, stage, amount, currency } = before;
  const opportunity = closed(before, at, { status: 'LOST', lostBecause: reason, pocFailReason });
  const data = {
    opportunityId,
    repId,
    reason,
    stage,
    amount,
    currency,
    ...(pocFailReason ? { pocFailReason } : {}),
  };
  return {
    opportunity,
    ...move(lead, { type: 'Lost', data }, at, {
      ...touched(at, rules),
      opportunityId,
      winBackAt: askAgainAt(at, rules),
    }),
  };
}

/** A lost customer is asked once more (A1-15). */
function askAgainAt(at: Instant, { policy }: Rules): Instant | undefined {
  const { after, times } = policy.nurture.winBack;
  return times > 0 ? plus(at, after) : undefined;
}

/**
 * OPPORTUNITY → NURTURE (24). A cause of the list keeps the SDR's credit pending; without one, inside the cancel window, the
 * credit is void, the customer is called by somebody neutral, and the rep may still give a cause for some days (4.8).
 */
export function cancel(
  lead: Lead,
  before: Opportunity,
  { reason }: { readonly reason?: string | undefined },
  { at, by, rules }: At & { readonly by: string },
): OpportunityDecision {
  if (before.status !== 'OPEN') throw new NotOpen(before, lead.state);
  if (reason !== undefined)
    refuseUnknownReason('reason', reason, rules.policy.opportunity.cancelReasons);
  const { opportunityId, ownerRepId: repId, stage, createdAt, amount, currency } = before;
  const { calendar, policy } = rules;
  const causeDueAt = addWorkingDays(calendar, at, policy.opportunity.causeWithinWorkingDays);
  const asked = reason === undefined ? undefined : askOps(before, { at, cause: reason, rules });
  const early = at < cancelWindowEndsAt(rules.policy.clocks, createdAt);
  const opportunity = closed(before, at, {
    status: 'CANCELLED',
    cancellation: asked
      ? { at, by, reason, reasonGivenAt: at, rulingDueAt: asked.rulingDueAt }
      : { at, by, causeDueAt },
  });
  const resting = enterNurture(lead, {
    at,
    rules,
    reason: OPP_CANCELLED,
    changes: { ...touched(at, rules), opportunityId },
    tells: (rest) => ({
      type: 'OppCancelled',
      data: {
        opportunityId,
        repId,
        stage,
        amount,
        currency,
        ...(reason ? { cause: reason } : { causeDueAt }),
        ...rest,
      },
    }),
    messages: reason === undefined && early ? callBack(before) : [],
  });
  return asked
    ? {
        ...resting,
        opportunity,
        events: [...resting.events, asked.fact],
        messages: [...(resting.messages ?? []), asked.message],
      }
    : { ...resting, opportunity };
}

/** A cancellation without cause inside the window: somebody neutral asks the customer, and the director sees who did it (A0-9). */
function callBack({ opportunityId, ownerRepId }: Opportunity): readonly Message[] {
  return [
    {
      id: `${opportunityId}-call-back`,
      to: 'group:ops',
      says: { name: 'callCustomerBack' },
    },
    {
      id: `${opportunityId}-cancelled`,
      to: 'group:director',
      says: { name: 'cancelledWithoutCause', repId: ownerRepId },
    },
  ];
}

/** WON, LOST or just cancelled → OPPORTUNITY by a director; the stage log goes on (4.3, below the table). Throws ILLEGAL_TRANSITION, INVALID. */
export function reopen(
  lead: Lead,
  before: Opportunity,
  { reason }: { readonly reason: string },
  { at, rules }: At,
): OpportunityDecision {
  const latest = lead.opportunityId === before.opportunityId && lead.cycle === before.cycle;
  if (before.status === 'OPEN' || !latest) throw new NotOpen(before, lead.state);
  stateAfter(lead.state, 'Reopened');
  refuseNothing(before);
  refuseMissing('OPPORTUNITY', lead, rules.policy);
  const { opportunityId, ownerRepId: repId, stage, status, amount, currency } = before;
  const run = before.run + 1;
  const cancelled = status === 'CANCELLED';
  const data = {
    opportunityId,
    seq: before.seq,
    run,
    repId,
    stage,
    amount,
    currency,
    reason,
    from: status,
    ...(cancelled ? { confirmAt: cancelWindowEndsAt(rules.policy.clocks, at) } : {}),
  };
  return {
    opportunity: changeOpportunity(before, {
      status: 'OPEN',
      run,
      stageLog: entered(before, stage, at),
      closedAt: undefined,
      lostBecause: undefined,
      cancellation: undefined,
      stallRemindAt: stallsAt(at, rules),
    }),
    ...move(lead, { type: 'Reopened', data }, at, {
      ...touched(at, rules),
      opportunityId,
      ownerRepId: repId,
      coolDownUntil: undefined,
      windowRemindAt: [],
    }),
  };
}

/** The lead itself ended, by a merge or an erasure: what was sold in it goes no further here (28). */
export function endWith(
  before: Opportunity,
  { at, by, reason }: { readonly at: Instant; readonly by: string; readonly reason: string },
): Opportunity {
  return closed(before, at, { status: 'CANCELLED', cancellation: { at, by, reason } });
}

function closed(
  before: Opportunity,
  at: Instant,
  changes: Parameters<typeof changeOpportunity>[1],
): Opportunity {
  return changeOpportunity(before, {
    ...changes,
    closedAt: at,
    stallRemindAt: undefined,
    stageLog: left(before.stageLog, at),
  });
}
