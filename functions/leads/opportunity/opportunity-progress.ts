// What happens to an open opportunity: stages with their times, the seven notes of a talk, a new owner, and silence (row 21; A1-7).

import { inCode } from '../currency.ts';
import { change, type Fact } from '../decision.ts';
import { RepId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import { present } from '../present.ts';
import type { At } from '../rules.ts';
import { touched } from '../sdr-timer.ts';
import { settleCancellation } from './cancellation.ts';
import { refuseNothing, refuseUnknownStage } from './open-opportunity.ts';
import {
  changeOpportunity,
  completeness,
  type NoteName,
  NotOpen,
  type Opportunity,
  standing,
} from './opportunity.ts';
import type { OpportunityDecision } from './opportunity-decision.ts';
import { askOfStall, spoken } from './stall.ts';

/** What a rep may change; what is left out stays. Notes are laid over those that are there. */
export interface Progress {
  readonly stage?: string | undefined;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  readonly expectedCloseOn?: string | undefined;
  readonly competitor?: string | undefined;
  readonly nextStep?: string | undefined;
  readonly resourceAsks?: string | undefined;
  readonly pocFailReason?: string | undefined;
  readonly notes?: Readonly<Partial<Record<NoteName, string>>> | undefined;
}

const told = ['amount', 'currency', 'expectedCloseOn', 'pocFailReason'] as const;
/** What a forecast reads. */
const REVALUING = ['amount', 'currency', 'expectedCloseOn'] as const;
const untold = ['competitor', 'nextStep', 'resourceAsks'] as const;

/** The opportunity and its lead after an update (21). Any stage of the preset may follow any other (A0-11). Throws ILLEGAL_TRANSITION, INVALID. */
export function progress(
  lead: Lead,
  before: Opportunity,
  sent: Progress,
  { at, rules }: At,
): OpportunityDecision {
  const update = inCode(sent, rules.policy.currencyNames);
  if (before.status !== 'OPEN') throw new NotOpen(before, lead.state);
  const { stage, notes } = update;
  if (update.amount !== undefined) refuseNothing({ amount: update.amount });
  if (stage !== undefined) refuseUnknownStage(stage, before.preset, rules.policy.opportunity);
  const moves = stage !== undefined && stage !== before.stage;
  const fields = Object.fromEntries(
    [...told, ...untold].flatMap((name) =>
      update[name] === undefined ? [] : [[name, update[name]]],
    ),
  );
  const written = changeOpportunity(before, {
    ...fields,
    notes: { ...before.notes, ...notes },
    ...spoken(at, rules),
    ...present({
      stage: moves ? stage : undefined,
      stageLog: moves ? entered(before, stage, at) : undefined,
    }),
  });
  const isRevalued = REVALUING.some((name) => written[name] !== before[name]);
  const opportunity = isRevalued ? standing(written, at) : written;
  return {
    opportunity,
    lead: change(lead, {
      ...touched(at, rules),
      facts: { ...lead.facts, expected: { amount: written.amount, currency: written.currency } },
    }),
    events: factsOf(before, opportunity, update, moves),
  };
}

function factsOf(
  before: Opportunity,
  after: Opportunity,
  update: Progress,
  moves: boolean,
): readonly Fact[] {
  const { opportunityId, ownerRepId: repId } = after;
  const numbers = Object.fromEntries(
    told.flatMap((name) => (update[name] === undefined ? [] : [[name, update[name]]])),
  );
  const names = [...untold, ...told].filter((name) => update[name] !== undefined);
  const noted = Object.keys(update.notes ?? {});
  const updated: Fact = {
    type: 'OpportunityUpdated',
    data: {
      opportunityId,
      repId,
      ...numbers,
      fields: [...names, ...noted],
      completeness: completeness(after),
    },
  };
  const stage: Fact = {
    type: 'StageChanged',
    data: {
      opportunityId,
      repId,
      from: before.stage,
      to: after.stage,
      amount: after.amount,
      currency: after.currency,
    },
  };
  const isUpdated = names.length + noted.length > 0;
  return [...(moves ? [stage] : []), ...(isUpdated || !moves ? [updated] : [])];
}

/** The log with the present stay ended and the next begun. */
export function entered(
  { stageLog }: Opportunity,
  stage: string,
  at: Instant,
): Opportunity['stageLog'] {
  return [...left(stageLog, at), { stage, enteredAt: at }];
}

/** The log with its last stay ended. */
export function left(stageLog: Opportunity['stageLog'], at: Instant): Opportunity['stageLog'] {
  return stageLog.map((stay) => (stay.leftAt === undefined ? { ...stay, leftAt: at } : stay));
}

/** The owner is gone or has too much: another rep has it; stage, creation and credit stay (4.8, rep deactivated, opportunity open). */
export function moveOwner(
  lead: Lead,
  before: Opportunity,
  { repId, reason }: { readonly repId: string; readonly reason: string },
  { at, rules }: At,
): OpportunityDecision {
  if (before.status !== 'OPEN') throw new NotOpen(before, lead.state);
  const ownerRepId = RepId.parse(repId);
  const { opportunityId } = before;
  return {
    opportunity: changeOpportunity(before, { ownerRepId, ...spoken(at, rules) }),
    lead: change(lead, { ...touched(at, rules), ownerRepId }),
    events: [
      {
        type: 'OwnerMoved',
        data: { opportunityId, from: before.ownerRepId, repId, reason },
      },
    ],
    messages: [
      {
        id: `${opportunityId}-owner-${repId}-${at}`,
        to: repId,
        says: { name: 'opportunityYours', stage: before.stage, from: before.ownerRepId },
      },
    ],
  };
}

/** What is due for an opportunity by itself: the stall reminder, or the end of the time to give a cause for its cancellation, or to rule on it. */
export function settleOpportunity(
  lead: Lead,
  before: Opportunity,
  { at, rules }: At,
): OpportunityDecision | undefined {
  if (before.nextInstant === undefined || at < before.nextInstant) return undefined;
  return before.status === 'OPEN'
    ? askOfStall(lead, before, { at, rules })
    : settleCancellation(lead, before, { at, rules });
}
