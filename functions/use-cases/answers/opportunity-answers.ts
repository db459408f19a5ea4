// What the API says of an opportunity and of the SDR's credit that hangs on it.

import * as z from 'zod';
import { Credit } from '../../leads/opportunity/credit.ts';
import { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { states } from '../../leads/states.ts';
import { pageOf } from './shared-answers.ts';

export const CreditView = Credit.omit({ version: true });
export type CreditView = z.infer<typeof CreditView>;

export const OpportunityRow = Opportunity.omit({ version: true, run: true });
export type OpportunityRow = z.infer<typeof OpportunityRow>;

/** With the share of the seven notes that are filled (A1-7), and the state of its lead. */
export const OpportunityView = OpportunityRow.extend({
  completeness: z.number(),
  leadState: z.enum(states),
});
export type OpportunityView = z.infer<typeof OpportunityView>;

export const OpportunityDetail = OpportunityView.extend({ credit: CreditView.optional() });
export type OpportunityDetail = z.infer<typeof OpportunityDetail>;

export const OpportunityPage = pageOf(OpportunityRow);
export type OpportunityPage = z.infer<typeof OpportunityPage>;
