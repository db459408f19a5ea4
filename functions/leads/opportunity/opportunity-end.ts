// How an opportunity ends: won, lost, cancelled with or without cause; what ops rule on a cause; and how a director opens it again (rows 22 to 24; 4.9).

import { addWorkingDays } from '../calendar/clocks.ts';
import { cancelWindowEndsAt } from '../calendar/deadlines.ts';
import { inCode } from '../currency.ts';
import { type Message, move } from '../decision.ts';
import { Forbidden, Invalid, LeadError } from '../errors.ts';
import { type Instant, plus } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { enterNurture } from '../nurture/nurture.ts';
import type { At, Rules } from '../rules.ts';
import { touched } from '../sdr-timer.ts';
import { sourceFacts } from '../source/source.ts';
import { OPP_CANCELLED, type OpportunityDecision } from './open-opportunity.ts';
import { changeOpportunity, NotOpen, type Opportunity } from './opportunity.ts';
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
  refuseUnknown('reason', reason, loseReasons);
  if (pocFailReason !== undefined) refuseUnknown('pocFailReason', pocFailReason, pocFailReasons);
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
  if (reason !== undefined) refuseUnknown('reason', reason, rules.policy.opportunity.cancelReasons);
  const { opportunityId, ownerRepId: repId, stage, createdAt, amount, currency } = before;
  const causeDueAt = addWorkingDays(
    rules.calendar,
    at,
    rules.policy.opportunity.causeWithinWorkingDays,
  );
  const early = at < cancelWindowEndsAt(rules.policy.clocks, createdAt);
  const opportunity = closed(before, at, {
    status: 'CANCELLED',
    cancellation: { at, by, ...(reason ? { reason, reasonGivenAt: at } : {}), causeDueAt },
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
    messages: reason === undefined && early ? callBack(lead, before) : [],
  });
  return { ...resting, opportunity };
}

/** A cancellation without cause inside the window: somebody neutral asks the customer, and the director sees who did it (A0-9). */
function callBack(
  { leadId }: Lead,
  { opportunityId, ownerRepId }: Opportunity,
): readonly Message[] {
  return [
    {
      id: `${opportunityId}-call-back`,
      to: 'group:ops',
      subject: 'Call a customer back',
      text: `Opportunity ${opportunityId} of lead ${leadId} was cancelled without a cause: ask the customer what happened.`,
    },
    {
      id: `${opportunityId}-cancelled`,
      to: 'group:director',
      subject: 'An opportunity was cancelled without a cause',
      text: `${ownerRepId} cancelled opportunity ${opportunityId} inside the window in which the SDR's credit depends on it.`,
    },
  ];
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
  refuseUnknown('reason', reason, rules.policy.opportunity.cancelReasons);
  return {
    opportunity: changeOpportunity(before, {
      cancellation: { ...cancellation, reason, reasonGivenAt: at },
    }),
    lead,
    events: [{ type: 'CauseGiven', data: { opportunityId, repId, cause: reason } }],
    messages: [
      {
        id: `${opportunityId}-cause`,
        to: 'group:ops',
        subject: 'Rule on a cancellation',
        text: `A cause was given for the cancellation of ${opportunityId}: ${reason}. Approve or decline it.`,
      },
    ],
  };
}

/** Ops on the cause of a cancellation: never the rep, never the SDR concerned (4.13). Throws FORBIDDEN, ILLEGAL_TRANSITION. */
export function ruleOnCancel(
  lead: Lead,
  before: Opportunity,
  { approve, note }: { readonly approve: boolean; readonly note: string },
  { at, by, sdrId }: Pick<At, 'at'> & { readonly by: string; readonly sdrId: string | undefined },
): OpportunityDecision {
  const { cancellation, opportunityId, ownerRepId: repId } = before;
  if (by === repId || by === sdrId)
    throw new Forbidden(
      `${by} is a party to opportunity ${opportunityId}; somebody neutral rules on it`,
    );
  if (cancellation?.reason === undefined || cancellation.ruling)
    throw new NothingToRule(before, lead.state);
  const { causeDueAt: _, ...rest } = cancellation;
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
        },
      },
    ],
  };
}

/** WON, LOST or just cancelled → OPPORTUNITY by a director; the stage log goes on (4.3, below the table). Throws ILLEGAL_TRANSITION. */
export function reopen(
  lead: Lead,
  before: Opportunity,
  { reason }: { readonly reason: string },
  { at, rules }: At,
): OpportunityDecision {
  const latest = lead.opportunityId === before.opportunityId && lead.cycle === before.cycle;
  if (before.status === 'OPEN' || !latest) throw new NotOpen(before, lead.state);
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

function refuseUnknown(path: string, reason: string, known: readonly string[]): void {
  if (known.includes(reason)) return;
  const message = `unknown reason ${reason}; use one of ${known.join(', ')}`;
  throw new Invalid([{ path, message }]);
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
