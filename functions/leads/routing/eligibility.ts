// May this rep get this lead now, and if not, why? (4.5, first paragraph; the codes of 4.8 "No eligible rep")

import * as z from 'zod';
import { RepId } from '../ids.ts';
import { earliest, Instant, latest } from '../instant.ts';
import { code, ours } from '../kept.ts';
import { coversRegion, DEFAULT_PRODUCT_LINE, isSameLine } from '../scopes.ts';
import type { RosterInForce } from './roster.ts';
import { RepCapacity, RepWeight } from './routing-policy.ts';

/** In this order they are listed; the first is what a board shows. */
const EXCLUSION_CODES = [
  'INACTIVE',
  'NOT_ON_ROSTER',
  'SUSPENDED',
  'ABSENT',
  'REGION_UNKNOWN',
  'OUT_OF_SCOPE_REGION',
  'OUT_OF_SCOPE_PRODUCT',
  'OUT_OF_SCOPE_LANGUAGE',
  'EXCLUDED_REJECTED',
  'EXCLUDED_RETURNED',
  'EXCLUDED_TIMED_OUT',
  'EXCLUDED_MISROUTED',
  'EXCLUDED_ABSENT',
  'IN_DISPUTE',
  'AT_CAPACITY',
] as const;
export const ExclusionCode = z.enum(EXCLUSION_CODES);
export type ExclusionCode = z.infer<typeof ExclusionCode>;

/** Who is away counts as away from `from` on: of one recorded by himself that is never before `recordedAt` (4.7). */
export const Absence = z.object({
  absenceId: z.string(),
  from: Instant,
  to: Instant,
  recordedAt: Instant,
  /** The offers that ran when a rep's was recorded: what a director looks at (4.7). */
  whileOffered: z.array(z.string()).optional(),
});
export type Absence = z.infer<typeof Absence>;

/** Half open: suspended at `from`, free again at `until`. */
export const SuspensionSpan = z.object({
  suspensionId: z.string(),
  from: Instant,
  until: Instant,
  causeOfferIds: z.array(z.string()).readonly(),
});
export type SuspensionSpan = z.infer<typeof SuspensionSpan>;

/** A rep as the router sees one. An empty list of regions, product lines or languages means all of them. */
export const RepDesk = z.object({
  repId: RepId,
  department: z.string(),
  name: z.string(),
  regions: z.array(z.string()).readonly(),
  productLines: z.array(z.string()).readonly(),
  languages: z.array(z.string()).readonly(),
  calendar: z.string(),
  capacity: RepCapacity,
  weight: RepWeight,
  active: z.boolean(),
  openOffers: z.int().min(0),
  absences: z.array(Absence).readonly(),
  suspensions: z.array(SuspensionSpan).readonly(),
});
export type RepDesk = z.infer<typeof RepDesk>;

/** Why a rep is not offered this lead again. `cycle` is the lead's cycle in which it happened; kept when lifted, for the record. */
export const Exclusion = z.object({
  repId: RepId,
  cause: z.enum(['REJECTED', 'RETURNED', 'TIMED_OUT', 'MISROUTED', 'ABSENT']),
  cycle: z.int().min(1),
  lifted: z.object({ by: ours, reason: code, at: Instant }).optional(),
});
export type Exclusion = z.infer<typeof Exclusion>;

/** What the lead asks of a rep. A missing region or language matches everyone; a missing product line is `core` (4.10). */
export type Scope = {
  readonly region?: string | undefined;
  readonly productLine?: string | undefined;
  readonly language?: string | undefined;
};

export type Span = { readonly from: Instant; readonly until: Instant };

export type Enquiry = {
  readonly now: Instant;
  readonly cycle: number;
  readonly scope: Scope;
  /** False when no rep's or department's scope knows the lead's region (4.5, scopes). */
  readonly regionKnown?: boolean;
  readonly exclusions: readonly Exclusion[];
  readonly disputedRepIds: readonly string[];
  readonly roster: RosterInForce | undefined;
  /** Share, 0 to 1, of the accept window of an offer made now for which the rep is there: see `availableShare`. */
  readonly availableShare: (rep: RepDesk) => number;
  /** Policy `routing.availability`. */
  readonly minAvailability: number;
};

/** Milliseconds from one instant to a later one on the accept clock of the rep's calendar: `millisBetweenOn`. */
export type Measure = (from: Instant, until: Instant) => number;

/** Share, 0 to 1, of `window` that no absence covers. Overlapping absences count once; a window that measures nothing is all available. */
export function availableShare(
  absences: readonly Absence[],
  window: Span,
  measure: Measure,
): number {
  if (absences.length === 0) return 1;
  const whole = measure(window.from, window.until);
  if (whole <= 0) return 1;

  let away = 0;
  let reached = window.from;
  for (const absence of absences.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const from = latest(reached, absence.from);
    const to = earliest(window.until, absence.to);
    if (to === undefined || from >= to) continue;
    away += measure(from, to);
    reached = to;
  }
  return 1 - away / whole;
}

