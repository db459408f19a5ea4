// What is stored of one opportunity of one lead: amount, stages with their times, what the rep found out, how it ended (4.2; rows 19 to 24).

import * as z from 'zod';
import { LeadError } from '../errors.ts';
import { LeadId, OfferId, OpportunityId, RepId } from '../ids.ts';
import { earliest, Instant } from '../instant.ts';
import { code, day, ours } from '../kept.ts';
import { homeSchema } from '../rates.ts';

export const opportunityStatuses = ['OPEN', 'WON', 'LOST', 'CANCELLED'] as const;

/** What the rep records after each talk with the customer (A1-7). */
export const NOTES = [
  'businessState',
  'projectTrigger',
  'projectCycle',
  'projectRisk',
  'competitors',
  'progress',
  'commercialState',
] as const;
export type NoteName = (typeof NOTES)[number];

/** One stay in a stage; reopening begins a new one. */
const Stay = z.object({ stage: ours, enteredAt: Instant, leftAt: Instant.optional() });

const Cancellation = z.object({
  at: Instant,
  by: ours,
  /** A cause of the policy's list; none is "without cause" (A3-5). */
  reason: code.optional(),
  reasonGivenAt: Instant.optional(),
  /** Until when a cause may still be given; gone once that is settled. */
  causeDueAt: Instant.optional(),
  /** Until when ops are to rule on the cause. Then it is the director's. */
  rulingDueAt: Instant.optional(),
  /** Ops have not ruled in time: the director was asked, and may rule as well. */
  passedOnAt: Instant.optional(),
  ruling: z.object({ approved: z.boolean(), by: ours, at: Instant, note: z.string() }).optional(),
});

export const Opportunity = z.object({
  opportunityId: OpportunityId,
  leadId: LeadId,
  version: z.int(),
  /** The nth opportunity of the lead; cycle in which the lead was accepted. */
  seq: z.int(),
  cycle: z.int(),
  /** Executions after the first: `-r<run>`. */
  run: z.int(),
  status: z.enum(opportunityStatuses),
  ownerRepId: RepId,
  /** The accepted offer whose SDR credit hangs on it; none for a lead that no SDR handed over. */
  creditId: OfferId.optional(),
  /** In major units of the currency (ISO 4217). */
  amount: z.number(),
  currency: ours,
  /** Local date in the tenant's zone. */
  expectedCloseOn: day,
  preset: ours,
  stage: ours,
  stageLog: z.array(Stay),
  createdAt: Instant,
  notes: z.partialRecord(z.enum(NOTES), z.string()).default({}),
  competitor: z.string().optional(),
  nextStep: z.string().optional(),
  resourceAsks: z.string().optional(),
  /** When nothing was written for so long that somebody is asked (4.8); absent once closed. */
  stallRemindAt: Instant.optional(),
  /** How often somebody was asked since the last word, and since when it counts as stalled. */
  stallAsked: z.int().optional(),
  stalledAt: Instant.optional(),
  /** What it was worth and how it stood, from each change on: what a forecast of that day reads (A0-14). None of rows that are older. */
  standings: z
    .array(
      z.object({
        at: Instant,
        status: z.enum(opportunityStatuses),
        amount: z.number(),
        currency: ours,
        expectedCloseOn: day,
      }),
    )
    .default([]),
  closedAt: Instant.optional(),
  /** Of a won one: what was signed in the tenant's own currency, by the rate of that day; none where no rate was told. */
  home: homeSchema().optional(),
  /** Why it was lost, and why the POC failed if it ended there (23, A1-5). */
  lostBecause: code.optional(),
  pocFailReason: code.optional(),
  cancellation: Cancellation.optional(),
  policyVersion: z.int(),
  nextInstant: Instant.optional(),
});
export type Opportunity = z.infer<typeof Opportunity>;

/** New values of fields; `undefined` clears one. */
type Changes = { readonly [Field in keyof Opportunity]?: Opportunity[Field] | undefined };

/** The opportunity with these fields changed and `nextInstant` set anew: its stall reminder, or the end of the time to give a cause or to rule on it. */
export function changeOpportunity(before: Opportunity, changes: Changes): Opportunity {
  const merged = { ...before, ...changes };
  const next =
    merged.status === 'OPEN'
      ? merged.stallRemindAt
      : earliest(merged.cancellation?.causeDueAt, merged.cancellation?.rulingDueAt);
  const kept = Object.entries({ ...merged, nextInstant: next }).filter(
    ([, value]) => value !== undefined,
  );
  // Dropping the undefined fields of an Opportunity leaves one; Object.entries loses that.
  return Object.fromEntries(kept) as Opportunity;
}

/** The opportunity with how it stands from now on written down beside how it stood. */
export function standing(opportunity: Opportunity, at: Instant): Opportunity {
  const { status, amount, currency, expectedCloseOn } = opportunity;
  const now = { at, status, amount, currency, expectedCloseOn };
  return { ...opportunity, standings: [...opportunity.standings, now] };
}

/** Share of the seven notes that are filled: a signal of quality, never a condition (A1-7). */
export function completeness({ notes }: Pick<Opportunity, 'notes'>): number {
  return NOTES.filter((name) => notes[name] !== undefined).length / NOTES.length;
}

/** The opportunity is not open (any more): 409 with what it is. */
export class NotOpen extends LeadError {
  override readonly name = 'NotOpen';
  constructor({ opportunityId, status }: Opportunity, state: string) {
    super(`opportunity ${opportunityId} is ${status}; only an open one can change`, {
      code: 'ILLEGAL_TRANSITION',
      extra: { state, opportunityStatus: status, allowed: status === 'OPEN' ? [] : ['Reopened'] },
    });
  }
}
