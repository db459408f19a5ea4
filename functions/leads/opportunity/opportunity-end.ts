// How an opportunity ends: won, lost, cancelled with or without cause; and how a director opens it again (rows 22 to 24; 4.9).

import { isDeepStrictEqual } from 'node:util';
import { addWorkingDays } from '../calendar/clocks.ts';
import { cancelWindowEndsAt } from '../calendar/deadlines.ts';
import { localDateOf } from '../calendar/local-dates.ts';
import { inCode } from '../currency.ts';
import { type Message, move } from '../decision.ts';
import { Invalid, LeadError } from '../errors.ts';
import { type Instant, plus } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { enterNurture } from '../nurture/nurture.ts';
import { present } from '../present.ts';
import { type Home, homeOf, type Rates } from '../rates.ts';
import { refuseMissing } from '../required-fields.ts';
import type { At, Rules } from '../rules.ts';
import { touched } from '../sdr-timer.ts';
import { sourceFacts } from '../source/source.ts';
import { stateAfter } from '../states.ts';
import { askOps } from './cancellation.ts';
import { backToAcceptance, OPP_CANCELLED, refuseNothing } from './open-opportunity.ts';
import { changeOpportunity, NotOpen, type Opportunity, standing } from './opportunity.ts';
import type { OpportunityDecision } from './opportunity-decision.ts';
import { refuseUnknownReason } from './opportunity-policy.ts';
import { entered, left } from './opportunity-progress.ts';
import { spoken } from './stall.ts';

/** The rates that are known. */
interface Rated {
  readonly rates: readonly Rates[];
}

/** By the rate of that day in the tenant's zone. */
function homeOn(
  at: Instant,
  worth: Pick<Opportunity, 'amount' | 'currency'>,
  { rules, rates }: Pick<At, 'rules'> & Rated,
): Home | undefined {
  const own = rules.policy.tenant.currency;
  return homeOf(worth, localDateOf(rules.zone, at), { own, rates });
}

/** OPPORTUNITY → WON (22): the amount that was signed, more than nothing. Throws ILLEGAL_TRANSITION, INVALID. */
export function win(
  lead: Lead,
  before: Opportunity,
  signed: { readonly amount: number; readonly currency?: string | undefined },
  { at, rules, rates }: At & Rated,
): OpportunityDecision {
  const { amount, currency = before.currency } = inCode(signed, rules.policy.currencyNames);
  if (before.status !== 'OPEN') throw new NotOpen(before, lead.state);
  if (amount <= 0) {
    const message = 'is nothing; say what was signed';
    throw new Invalid([{ path: 'amount', message }]);
  }
  const home = homeOn(at, { amount, currency }, { rules, rates });
  const opportunity = closed(before, at, { status: 'WON', amount, currency, home });
  const { opportunityId, ownerRepId: repId, creditId, createdAt } = before;
  const data = {
    opportunityId,
    repId,
    creditId,
    amount,
    currency,
    ...present({ home }),
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
    ...present({ pocFailReason }),
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
    changes: { ...touched(at, rules), opportunityId, mayReopen: whoMayReopen(lead, before) },
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

function whoMayReopen(
  { oppDueAt, acceptedAt, creditId }: Lead,
  { ownerRepId: repId, cycle }: Opportunity,
): Lead['mayReopen'] {
  return oppDueAt && present({ repId, cycle, acceptedAt, oppDueAt, creditId });
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

/** The signed amount was wrong: it and its currency change, the day of the signature and the stages stay, and what was counted restates (4.8). Throws ILLEGAL_TRANSITION, INVALID. */
export function correct(
  lead: Lead,
  before: Opportunity,
  right: { readonly amount: number; readonly currency: string; readonly reason: string },
  { rules, rates }: Pick<At, 'rules'> & Rated,
): OpportunityDecision {
  if (before.status !== 'WON') throw new NotWon(before, lead.state);
  const { amount, currency, reason } = inCode(right, rules.policy.currencyNames);
  const { opportunityId, ownerRepId: repId, closedAt } = before;
  const home = closedAt && homeOn(closedAt, { amount, currency }, { rules, rates });
  const data = { opportunityId, repId, amount, currency, ...present({ home }), reason, closedAt };
  const was = { fromAmount: before.amount, fromCurrency: before.currency };
  return {
    opportunity: changeOpportunity(before, {
      amount,
      currency,
      home,
      standings: before.standings.map((one, index, all) =>
        index === all.length - 1 ? { ...one, amount, currency } : one,
      ),
    }),
    lead,
    events: [{ type: 'Corrected', data: { ...data, ...was } }],
  };
}

/** Rates of before were told afterwards: what an order is worth at home follows, and the day of it is today (decision 0033). Nothing when it is worth the same. */
export function convert(
  lead: Lead,
  before: Opportunity,
  known: Pick<At, 'rules'> & Rated,
): OpportunityDecision | undefined {
  const { status, opportunityId, ownerRepId: repId, amount, currency, closedAt } = before;
  if (status !== 'WON' || closedAt === undefined) return undefined;
  const home = homeOn(closedAt, before, known);
  if (isDeepStrictEqual(home, before.home)) return undefined;
  const data = { opportunityId, repId, amount, currency, ...present({ home }), closedAt };
  return {
    opportunity: changeOpportunity(before, { home }),
    lead,
    events: [{ type: 'OrderConverted', data }],
  };
}

/** WON, LOST or just cancelled → OPPORTUNITY by a director; the stage log goes on (4.3, below the table). Throws ILLEGAL_TRANSITION, INVALID. */
export function reopen(
  lead: Lead,
  before: Opportunity,
  { reason }: { readonly reason: string },
  { at, rules }: At,
): OpportunityDecision {
  const { cycle } = lead.mayReopen ?? lead;
  const latest = lead.opportunityId === before.opportunityId && cycle === before.cycle;
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
    ...present({ confirmAt: cancelled ? cancelWindowEndsAt(rules.policy.clocks, at) : undefined }),
  };
  return {
    opportunity: standing(
      changeOpportunity(before, {
        status: 'OPEN',
        run,
        stageLog: entered(before, stage, at),
        closedAt: undefined,
        home: undefined,
        lostBecause: undefined,
        cancellation: undefined,
        ...spoken(at, rules),
      }),
      at,
    ),
    ...move(lead, { type: 'Reopened', data }, at, {
      ...touched(at, rules),
      opportunityId,
      ...backToAcceptance(lead),
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
  const after = changeOpportunity(before, {
    ...changes,
    closedAt: at,
    stallRemindAt: undefined,
    stallAsked: undefined,
    stalledAt: undefined,
    stageLog: left(before.stageLog, at),
  });
  return standing(after, at);
}

/** Only a signed amount is corrected; one that is open is changed by its rep: 409. */
export class NotWon extends LeadError {
  override readonly name = 'NotWon';
  constructor({ opportunityId, status }: Opportunity, state: string) {
    super(`opportunity ${opportunityId} is ${status}; only the amount of a won one is corrected`, {
      code: 'ILLEGAL_TRANSITION',
      extra: { state, opportunityStatus: status, allowed: [] },
    });
  }
}