/** True inside the half-open interval of any suspension. */
export function isSuspended(suspensions: readonly SuspensionSpan[], at: Instant): boolean {
  return suspensions.some((one) => one.from <= at && at < one.until);
}

/** When the first of those who are out is back: the next end of a suspension or an absence (row 11). */
export function nextReturn(
  reps: readonly Pick<RepDesk, 'absences' | 'suspensions'>[],
  at: Instant,
): Instant | undefined {
  const ends = reps.flatMap(({ absences, suspensions }) => [
    ...absences.map((one) => one.to),
    ...suspensions.map((one) => one.until),
  ]);
  return earliest(...ends.filter((end) => at < end));
}

/** These pass a rep over in the cycle of the cause only; the others for as long as the lead lives. */
const OF_THE_CYCLE: ReadonlySet<Exclusion['cause']> = new Set(['TIMED_OUT', 'ABSENT']);

/** The exclusions that hold for an offer in `cycle`: for life after a reject or return, for the lead after a misroute, for the cycle after a timeout or an absence (A0-7, rows 14 to 16). */
export function exclusionsInForce(exclusions: readonly Exclusion[], cycle: number): Exclusion[] {
  return exclusions.filter(
    (one) => !one.lifted && (!OF_THE_CYCLE.has(one.cause) || one.cycle === cycle),
  );
}

/** A manager lifts whatever excludes one rep (4.6); the record stays, with who and why. */
export function liftExclusions(
  exclusions: readonly Exclusion[],
  repId: string,
  lifted: NonNullable<Exclusion['lifted']>,
): Exclusion[] {
  return exclusions.map((one) => (one.repId === repId && !one.lifted ? { ...one, lifted } : one));
}

/** What a new lead takes over from its parent, after a hand-raise on a closed one (4.8): those who rejected or returned it. */
export function inheritedExclusions(exclusions: readonly Exclusion[]): Exclusion[] {
  return exclusions.filter((one) => one.cause === 'REJECTED' || one.cause === 'RETURNED');
}

/** Every code that keeps this rep from this lead, in the order of EXCLUSION_CODES; empty means eligible (4.5). */
export function exclusionCodes(rep: RepDesk, enquiry: Enquiry): readonly ExclusionCode[] {
  const { scope } = enquiry;
  const causes = new Set(
    exclusionsInForce(enquiry.exclusions, enquiry.cycle)
      .filter((one) => one.repId === rep.repId)
      .map((one) => one.cause),
  );
  const outside = !coversRegion(rep.regions, scope.region);
  const applies: Record<ExclusionCode, boolean> = {
    INACTIVE: !rep.active,
    NOT_ON_ROSTER: !enquiry.roster || !isOn(enquiry.roster.repIds, rep.repId),
    SUSPENDED: isSuspended(rep.suspensions, enquiry.now),
    ABSENT: enquiry.availableShare(rep) < enquiry.minAvailability,
    REGION_UNKNOWN: outside && enquiry.regionKnown === false,
    OUT_OF_SCOPE_REGION: outside && enquiry.regionKnown !== false,
    OUT_OF_SCOPE_PRODUCT: !covers(rep.productLines, scope.productLine ?? DEFAULT_PRODUCT_LINE),
    OUT_OF_SCOPE_LANGUAGE: !covers(rep.languages, scope.language),
    EXCLUDED_REJECTED: causes.has('REJECTED'),
    EXCLUDED_RETURNED: causes.has('RETURNED'),
    EXCLUDED_TIMED_OUT: causes.has('TIMED_OUT'),
    EXCLUDED_MISROUTED: causes.has('MISROUTED'),
    EXCLUDED_ABSENT: causes.has('ABSENT'),
    IN_DISPUTE: enquiry.disputedRepIds.includes(rep.repId),
    AT_CAPACITY: rep.openOffers >= rep.capacity,
  };
  return EXCLUSION_CODES.filter((code) => applies[code]);
}

const rosters = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Every rep of a large company is looked for in the same list. */
function isOn(repIds: readonly string[], repId: string): boolean {
  const known = rosters.get(repIds) ?? new Set(repIds);
  rosters.set(repIds, known);
  return known.has(repId);
}

/** Whether a list of product lines or languages takes `asked`. An empty list and nothing asked both match. */
function covers(list: readonly string[], asked: string | undefined): boolean {
  return asked === undefined || list.length === 0 || list.some((one) => isSameLine(one, asked));
}
