// What every use case about an opportunity reads first, and whose it is.

import { Forbidden, NotFound } from '../../leads/errors.ts';
import { leadOf, type OpportunityId } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import type { OpportunityDecision } from '../../leads/opportunity/open-opportunity.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { partiesOf } from '../../leads/party.ts';
import type { Rules } from '../../leads/rules.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import type { OpportunityView } from '../answers/opportunity-answers.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { opportunityView } from '../view-opportunity.ts';

/** An opportunity, its lead, and the rules that hold now. */
export interface OpportunityCase {
  readonly opportunity: Opportunity;
  readonly lead: Lead;
  readonly rules: Rules;
}

/** The opportunity with its lead. Throws NotFound. */
export async function readCase(deps: Deps, opportunityId: OpportunityId): Promise<OpportunityCase> {
  const [opportunity, lead, rules] = await Promise.all([
    deps.store.opportunity(opportunityId),
    deps.store.lead(leadOf(opportunityId)),
    rulesNow(deps),
  ]);
  if (!opportunity || !lead) throw new NotFound('opportunity', opportunityId);
  return { opportunity, lead, rules };
}

/** A rep acts on his own opportunities only; directors and ops on all. Throws NOT_YOUR_LEAD. */
export function refuseForeignOpportunity(
  { ownerRepId, opportunityId }: Opportunity,
  { by }: Command,
): void {
  if (by.kind !== 'rep' || by.sub === ownerRepId) return;
  throw new Forbidden(`opportunity ${opportunityId} is another rep's`, 'NOT_YOUR_LEAD');
}

/** Whom a ruling about it would be a ruling on himself: its rep, who cancelled it, and the rep and the SDR of the credit. */
export async function partiesTo(
  { store }: Deps,
  { opportunity, lead }: OpportunityCase,
): Promise<readonly (string | undefined)[]> {
  const { ownerRepId, creditId, cancellation } = opportunity;
  const credit = creditId && (await store.credit(creditId));
  const ofCredit = credit ? [credit.repId, credit.sdrId] : [];
  return [ownerRepId, cancellation?.by, ...ofCredit, ...partiesOf(lead)];
}

/** Decides on what is stored, writes it in one transaction and answers with the opportunity as it is then. */
export async function decideOpportunity(
  deps: Deps,
  command: Command,
  opportunityId: OpportunityId,
  decide: (found: OpportunityCase) => OpportunityDecision | Promise<OpportunityDecision>,
  changes: (decision: OpportunityDecision) => Promise<readonly Change[]> = async () => [],
): Promise<OpportunityView> {
  return retryLostRace(async () => {
    const found = await readCase(deps, opportunityId);
    refuseForeignOpportunity(found.opportunity, command);
    const decision = await decide(found);
    const answer = opportunityView(decision.opportunity, decision.lead);
    await commitLead(deps, command, {
      before: found.lead,
      decision,
      opportunity: { before: found.opportunity, after: decision.opportunity },
      changes: await changes(decision),
      rules: found.rules,
      answer,
    });
    return answer;
  });
}
