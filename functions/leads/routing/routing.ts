// Who gets this lead? The account's owner, else the department whose turn it is, else the next; within it the least served (4.5).

import type { RepId } from '../ids.ts';
import { covers, type ExclusionCode, type RepDesk } from './eligibility.ts';
import { rankPools, rankReps } from './fairness.ts';
import {
  type Department,
  departmentOf,
  type Field,
  fieldFor,
  type OfferRoute,
  offerByTurn,
  offerToOwner,
  poolOf,
  type RouteInput,
  traceOf,
} from './routing-field.ts';
import type { RoutingPolicy } from './routing-policy.ts';
import type { RouteTrace, Rung } from './routing-trace.ts';

export type Route =
  | OfferRoute
  | {
      readonly kind: 'director';
      readonly department: string;
      /** The k least served, least served first. */
      readonly choices: readonly RepId[];
      readonly trace: RouteTrace;
    }
  | { readonly kind: 'unrouted'; readonly trace: RouteTrace };

/** 4.5: an owner is not asked for the roster, nor for the scope of a lead from his own account. */
const WAIVED_FOR_OWNER: ReadonlySet<ExclusionCode> = new Set([
  'NOT_ON_ROSTER',
  'OUT_OF_SCOPE_REGION',
  'OUT_OF_SCOPE_PRODUCT',
  'OUT_OF_SCOPE_LANGUAGE',
]);

/** What a manager who names a rep may set aside. Suspension, absence, roster and an open dispute bind him too. */
const OVERRIDE: Record<ExclusionCode, 'never' | 'setAside' | 'lift'> = {
  INACTIVE: 'never',
  NOT_ON_ROSTER: 'never',
  SUSPENDED: 'never',
  ABSENT: 'never',
  OUT_OF_SCOPE_REGION: 'setAside',
  OUT_OF_SCOPE_PRODUCT: 'setAside',
  OUT_OF_SCOPE_LANGUAGE: 'setAside',
  EXCLUDED_REJECTED: 'lift',
  EXCLUDED_RETURNED: 'lift',
  EXCLUDED_TIMED_OUT: 'lift',
  EXCLUDED_MISROUTED: 'lift',
  EXCLUDED_ABSENT: 'lift',
  IN_DISPUTE: 'never',
  AT_CAPACITY: 'setAside',
};

/** The ladder of 4.8. It widens where reps are looked for; no rung makes an ineligible rep eligible. The last rung is the director, by `chooseRep`. */
const LADDER: readonly {
  readonly rung: Rung;
  readonly reaches: (
    rep: RepDesk,
    department: Department | undefined,
    region: string | undefined,
  ) => boolean;
}[] = [
  {
    rung: 'department',
    reaches: (_rep, department, region) => covers(department?.regions ?? [], region),
  },
  {
    rung: 'region',
    reaches: (rep, _department, region) => region !== undefined && rep.regions.includes(region),
  },
  { rung: 'anyScope', reaches: () => true },
];

/** Whether the director is asked first: the third timeout or the second misroute of a cycle (rows 14 and 15). */
export function awaitsDirector(
  thisCycle: { readonly timeouts: number; readonly misroutes: number },
  policy: RoutingPolicy,
): boolean {
  return (
    thisCycle.timeouts >= policy.maxTimeoutsPerCycle ||
    thisCycle.misroutes >= policy.maxMisroutesPerCycle
  );
}

/**
 * Decides a READY lead (4.5). `offer`: write the offer, the pool and the lead in one transaction. `director`: nothing is dealt yet.
 * `unrouted`: everyone carries a code (row 10); exclusions are never lifted here.
 */
export function decideRoute(input: RouteInput): Route {
  const field = fieldFor(input);

  const owner = input.ownerIds
    .map((ownerId) => field.candidates.find(({ rep }) => rep.repId === ownerId))
    .find((one) => one?.codes.every((code) => WAIVED_FOR_OWNER.has(code)));
  if (owner) return offerToOwner(input, field, owner.rep);

  const eligible = field.candidates.filter(({ codes }) => codes.length === 0).map(({ rep }) => rep);
  const step = LADDER.map(({ rung, reaches }) => ({
    rung,
    reps: eligible.filter((rep) =>
      reaches(rep, departmentOf(input, rep.department), input.scope.region),
    ),
  })).find(({ reps }) => reps.length > 0);
  if (!step) return { kind: 'unrouted', trace: traceOf(input, field, { rung: 'none' }) };

  return dealToDepartment(input, field, step);
}

function dealToDepartment(
  input: RouteInput,
  field: Field,
  { rung, reps }: { readonly rung: Rung; readonly reps: readonly RepDesk[] },
): Route {
  const contenders = [...new Set(reps.map((rep) => rep.department))].map((department) => ({
    pool: poolOf(field, department),
    heads: reps.filter((rep) => rep.department === department),
  }));
  const departments = rankPools(contenders, input.policy.departmentShare, input.leadId);
  const next = contenders.find(({ pool }) => pool.department === departments.order[0]);
  if (!next) throw new RangeError(`no department to deal from on rung ${rung}; pass eligible reps`);

  const { pool, heads } = next;
  const ranking = rankReps(
    pool,
    heads.map((rep) => rep.repId),
    input.leadId,
  );
  const found = {
    rung,
    department: pool.department,
    departments: departments.order,
    departmentTieBreak: departments.decided,
    tieBreak: ranking.decided,
    poolVersion: pool.version,
  };

  const byDirector =
    input.awaitsDirector === true || departmentOf(input, pool.department)?.mode === 'director';
  if (byDirector && !input.directorSilent) {
    const choices = ranking.order
      .slice(0, input.policy.directorChoices)
      .flatMap((id) => heads.filter((rep) => rep.repId === id).map((rep) => rep.repId));
    const trace = traceOf(input, field, { ...found, choices });
    return { kind: 'director', department: pool.department, choices, trace };
  }

  const rep = heads.find(({ repId }) => repId === ranking.order[0]);
  if (!rep) throw new RangeError(`no rep to deal to in ${pool.department}; pass eligible reps`);
  return offerByTurn(input, field, rep, found);
}

export type Choice = {
  readonly repId: string;
  /** The token's `sub` of the director or manager. */
  readonly by: string;
  readonly reason: string;
  /** Sets aside this rep's exclusions from this lead; the caller records it with `liftExclusions`. */
  readonly liftExclusion?: boolean;
  /** What `decideRoute` gave this director to choose from; a rep outside it is an override. */
  readonly choices?: readonly RepId[];
};

export type Refusal = {
  readonly kind: 'refused';
  readonly codes: readonly (ExclusionCode | 'UNKNOWN_REP')[];
};

/** A director's choice in director mode, or a manager's override (4.5). Uses a turn; who and why are in the trace. */
export function chooseRep(input: RouteInput, choice: Choice): OfferRoute | Refusal {
  const field = fieldFor(input);
  const named = field.candidates.find(({ rep }) => rep.repId === choice.repId);
  if (!named) return { kind: 'refused', codes: ['UNKNOWN_REP'] };

  const binding = named.codes.filter(
    (code) =>
      OVERRIDE[code] === 'never' || (OVERRIDE[code] === 'lift' && choice.liftExclusion !== true),
  );
  if (binding.length > 0) return { kind: 'refused', codes: binding };

  const offered = choice.choices ?? [];
  const as = offered.includes(named.rep.repId) ? 'director' : 'override';
  return offerByTurn(input, field, named.rep, {
    rung: 'named',
    chosenBy: { as, by: choice.by, reason: choice.reason },
    ...(choice.choices && { choices: choice.choices }),
  });
}
