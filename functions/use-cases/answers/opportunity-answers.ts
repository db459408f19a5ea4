// What the API says of an opportunity and of the SDR's credit that hangs on it.

import * as z from 'zod';
import { LocalDate } from '../../leads/calendar/calendar.ts';
import { OpportunityId } from '../../leads/ids.ts';
import { Instant } from '../../leads/instant.ts';
import { Credit } from '../../leads/opportunity/credit.ts';
import { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { states } from '../../leads/states.ts';
import { pageOf } from './shared-answers.ts';

export const CreditView = Credit.omit({ version: true });
export type CreditView = z.infer<typeof CreditView>;

export const OpportunityRow = Opportunity.omit({ version: true, run: true, standings: true });
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

/** `at`: the moment that it is of, the end of the day or now; sums in major units of each currency (A0-14). */
export const ForecastAnswer = z.object({
  asOf: LocalDate,
  at: Instant,
  byCurrency: z.record(
    z.string(),
    z.object({
      byStage: z.record(
        z.string(),
        z.object({ count: z.int(), amount: z.number(), expected: z.number() }),
      ),
      expected: z.record(z.string(), z.number()),
      won: z.number(),
      overdue: z.object({ amount: z.number(), opportunityIds: z.array(OpportunityId) }),
    }),
  ),
});
export type ForecastAnswer = z.infer<typeof ForecastAnswer>;
