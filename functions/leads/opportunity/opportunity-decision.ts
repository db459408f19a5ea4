import type { Decision } from '../decision.ts';
import type { Opportunity } from './opportunity.ts';

/** A decision about a lead and its opportunity. */
export interface OpportunityDecision extends Decision {
  readonly opportunity: Opportunity;
}
