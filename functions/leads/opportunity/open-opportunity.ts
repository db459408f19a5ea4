// A rep opens an opportunity on his accepted lead, or opens again what was cancelled or came too late (row 19; 4.8, day 46 and the row after it).

import { cancelWindowEndsAt } from '../calendar/deadlines.ts';
import { inCode } from '../currency.ts';
import { type Changes, type Message, move } from '../decision.ts';
import { Invalid } from '../errors.ts';
import { opportunityIdOf, type RepId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { cycleAfter } from '../nurture/recycle.ts';
import { present } from '../present.ts';
import { refuseMissing } from '../required-fields.ts';
import type { At } from '../rules.ts';
import { touched } from '../sdr-timer.ts';
import { type EventInto, IllegalTransition, type State } from '../states.ts';
import { changeOpportunity, standing } from './opportunity.ts';
import type { OpportunityDecision } from './opportunity-decision.ts';
import type { OpportunityPolicy } from './opportunity-policy.ts';
import { spoken } from './stall.ts';

/** Why a lead rests whose opportunity was cancelled. */
export const OPP_CANCELLED = 'OPP_CANCELLED';

/** Where a lead gets after a cancellation before anybody else is offered it (4.8). */
const AT_THE_DESK: ReadonlySet<State> = new Set(['MQL', 'SDR_WORKING', 'READY']);
const AFTER_CANCELLING: ReadonlySet<State> = new Set(['NURTURE', ...AT_THE_DESK]);

/** `amount` in major units of the ISO 4217 `currency`; `expectedCloseOn` a local date; the preset's first stage when left out. */
export interface Opening {
  readonly amount: number;
  readonly currency: string;
  readonly expectedCloseOn: string;
  readonly stage?: string | undefined;
}

/**
 * SAL or SQL → OPPORTUNITY (19), SQL being back-filled as inferred; or back to OPPORTUNITY after a cancellation, while `by` may open again (4.8).
 * Throws ILLEGAL_TRANSITION, INVALID.
 */
export function openOpportunity(
  lead: Lead,
  opening: Opening,
  { at, rules, by }: At & { readonly by: string },
): OpportunityDecision {
  const { policy, policyVersion } = rules;
  const { event, ownerRepId } = howToOpen(lead, at, by);
  const back = event === 'Reopened' ? backToAcceptance(lead) : {};
  const { cycle, creditId } = { ...lead, ...back };
  refuseNothing(opening);
  refuseMissing('OPPORTUNITY', lead, policy);
  const { stage, preset } = firstStage(opening, policy.opportunity);
  const seq = lead.opportunitySeq + 1;
  const opportunityId = opportunityIdOf(lead.leadId, seq);
  const inferred = lead.state === 'SAL';
  const { amount, currency, expectedCloseOn } = inCode(opening, policy.currencyNames);
  const opened = changeOpportunity(
    {
      opportunityId,
      leadId: lead.leadId,
      version: 0,
      seq,
      cycle,
      run: 0,
      status: 'OPEN',
      ownerRepId,
      ...present({ creditId }),
      amount,
      currency,
      expectedCloseOn,
      preset,
      stage,
      stageLog: [{ stage, enteredAt: at }],
      createdAt: at,
      notes: {},
      standings: [],
      policyVersion,
    },
    spoken(at, rules),
  );
  const opportunity = standing(opened, at);
  const data = {
    opportunityId,
    seq,
    repId: ownerRepId,
    amount,
    currency,
    expectedCloseOn,
    stage,
    confirmAt: cancelWindowEndsAt(policy.clocks, at),
    ...present({ inferred: inferred ? true : undefined }),
  };
  return {
    opportunity,
    ...move(lead, { type: event, data }, at, {
      ...touched(at, rules),
      ...back,
      ownerRepId,
      opportunityId,
      opportunitySeq: seq,
      mayReopen: undefined,
      facts: { ...lead.facts, expected: { amount, currency } },
      ...(inferred
        ? {
            stamps: {
              ...lead.stamps,
              SQL: lead.stamps.SQL ?? at,
              OPPORTUNITY: lead.stamps.OPPORTUNITY ?? at,
            },
          }
        : {}),
      coolDownUntil: undefined,
      reopenUntil: undefined,
      windowRemindAt: [],
    }),
    messages: lead.sdrId && AT_THE_DESK.has(lead.state) ? [noLongerYours(lead, lead.sdrId)] : [],
  };
}

function noLongerYours({ leadId, opportunitySeq, ownerRepId }: Lead, sdrId: string): Message {
  return {
    id: `${leadId}-p${opportunitySeq + 1}-again`,
    to: sdrId,
    says: { name: 'leadBackWithRep', repId: ownerRepId ?? '' },
  };
}

/** Whether the owner may open again on a lead at rest: allowed by a director after the window, or cancelled under the release before. */
function mayOpenAtRest({ nurtureReason, oppDueAt, reopenUntil }: Lead, at: Instant): boolean {
  if (nurtureReason === OPP_CANCELLED) return oppDueAt !== undefined && at < oppDueAt;
  return reopenUntil !== undefined && at < reopenUntil;
}

/** What was the lead's when it was accepted, once its opportunity is opened again: the cycle, and the window that its credit hangs on (4.8). */
export function backToAcceptance(lead: Lead): Changes<'OPPORTUNITY'> {
  if (lead.mayReopen === undefined) return {};
  const { cycle, acceptedAt, oppDueAt, creditId } = lead.mayReopen;
  const begun = cycleAfter(lead) - 1;
  const lastCycle = begun > cycle ? begun : undefined;
  return { cycle, acceptedAt, oppDueAt, creditId, lastCycle, mayReopen: undefined };
}

function howToOpen(
  lead: Lead,
  at: Instant,
  by: string,
): { readonly event: EventInto<'OPPORTUNITY'>; readonly ownerRepId: RepId } {
  const { state, ownerRepId, mayReopen } = lead;
  if (state === 'SAL' || state === 'SQL')
    return { event: 'OpportunityOpened', ownerRepId: lead.ownerRepId };
  if (mayReopen && AFTER_CANCELLING.has(state) && mayReopen.repId === by && at < mayReopen.oppDueAt)
    return { event: 'Reopened', ownerRepId: mayReopen.repId };
  if (state === 'NURTURE' && ownerRepId && !mayReopen && mayOpenAtRest(lead, at))
    return { event: 'Reopened', ownerRepId };
  throw new IllegalTransition(lead.state, 'OpportunityOpened');
}

function firstStage(
  { stage }: Opening,
  { preset, presets }: OpportunityPolicy,
): { readonly stage: string; readonly preset: string } {
  const stages = presets[preset] ?? [];
  const first = stage ?? stages[0]?.stage;
  refuseUnknownStage(first, preset, { presets });
  return { stage: first ?? '', preset };
}

/** An opportunity is worth something, or the SDR would be credited for nothing (4.10). Throws INVALID. */
export function refuseNothing({ amount }: Pick<Opening, 'amount'>): void {
  if (amount > 0) return;
  const message = 'is nothing; say what the customer may spend';
  throw new Invalid([{ path: 'amount', message }]);
}

/** Throws INVALID when the preset has no such stage. */
export function refuseUnknownStage(
  stage: string | undefined,
  preset: string,
  { presets }: Pick<OpportunityPolicy, 'presets'>,
): void {
  const known = (presets[preset] ?? []).map((one) => one.stage);
  if (stage !== undefined && known.includes(stage)) return;
  const message = `unknown stage ${stage}; the preset ${preset} has ${known.join(', ')}`;
  throw new Invalid([{ path: 'stage', message }]);
}
