// Nobody writes on an open opportunity: its owner is asked, then the director once, then nothing is sent until somebody writes (4.8).

import type { Fact, Message } from '../decision.ts';
import { type Instant, instantOf, millisOf, millisOfDuration, plus } from '../instant.ts';
import type { Lead } from '../lead.ts';
import type { At, Rules } from '../rules.ts';
import { changeOpportunity, type Opportunity } from './opportunity.ts';
import type { OpportunityDecision } from './opportunity-decision.ts';

/** A stalled one still has its instant (4.1, principle 7). Elapsed. */
const LOOKED_AT_EVERY = 'P365D';

/** Somebody has just written: the silence begins anew. */
export function spoken(at: Instant, { policy }: Rules) {
  const [first = LOOKED_AT_EVERY] = policy.opportunity.stallReminders;
  return { stallRemindAt: plus(at, first), stallAsked: undefined, stalledAt: undefined };
}

/** The next to be asked, when nothing was written for so long. */
export function askOfStall(
  lead: Lead,
  before: Opportunity,
  { at, rules }: At,
): OpportunityDecision {
  const { stallReminders, stallToDirectorAfter } = rules.policy.opportunity;
  const { stallRemindAt: due = at, stallAsked = 0, stalledAt = due } = before;
  const steps = [...stallReminders, stallToDirectorAfter];
  const [step, next] = [steps[stallAsked], steps[stallAsked + 1]];
  const pause =
    step && next
      ? millisOfDuration(next) - millisOfDuration(step)
      : millisOfDuration(LOOKED_AT_EVERY);
  return {
    opportunity: changeOpportunity(before, {
      stalledAt,
      stallAsked: Math.min(stallAsked + 1, steps.length),
      stallRemindAt: instantOf(millisOf(due) + pause),
    }),
    lead,
    ...said(before, { due, asked: stallAsked, reminders: stallReminders.length }),
  };
}

function said(
  { opportunityId, ownerRepId: repId, stage }: Opportunity,
  {
    due,
    asked,
    reminders,
  }: { readonly due: Instant; readonly asked: number; readonly reminders: number },
): { readonly events: readonly Fact[]; readonly messages: readonly Message[] } {
  const data = { opportunityId, repId, stage };
  const id = `${opportunityId}-stalled-${due}`;
  if (asked < reminders)
    return {
      events: [{ type: 'OpportunityStalled', data }],
      messages: [
        {
          id,
          to: repId,
          says: { name: 'opportunityStalled', stage },
        },
      ],
    };
  if (asked > reminders) return { events: [{ type: 'OpportunityStillQuiet', data }], messages: [] };
  return {
    events: [{ type: 'StallToldDirector', data }],
    messages: [
      {
        id,
        to: 'group:director',
        says: { name: 'opportunitySilent', repId, stage, asked: `${reminders}` },
      },
    ],
  };
}
