// What is due for an opportunity and for the credit that hangs on it, and what its workflow does next (4.4, 4.9).

import { executionName, leadOf, type OfferId, type OpportunityId } from '../../leads/ids.ts';
import { earliest, type Instant } from '../../leads/instant.ts';
import type { Credit } from '../../leads/opportunity/credit.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { settleOpportunity as settle } from '../../leads/opportunity/opportunity-progress.ts';
import type { Command, Deps } from '../../ports.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { confirmCredit } from '../commit/project-credit.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { readCase } from './opportunity-case.ts';

/** Does what is due for the opportunity and its credit; repeating it changes nothing. Throws NotFound. */
export async function settleOpportunity(
  deps: Deps,
  command: Command,
  opportunityId: OpportunityId,
): Promise<{ readonly opportunity: Opportunity; readonly credit: Credit | undefined }> {
  const opportunity = await retryLostRace(async () => {
    const before = await deps.store.opportunity(opportunityId);
    if (before && (before.nextInstant === undefined || command.at < before.nextInstant))
      return before;
    const found = await readCase(deps, opportunityId);
    const decision = settle(found.lead, found.opportunity, { at: command.at, rules: found.rules });
    if (!decision) return found.opportunity;
    await commitLead(deps, command, {
      before: found.lead,
      decision,
      opportunity: { before: found.opportunity, after: decision.opportunity },
      rules: found.rules,
    });
    return { ...decision.opportunity, version: found.opportunity.version + 1 };
  });
  const { creditId } = opportunity;
  return { opportunity, credit: creditId && (await settleCredit(deps, command, creditId)) };
}

/** Confirms a pending credit whose cancel window is over (4.9). */
export async function settleCredit(
  deps: Deps,
  command: Command,
  creditId: OfferId,
): Promise<Credit | undefined> {
  return retryLostRace(async () => {
    const credit = await deps.store.credit(creditId);
    const confirmed = credit && (await confirmCredit(deps, command, credit));
    if (!confirmed) return credit;
    const lead = await leadOrNotFound(deps, leadOf(creditId));
    const { events, messages, changes } = confirmed;
    await commitLead(deps, command, {
      before: lead,
      decision: { lead, events, messages },
      changes,
    });
    return deps.store.credit(creditId);
  });
}

/** What `opportunity` reads: `next` names a state of it, `nextInstant` is when that ends by itself. */
export interface OpportunityStep {
  readonly next: string;
  readonly end: boolean;
  readonly version: number;
  readonly nextInstant: Instant;
}

const ENDS = { WON: 'Won', LOST: 'Lost', CANCELLED: 'Cancelled' } as const;

/** The next step of this execution: wait for progress, for a cause, for the credit, or end as the opportunity did. */
export function opportunityStep(
  opportunity: Opportunity,
  credit: Credit | undefined,
  { execution, at }: { readonly execution: string; readonly at: Instant },
): OpportunityStep {
  const { version, status, createdAt, nextInstant } = opportunity;
  const own =
    credit?.opportunityId === opportunity.opportunityId ? creditWaits(credit, at) : undefined;
  const step = (next: string, until: Instant | undefined, end = false): OpportunityStep => ({
    next,
    end,
    version,
    nextInstant: until ?? createdAt,
  });
  if (opportunityName(opportunity) !== execution) return step('Superseded', undefined, true);
  if (status === 'OPEN') return step('WaitForProgress', earliest(nextInstant, own));
  if (nextInstant !== undefined) return step('WaitForCause', earliest(nextInstant, own));
  if (own !== undefined) return step('WaitForCredit', own);
  return step(ENDS[status], undefined, true);
}

/** Until when its execution waits for a credit: a ruling before the end of the cancel window leaves something to do then, one after it does it at once. */
function creditWaits(
  { awaitsRuling, confirmAt, nextInstant }: Credit,
  at: Instant,
): Instant | undefined {
  if (!awaitsRuling) return nextInstant;
  return confirmAt !== undefined && at < confirmAt ? confirmAt : undefined;
}

/** Name of the execution that runs this opportunity. */
export function opportunityName({
  leadId,
  seq,
  run,
}: Pick<Opportunity, 'leadId' | 'seq' | 'run'>): string {
  return executionName(leadId, `p${seq}`, run);
}
