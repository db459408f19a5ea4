// Who gets this lead? The account's owner, else the department whose turn it is, else the next; within it the least served (4.5).

import type { RepId } from '../ids.ts';
import { coversRegion } from '../scopes.ts';
import type { ExclusionCode, RepDesk } from './eligibility.ts';
import { rankPools, rankReps } from './fairness.ts';
import {
  type Department,
  departmentOf,
  type Field,
  fieldFor,
  type OfferRoute,
  offerByTurn,
  offerRepeated,
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
  'REGION_UNKNOWN',
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
  REGION_UNKNOWN: 'setAside',
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
    reaches: (_rep, department, region) => coversRegion(department?.regions ?? [], region),
  },
  {
    rung: 'region',
    reaches: (rep, _department, region) =>
      region !== undefined && rep.regions.length > 0 && coversRegion(rep.regions, region),
  },
  { rung: 'anyScope', reaches: () => true },
];

/** Whether the director is asked first: the third timeout, second misroute or second recall of a cycle, or another scope after an offer of it (rows 14 to 16). */
export function awaitsDirector(
  thisCycle: {
    readonly timeouts?: number | undefined;
    readonly misroutes?: number | undefined;
    readonly recalls?: number | undefined;
    readonly cycle?: number | undefined;
    readonly scopeChangedInCycle?: number | undefined;
  },
  policy: RoutingPolicy,
): boolean {
  const { timeouts = 0, misroutes = 0, recalls = 0, cycle, scopeChangedInCycle } = thisCycle;
  return (
    timeouts >= policy.maxTimeoutsPerCycle ||
    misroutes >= policy.maxMisroutesPerCycle ||
    recalls >= policy.maxRecallsPerCycle ||
    (scopeChangedInCycle !== undefined && scopeChangedInCycle === cycle)
  );
}

/**
 * Decides a READY lead (4.5). `offer`: write the offer, the pool and the lead in one transaction. `director`: nothing is dealt yet.
 * `unrouted`: everyone carries a code (row 10); exclusions are never lifted here.
 */
export function decideRoute(input: RouteInput): Route {
  const field = fieldFor(input);

  const { recalled } = input;
  const first = recalled ? hadIt(field, recalled) : ownerIn(input, field);
  const isDirectors = input.awaitsDirector === true && !input.directorSilent;
  if (first && !isDirectors)
    return recalled
      ? offerRepeated(input, field, first, { recalled, found: { rung: 'recalled' } })
      : offerToOwner(input, field, first);

  const eligible = field.candidates.filter(({ codes }) => codes.length === 0).map(({ rep }) => rep);
  const step = LADDER.map(({ rung, reaches }) => ({
    rung,
    reps: eligible.filter((rep) =>
      reaches(rep, departmentOf(input, rep.department), input.scope.region),
    ),
  })).find(({ reps }) => reps.length > 0);
  if (step) return dealToDepartment(input, field, { ...step, first });
  if (!first) return { kind: 'unrouted', trace: traceOf(input, field, { rung: 'none' }) };
  const { department, repId } = first;
  const choices = [repId];
  const trace = traceOf(input, field, { rung: recalled ? 'recalled' : 'owner', choices });
  return { kind: 'director', department, choices, trace };
}

function ownerIn({ ownerIds }: RouteInput, { candidates }: Field): RepDesk | undefined {
  return ownerIds
    .map((ownerId) => candidates.find(({ rep }) => rep.repId === ownerId))
    .find((one) => one?.codes.every((code) => WAIVED_FOR_OWNER.has(code)))?.rep;
}

/** Who had the lead when it was recalled, as long as nothing keeps him from it that did not then (row 16). */
function hadIt(
  { candidates }: Field,
  { repId, codesThen }: NonNullable<RouteInput['recalled']>,
): RepDesk | undefined {
  const had = candidates.find(({ rep }) => rep.repId === repId);
  return had?.codes.every((code) => codesThen.includes(code)) ? had.rep : undefined;
}

/** Whether the next offer is still his who had the lead when it was recalled. */
export function recallHolds(input: RouteInput): boolean {
  return input.recalled !== undefined && hadIt(fieldFor(input), input.recalled) !== undefined;
}

function dealToDepartment(
  input: RouteInput,
  field: Field,
  {
    rung,
    reps,
    first,
  }: {
    readonly rung: Rung;
    readonly reps: readonly RepDesk[];
    /** Who has a claim before any turn: the director sees him first. */
    readonly first: RepDesk | undefined;
  },
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
  };

  const byDirector =
    input.awaitsDirector === true || departmentOf(input, pool.department)?.mode === 'director';
  if (byDirector && !input.directorSilent) {
    const inTurn = ranking.order.flatMap((id) =>
      heads.filter((rep) => rep.repId === id).map((rep) => rep.repId),
    );
    const claims = first ? [first.repId] : [];
    const choices = [...new Set([...claims, ...inTurn])].slice(0, input.policy.directorChoices);
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

/** A director's choice in director mode, or a manager's override (4.5). Uses a turn, unless he had it when it was recalled; who and why are in the trace. */
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
  const found = {
    rung: 'named' as const,
    chosenBy: { as, by: choice.by, reason: choice.reason } as const,
    ...(choice.choices && { choices: choice.choices }),
  };
  const { recalled } = input;
  return recalled?.repId === named.rep.repId
    ? offerRepeated(input, field, named.rep, { recalled, found })
    : offerByTurn(input, field, named.rep, found);
}
