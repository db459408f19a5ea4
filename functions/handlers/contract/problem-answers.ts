// What a refusal says (api.md): the members that all have, and those of single codes.

import * as z from 'zod';
import { MOST_NAMED, type ProblemCode } from '../../leads/errors.ts';
import { LeadId } from '../../leads/ids.ts';
import { Instant } from '../../leads/instant.ts';
import { offerStatuses } from '../../leads/offer/offer.ts';
import { opportunityStatuses } from '../../leads/opportunity/opportunity.ts';
import { states } from '../../leads/states.ts';
import { problems } from '../../platform/problems.ts';

export const Problem = z.object({
  type: z.url(),
  title: z.string(),
  status: z.int(),
  /** What was wrong, the value, and what to do. */
  detail: z.string(),
  /** Stable; to be told apart by programs. */
  code: z.enum(Object.keys(problems) as ProblemCode[]),
  /** Each bad field: a dotted path from the body's root, and what to do about it. */
  errors: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .max(MOST_NAMED)
    .optional(),
  /** The present state of the lead, and the events that may happen to it now. */
  state: z.enum(states).optional(),
  allowed: z.array(z.string()).optional(),
  offerStatus: z.enum(offerStatuses).optional(),
  acceptDueAt: Instant.optional(),
  opportunityStatus: z.enum(opportunityStatuses).optional(),
  /** What stands in the way of handing a recycled lead over. */
  guards: z.array(z.string()).optional(),
  /** The lead that has the claim, and what both sides have to show. */
  leadId: LeadId.optional(),
  evidence: z
    .object({ yours: z.record(z.string(), z.unknown()), ours: z.record(z.string(), z.unknown()) })
    .optional(),
  disputeId: z.string().optional(),
  undoUntil: Instant.optional(),
  /** Why a miss cannot be taken back. */
  refusal: z.string().optional(),
  /** The version of the policy now. */
  version: z.int().optional(),
});
