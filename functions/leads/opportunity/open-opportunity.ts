// A rep opens an opportunity on his accepted lead, or opens again what was cancelled or came too late (row 19; 4.8, day 46 and the row after it).

import { cancelWindowEndsAt } from '../calendar/deadlines.ts';
import { inCode } from '../currency.ts';
import { type Decision, move } from '../decision.ts';
import { Invalid } from '../errors.ts';
import { opportunityIdOf, type RepId } from '../ids.ts';
import { type Instant, plus } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { refuseMissing } from '../required-fields.ts';
import type { At } from '../rules.ts';
import { touched } from '../sdr-timer.ts';
import { type EventInto, IllegalTransition } from '../states.ts';
import { changeOpportunity, type Opportunity } from './opportunity.ts';
import type { OpportunityPolicy } from './opportunity-policy.ts';

/** Why a lead rests whose opportunity was cancelled. */
export const OPP_CANCELLED = 'OPP_CANCELLED';

/** A decision about a lead and its opportunity. */
export interface OpportunityDecision extends Decision {
  readonly opportunity: Opportunity;
}

/** `amount` in major units of the ISO 4217 `currency`; `expectedCloseOn` a local date; the preset's first stage when left out. */
export interface Opening {
  readonly amount: number;
  readonly currency: string;
  readonly expectedCloseOn: string;
  readonly stage?: string | undefined;
}

/**
 * SAL or SQL → OPPORTUNITY (19), SQL being back-filled as inferred; or NURTURE → OPPORTUNITY while the same rep may open again.
 * Throws ILLEGAL_TRANSITION, INVALID.
 */
export function openOpportunity(
  lead: Lead,
  opening: Opening,
  { at, rules }: At,
): OpportunityDecision {
  const { policy, policyVersion } = rules;
  const { event, ownerRepId } = howToOpen(lead, at);
  refuseNothing(opening);
  refuseMissing('OPPORTUNITY', lead, policy);
  const { stage, preset } = firstStage(opening, policy.opportunity);
  const seq = lead.opportunitySeq + 1;
  const opportunityId = opportunityIdOf(lead.leadId, seq);
  const inferred = lead.state === 'SAL';
  const { amount, currency, expectedCloseOn } = inCode(opening, policy.currencyNames);
  const opportunity = changeOpportunity(
    {
      opportunityId,
      leadId: lead.leadId,
      version: 0,
      seq,
      cycle: lead.cycle,
      run: 0,
      status: 'OPEN',
      ownerRepId,
      ...(lead.creditId ? { creditId: lead.creditId } : {}),
      amount,
      currency,
      expectedCloseOn,
      preset,
      stage,
      stageLog: [{ stage, enteredAt: at }],
      createdAt: at,
      notes: {},
      policyVersion,
    },
    { stallRemindAt: plus(at, policy.opportunity.stallAfter) },
  );
  const data = {
    opportunityId,
    seq,
    repId: ownerRepId,
    amount,
    currency,
    expectedCloseOn,
    stage,
    confirmAt: cancelWindowEndsAt(policy.clocks, at),
    ...(inferred ? { inferred: true } : {}),
  };
  return {
    opportunity,
    ...move(lead, { type: event, data }, at, {
      ...touched(at, rules),
      ownerRepId,
      opportunityId,
      opportunitySeq: seq,
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
  };
}

/** Whether this rep may open again on a lead at rest: cancelled and still inside the window, or allowed by a director. */
function mayOpenAgain({ nurtureReason, oppDueAt, reopenUntil }: Lead, at: Instant): boolean {
  if (nurtureReason === OPP_CANCELLED) return oppDueAt !== undefined && at < oppDueAt;
  return reopenUntil !== undefined && at < reopenUntil;
}

function howToOpen(
  lead: Lead,
  at: Instant,
): { readonly event: EventInto<'OPPORTUNITY'>; readonly ownerRepId: RepId } {
  const { state, ownerRepId } = lead;
  if (state === 'SAL' || state === 'SQL')
    return { event: 'OpportunityOpened', ownerRepId: lead.ownerRepId };
  if (state === 'NURTURE' && ownerRepId && mayOpenAgain(lead, at))
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
