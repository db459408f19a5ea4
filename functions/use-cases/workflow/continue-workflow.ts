// What a workflow does after each step: the row's state becomes the name of the state to go to next.

import { change } from '../../leads/decision.ts';
import { NotFound } from '../../leads/errors.ts';
import { executionName, type OfferId, type OpportunityId } from '../../leads/ids.ts';
import type { Instant } from '../../leads/instant.ts';
import { about, type Lead } from '../../leads/lead.ts';
import { changeOpportunity } from '../../leads/opportunity/opportunity.ts';
import { isOpen, type State } from '../../leads/states.ts';
import type { Command, Deps, Token } from '../../ports.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { opportunityName } from '../opportunity/settle-opportunity.ts';

/** What `lead-journey` and `nurture` read: `next` names a state of theirs, `nextInstant` is when it ends by itself. */
export interface Step {
  readonly next: string;
  /** True when `next` ends the execution. */
  readonly end: boolean;
  readonly state: State;
  readonly version: number;
  readonly nextInstant: Instant;
  readonly offerId: string;
}

/** The journey's next step. `routed`: the router has just looked, so an UNROUTED lead waits. */
export function journeyStep(
  lead: Lead,
  asked: {
    readonly execution: string;
    readonly at: Instant;
    readonly runningOffer?: string | undefined;
    readonly routed?: boolean;
  },
): Step {
  const { execution, at, runningOffer, routed } = asked;
  if (journeyName(lead) !== execution) return stepOf(lead, 'Superseded', true);
  if (routed && lead.state === 'UNROUTED') return stepOf(lead, 'WaitForEligibleRep', false);
  const { ends = false, ...state } = about(lead.state);
  return stepOf(lead, state.next(lead, { at, runningOffer }), ends);
}

/** The stay's next step. */
export function nurtureStep(lead: Lead, { execution }: { readonly execution: string }): Step {
  if (nurtureName(lead) !== execution) return stepOf(lead, 'Superseded', true);
  if (lead.state === 'NURTURE') return stepOf(lead, 'WaitInNurture', false);
  return stepOf(lead, isOpen(lead.state) ? 'CycleStarted' : 'Closed', true);
}

/** Name of the execution that runs this cycle of the lead. While it rests, the run counts its stay. */
export function journeyName(lead: Pick<Lead, 'leadId' | 'cycle' | 'run' | 'state'>): string {
  return executionName(lead.leadId, `c${lead.cycle}`, lead.state === 'NURTURE' ? 0 : lead.run);
}

/** Name of the execution that runs this stay in nurture. */
export function nurtureName(lead: Pick<Lead, 'leadId' | 'stay' | 'run' | 'state'>): string {
  return executionName(lead.leadId, `n${lead.stay}`, lead.state === 'NURTURE' ? lead.run : 0);
}

function stepOf(lead: Lead, next: string, end: boolean): Step {
  const { state, version, offerId = '' } = lead;
  return { next, end, state, version, nextInstant: lead.nextInstant ?? lead.enteredAt, offerId };
}

/** The execution has grown long or old: the row names the next one, and the stream starts it (architecture.md, Workflows). */
export async function continueExecution(
  deps: Deps,
  command: Command,
  asked: {
    readonly leadId: Lead['leadId'];
    readonly execution: string;
    readonly opportunityId?: OpportunityId | undefined;
  },
): Promise<{ readonly continued: boolean }> {
  const { opportunityId, execution } = asked;
  if (opportunityId) return continueOpportunity(deps, command, { opportunityId, execution });
  return retryLostRace(async () => {
    const lead = await leadOrNotFound(deps, asked.leadId);
    const current = lead.state === 'NURTURE' ? nurtureName(lead) : journeyName(lead);
    if (current !== asked.execution) return { continued: false };
    const run = lead.run + 1;
    const place = lead.state === 'NURTURE' ? { stay: lead.stay } : { cycle: lead.cycle };
    await commitLead(deps, command, {
      before: lead,
      decision: {
        lead: change(lead, { run }),
        events: [{ type: 'ExecutionContinued', data: { ...place, run } }],
      },
    });
    return { continued: true };
  });
}

async function continueOpportunity(
  deps: Deps,
  command: Command,
  asked: { readonly opportunityId: OpportunityId; readonly execution: string },
): Promise<{ readonly continued: boolean }> {
  return retryLostRace(async () => {
    const opportunity = await deps.store.opportunity(asked.opportunityId);
    if (!opportunity) throw new NotFound('opportunity', asked.opportunityId);
    const lead = await leadOrNotFound(deps, opportunity.leadId);
    if (opportunityName(opportunity) !== asked.execution) return { continued: false };
    const { seq, opportunityId } = opportunity;
    const run = opportunity.run + 1;
    await commitLead(deps, command, {
      before: lead,
      decision: {
        lead,
        events: [{ type: 'ExecutionContinued', data: { opportunityId, seq, run } }],
      },
      opportunity: { before: opportunity, after: changeOpportunity(opportunity, { run }) },
    });
    return { continued: true };
  });
}

/** Stores a waiting execution's token, then looks whether the answer came first; if so it wakes itself (architecture.md, rule 1). */
export async function storeToken(
  deps: Deps,
  asked: {
    readonly leadId: Lead['leadId'];
    readonly offerId?: OfferId | undefined;
    readonly opportunityId?: OpportunityId | undefined;
    readonly execution: string;
    readonly token: string;
    readonly seen: number;
  },
): Promise<void> {
  const { leadId, offerId, opportunityId, execution, token: taskToken, seen } = asked;
  const token: Token = { id: execution, leadId, version: 1, taskToken, seen };
  await deps.store.saveToken(token);
  const row =
    (offerId && (await deps.store.offer(offerId))) ??
    (opportunityId && (await deps.store.opportunity(opportunityId))) ??
    (await leadOrNotFound(deps, leadId));
  if (row.version > seen) await deps.executions.wake(taskToken);
}
