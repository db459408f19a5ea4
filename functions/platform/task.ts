// What every workflow task does around its use case: its input is parsed, its instant comes from the state.

import * as z from 'zod';
import { LeadId, OfferId, OpportunityId } from '../leads/ids.ts';
import { Instant } from '../leads/instant.ts';
import { type Command, type Deps, system } from '../ports.ts';

/** What a task of `lead-journey` or `nurture` is sent. */
export const JourneyTask = z.object({
  leadId: LeadId,
  execution: z.string(),
  at: Instant,
  runningOffer: z.string().optional(),
  /** Set by `opportunity`, whose executions are continued too. */
  opportunityId: OpportunityId.optional(),
});

/** What a task of `offer` is sent. */
export const OfferTask = z.object({ leadId: LeadId, offerId: OfferId, at: Instant });

/** What a task of `opportunity` is sent. */
export const OpportunityTask = z.object({
  leadId: LeadId,
  opportunityId: OpportunityId,
  execution: z.string(),
  at: Instant,
});

/** What the task that stores a token is sent. */
export const TokenTask = z.object({
  leadId: LeadId,
  offerId: OfferId.optional(),
  opportunityId: OpportunityId.optional(),
  execution: z.string(),
  token: z.string(),
  seen: z.int(),
});

/** A task handler: parses its input and throws what the use case throws. The request id makes ids that a repeated task makes again. */
export function task<Input extends { readonly at: Instant; readonly leadId: string }, Result>(
  schema: z.ZodType<Input>,
  run: (input: Input, deps: Deps, command: Command) => Promise<Result>,
): (deps: Deps) => (event: unknown) => Promise<Result> {
  return (deps) => async (event) => {
    const input = schema.parse(event);
    return run(input, deps, system(input.at, `${input.leadId}-${input.at}`));
  };
}
