// An opportunity and a credit as the API shows them.

import type { Lead } from '../leads/lead.ts';
import type { Credit } from '../leads/opportunity/credit.ts';
import { completeness, type Opportunity } from '../leads/opportunity/opportunity.ts';
import type { CreditView, OpportunityRow, OpportunityView } from './answers/opportunity-answers.ts';

/** The opportunity without what only the store and its executions need. */
export function opportunityRow({
  version: _,
  run: _run,
  standings: _then,
  ...shown
}: Opportunity): OpportunityRow {
  return shown;
}

/** The opportunity with its completeness (A1-7), and the state of its lead. */
export function opportunityView(
  opportunity: Opportunity,
  { state }: Pick<Lead, 'state'>,
): OpportunityView {
  const completed = completeness(opportunity);
  return { ...opportunityRow(opportunity), completeness: completed, leadState: state };
}

/** The credit, without what only the store needs. */
export function creditView({ version: _, ...shown }: Credit): CreditView {
  return shown;
}
