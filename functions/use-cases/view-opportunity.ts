// An opportunity and a credit as the API shows them.

import type { Lead } from '../leads/lead.ts';
import type { Credit } from '../leads/opportunity/credit.ts';
import { completeness, type Opportunity } from '../leads/opportunity/opportunity.ts';

/** The opportunity with its completeness (A1-7), and the state of its lead. */
export function opportunityView(
  { version: _, run: _run, ...shown }: Opportunity,
  { state }: Pick<Lead, 'state'>,
): Record<string, unknown> {
  return { ...shown, completeness: completeness(shown), leadState: state };
}

/** The credit, without what only the store needs. */
export function creditView({ version: _, ...shown }: Credit): Record<string, unknown> {
  return shown;
}
