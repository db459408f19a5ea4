// The company as one lead meets it: every rep judged, every pool after the entry rule, and what an offer leaves behind (4.5).

import * as z from 'zod';
import type { OfferId, RepId } from '../ids.ts';
import { millisOf } from '../instant.ts';
import { coversRegion } from '../scopes.ts';
import { type Enquiry, type ExclusionCode, exclusionCodes, type RepDesk } from './eligibility.ts';
import {
  admit,
  emptiedOrFilled,
  lowestLevel,
  memberOf,
  newPool,
  ownerOffer,
  type Pool,
  staying,
  takeTurn,
} from './fairness.ts';
import type { RoutingPolicy } from './routing-policy.ts';
import { type Chooser, namedOf, type RouteTrace, type Rung } from './routing-trace.ts';

/** No regions means all. A department that only a rep names is in `direct` mode for all. */
export const Department = z.object({
  departmentId: z.string(),
  regions: z.array(z.string()).readonly(),
  mode: z.enum(['direct', 'director']),
  directorSub: z.string().optional(),
});
export type Department = z.infer<typeof Department>;

export type RouteInput = Omit<Enquiry, 'minAvailability' | 'regionKnown'> & {
  readonly leadId: string;
  /** On the same account, in order of claim: the open opportunity's owner, then the named owner. */
  readonly ownerIds: readonly string[];
  /** Every rep of the company, those who are away too: that is how the router sees them leave and come in. */
  readonly reps: readonly RepDesk[];
  readonly departments: readonly Department[];
  /** A department without one is new. */
  readonly pools: readonly Pool[];
  readonly policy: RoutingPolicy;
  readonly policyVersion: number;
  /** Version of a calendar by its id. */
  readonly calendarVersion: (calendar: string) => number;
  /** Row 16: who had the lead when it was recalled, and what did not keep him from it then. */
  readonly recalled?:
    | {
        readonly repId: RepId;
        readonly offerId: OfferId;
        readonly codesThen: readonly ExclusionCode[];
      }
    | undefined;
  /** Rows 14 to 16: this lead is put before the director whatever the department's mode. */
  readonly awaitsDirector?: boolean;
  /** The dispatch deadline has passed without a choice: the router acts. */
  readonly directorSilent?: boolean;
};

export type OfferRoute = {
  readonly kind: 'offer';
  readonly repId: RepId;
  readonly department: string;
  readonly weight: number;
  readonly usesTurn: boolean;
  /** The recalled offer whose turn this one goes on with. */
  readonly turnOf?: OfferId;
  /** The department's pool after this offer. */
  readonly pool: Pool;
  /** Pools of other departments that emptied, or filled from empty: their members are to be written, too. Nearly always none. */
  readonly alsoWrite: readonly Pool[];
  readonly trace: RouteTrace;
};

export type Candidate = { readonly rep: RepDesk; readonly codes: readonly ExclusionCode[] };

/** The field of one lead: everybody who may be in the running for it, and whose turn it is. */
export type Field = {
  readonly candidates: readonly Candidate[];
  /** After the entry rule. */
  readonly pools: ReadonlyMap<string, Pool>;
  readonly emptiedOrFilled: readonly Pool[];
};

/** Who carries one of these is out of his pool, and comes back by the entry rule; whoever is only skipped keeps his place. */
const AWAY: ReadonlySet<ExclusionCode> = new Set([
  'INACTIVE',
  'NOT_ON_ROSTER',
  'SUSPENDED',
  'ABSENT',
]);

/** Who carries one of these could not have taken the lead, whoever turned it down. */
const UNFIT: ReadonlySet<ExclusionCode> = new Set([
  'INACTIVE',
  'NOT_ON_ROSTER',
  'REGION_UNKNOWN',
  'OUT_OF_SCOPE_REGION',
  'OUT_OF_SCOPE_PRODUCT',
  'OUT_OF_SCOPE_LANGUAGE',
]);

/** Every rep's codes for this lead, and the pools after the entry rule. */
export function fieldFor(input: RouteInput): Field {
  const enquiry = {
    ...input,
    minAvailability: input.policy.availability,
    regionKnown: isRegionKnown(input),
  };
  const candidates = input.reps
    .map((rep) => ({ rep, codes: exclusionCodes(rep, enquiry) }))
    .toSorted((a, b) => (a.rep.repId < b.rep.repId ? -1 : 1));

  const before = new Map(
    [...new Set(input.reps.map((rep) => rep.department))].map((department) => [
      department,
      input.pools.find((pool) => pool.department === department) ??
        newPool(department, input.pools),
    ]),
  );
  const presentIn = (department: string) => {
    const there = candidates.filter(({ codes }) => !codes.some((code) => AWAY.has(code)));
    const reps = there.map(({ rep }) => rep).filter((rep) => rep.department === department);
    return new Set<string>(reps.map((rep) => rep.repId));
  };
  const elsewhere = lowestLevel(
    [...before.values()].map((pool) => staying(pool, presentIn(pool.department))),
  );
  const admitted = [...before.values()].map((pool) => ({
    pool,
    after: admit(pool, presentIn(pool.department), { at: input.now, elsewhere }),
  }));
  return {
    candidates,
    pools: new Map(admitted.map(({ after }) => [after.department, after])),
    emptiedOrFilled: admitted
      .filter(({ pool, after }) => emptiedOrFilled(pool, after))
      .map(({ after }) => after),
  };
}

