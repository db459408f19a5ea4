// Why did this rep get this lead? The answer stored on the offer and served by `GET /v1/offers/{offerId}/why` (4.5).

import * as z from 'zod';
import { RepId } from '../ids.ts';
import { code, ours } from '../kept.ts';
import { ExclusionCode } from './eligibility.ts';
import { Member, TieBreak } from './fairness.ts';

/** Where the rep was found: the account's owner, who had it when it was recalled, then the ladder of 4.8; `named` is a director's or manager's choice. */
export const Rung = z.enum([
  'owner',
  'recalled',
  'department',
  'region',
  'anyScope',
  'named',
  'none',
]);
export type Rung = z.infer<typeof Rung>;

export const Chooser = z.object({
  as: z.enum(['router', 'director', 'override']),
  by: ours.optional(),
  reason: code.optional(),
});
export type Chooser = z.infer<typeof Chooser>;

export const RouteTrace = z.object({
  rung: Rung,
  chosenBy: Chooser,
  repId: RepId.optional(),
  department: ours.optional(),
  candidates: z
    .array(
      z.object({
        repId: RepId,
        department: ours,
        codes: z.array(ExclusionCode).readonly(),
        level: z.number(),
        served: z.int(),
      }),
    )
    .readonly(),
  /** Departments that had somebody eligible, in order of turn. */
  departments: z.array(ours).readonly(),
  departmentTieBreak: TieBreak.optional(),
  tieBreak: TieBreak.optional(),
  /** The rep's counters; `before` is after the entry rule. */
  counters: z.object({ before: Member, after: Member }).optional(),
  /** The k least served that a director may choose from. */
  choices: z.array(RepId).readonly().optional(),
  /** Everyone who fits has turned this lead down: probably a bad lead (4.8). */
  directorReview: z.boolean(),
  policyVersion: z.int(),
  calendar: z.object({ id: ours, version: z.int() }).optional(),
  rosterMonth: ours.optional(),
  poolVersion: z.int().optional(),
});
export type RouteTrace = z.infer<typeof RouteTrace>;
