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

/** So many candidates a trace names, and so many of them stood behind who got the lead. */
const MOST_NAMED = 20;
const BEHIND = 5;

const Candidate = z.object({
  repId: RepId,
  department: ours,
  codes: z.array(ExclusionCode).readonly(),
  level: z.number(),
  served: z.int(),
});
type Candidate = z.infer<typeof Candidate>;

/** Those that a trace does not name: how many, how many of them could have had the lead, and how many carried each code. */
const Others = z.object({
  reps: z.int(),
  eligible: z.int(),
  codes: z.partialRecord(ExclusionCode, z.int()),
});

export const RouteTrace = z.object({
  rung: Rung,
  chosenBy: Chooser,
  repId: RepId.optional(),
  department: ours.optional(),
  /** By id: all of a small company, of a large one those whose turn was nearest. */
  candidates: z.array(Candidate).readonly(),
  others: Others.optional(),
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
  /** Of traces from before a rep's row held his standing. */
  poolVersion: z.int().optional(),
});
export type RouteTrace = z.infer<typeof RouteTrace>;

type Named = Pick<RouteTrace, 'candidates' | 'others'>;

/**
 * The candidates that a trace names, and counts of the rest: those who stood before the one who got the lead, and a few behind him.
 * `inTurn` has all of them, the first in turn first; a trace must not grow with the company.
 */
export function namedOf(inTurn: readonly Candidate[], repId: string | undefined): Named {
  const place = inTurn.findIndex((one) => one.repId === repId);
  const from = Math.max(0, place + 1 + BEHIND - MOST_NAMED);
  const named = inTurn.slice(from, from + MOST_NAMED);
  const candidates = named.toSorted((a, b) => (a.repId < b.repId ? -1 : 1));
  const rest = [...inTurn.slice(0, from), ...inTurn.slice(from + MOST_NAMED)];
  return rest.length === 0 ? { candidates } : { candidates, others: counted(rest) };
}

function counted(rest: readonly Candidate[]): z.infer<typeof Others> {
  const codes: { [Code in ExclusionCode]?: number } = {};
  for (const code of rest.flatMap((one) => one.codes)) codes[code] = (codes[code] ?? 0) + 1;
  const eligible = rest.filter((one) => one.codes.length === 0).length;
  return { reps: rest.length, eligible, codes };
}