/** Whether somebody's scope has the lead's region in it, were he there or not. */
function isRegionKnown({ scope, reps, departments }: RouteInput): boolean {
  return (
    reps.some(({ regions }) => coversRegion(regions, scope.region)) ||
    departments.some(({ regions }) => regions.length > 0 && coversRegion(regions, scope.region))
  );
}

/** The offer to an owner: no turn. */
export function offerToOwner(input: RouteInput, field: Field, rep: RepDesk): OfferRoute {
  const before = poolOf(field, rep.department);
  const pool = ownerOffer(before, rep.repId, input.now);
  return offerOf(input, field, { rep, before, pool, usesTurn: false }, { rung: 'owner' });
}

/** The offer to who had the lead when it was recalled: it goes on with the turn of then (row 16). */
export function offerRepeated(
  input: RouteInput,
  field: Field,
  rep: RepDesk,
  {
    recalled,
    found,
  }: {
    readonly recalled: NonNullable<RouteInput['recalled']>;
    readonly found: Partial<RouteTrace> & { readonly rung: Rung };
  },
): OfferRoute {
  const before = poolOf(field, rep.department);
  const pool = ownerOffer(before, rep.repId, input.now);
  const offer = offerOf(input, field, { rep, before, pool, usesTurn: false }, found);
  return { ...offer, turnOf: recalled.offerId };
}

/** The offer that costs the rep a turn. */
export function offerByTurn(
  input: RouteInput,
  field: Field,
  rep: RepDesk,
  found: Partial<RouteTrace> & { readonly rung: Rung },
): OfferRoute {
  const before = poolOf(field, rep.department);
  const pool = takeTurn(before, rep, input.now);
  return offerOf(input, field, { rep, before, pool, usesTurn: true }, found);
}

function offerOf(
  input: RouteInput,
  field: Field,
  dealt: {
    readonly rep: RepDesk;
    readonly before: Pool;
    readonly pool: Pool;
    readonly usesTurn: boolean;
  },
  found: Partial<RouteTrace> & { readonly rung: Rung },
): OfferRoute {
  const { rep, before, pool, usesTurn } = dealt;
  const trace = traceOf(input, field, {
    ...found,
    repId: rep.repId,
    department: rep.department,
    counters: { before: memberOf(before, rep.repId), after: memberOf(pool, rep.repId) },
    calendar: { id: rep.calendar, version: input.calendarVersion(rep.calendar) },
  });
  const { repId, department, weight } = rep;
  const alsoWrite = field.emptiedOrFilled.filter((other) => other.department !== department);
  return { kind: 'offer', repId, department, weight, usesTurn, pool, alsoWrite, trace };
}

/** The trace with what was found, over what every trace says. */
export function traceOf(
  input: RouteInput,
  field: Field,
  found: Partial<RouteTrace> & { readonly rung: Rung },
): RouteTrace {
  const chosenBy: Chooser = { as: 'router' };
  return {
    chosenBy,
    ...namedOf(inTurn(field, found.department), found.repId),
    departments: [],
    directorReview: everyoneTurnedItDown(field.candidates),
    policyVersion: input.policyVersion,
    ...(input.roster && { rosterMonth: input.roster.month }),
    ...found,
  };
}

/** Everybody as a trace says it, by nearness to the turn: the department that dealt before others, who is there before who is away. */
function inTurn(field: Field, department: string | undefined): RouteTrace['candidates'] {
  const placed = field.candidates.map(({ rep, codes }) => {
    const { level, served, lastOfferAt } = memberOf(poolOf(field, rep.department), rep.repId);
    const isElsewhere = department !== undefined && rep.department !== department;
    const isAway = codes.some((code) => AWAY.has(code));
    return {
      far: Number(isElsewhere) * 2 + Number(isAway),
      lastOfferAt: lastOfferAt === undefined ? 0 : millisOf(lastOfferAt),
      candidate: { repId: rep.repId, department: rep.department, codes, level, served },
    };
  });
  return placed
    .toSorted(
      (a, b) =>
        a.far - b.far || a.candidate.level - b.candidate.level || a.lastOfferAt - b.lastOfferAt,
    )
    .map(({ candidate }) => candidate);
}

/**
 * Whether all who could ever take it have an exclusion (4.8). Somebody who is only suspended, absent or full speaks against it:
 * his return is worth waiting for.
 */
function everyoneTurnedItDown(candidates: readonly Candidate[]): boolean {
  const fitting = candidates.filter(({ codes }) => !codes.some((code) => UNFIT.has(code)));
  return (
    fitting.length > 0 &&
    fitting.every(({ codes }) => codes.some((code) => code.startsWith('EXCLUDED_')))
  );
}

/** The department as ops described it; undefined for one that only a rep names. */
export function departmentOf(input: RouteInput, departmentId: string): Department | undefined {
  return input.departments.find((one) => one.departmentId === departmentId);
}

/** A department's pool after the entry rule. */
export function poolOf(field: Field, department: string): Pool {
  return field.pools.get(department) ?? newPool(department, []);
}
