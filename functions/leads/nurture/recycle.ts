// What happens after a rep says no: how long the lead rests, and when it may be offered again (4.6).

import * as z from 'zod';
import type { FieldProblem } from '../errors.ts';
import { ElapsedDuration, type Instant, latest, plus } from '../instant.ts';
import { TurnCredit } from '../routing/routing-policy.ts';

export const RejectRule = z.strictObject({
  /** Elapsed rest of the lead from the reject (1 d = 24 h). */
  coolDown: ElapsedDuration,
  /** Rest until 00:00 in the tenant zone this many days before the date that the rep must state (TIMING). */
  daysBeforeDate: z.int().min(0).max(365).optional(),
  /** What is done from NURTURE; `reroute` alone skips NURTURE, goes to READY, and asks for the right scope (row 14). */
  next: z.enum([
    'nurture',
    'sdrQueue',
    'disqualifyReview',
    'reroute',
    'merge',
    'accountOwner',
    'adjudication',
  ]),
  /** Counts against the lead's quality in the reports. */
  qualityReject: z.boolean(),
  creditsTurnBack: TurnCredit.default('never'),
  /** What the next qualification must show besides passing BANT. */
  needs: z.enum(['newContactOrRole', 'correctedContact']).optional(),
});
export type RejectRule = z.infer<typeof RejectRule>;

const QUALITY = { next: 'nurture', qualityReject: true } as const;
const OPS = { coolDown: 'P0D', qualityReject: false } as const;

const CATALOGUE: Readonly<Record<string, z.input<typeof RejectRule>>> = {
  NO_NEED: { ...QUALITY, coolDown: 'P180D' },
  CHOSE_COMPETITOR: { ...QUALITY, coolDown: 'P180D' },
  NO_BUDGET: { ...QUALITY, coolDown: 'P90D' },
  TIMING: { coolDown: 'P30D', daysBeforeDate: 30, next: 'nurture', qualityReject: false },
  NOT_DECISION_MAKER: { ...QUALITY, coolDown: 'P14D', needs: 'newContactOrRole' },
  UNREACHABLE: { ...QUALITY, coolDown: 'P7D' },
  BAD_DATA: {
    coolDown: 'P1D',
    next: 'sdrQueue',
    qualityReject: true,
    creditsTurnBack: 'whenSdrConfirms',
    needs: 'correctedContact',
  },
  POOR_FIT: { coolDown: 'P30D', next: 'disqualifyReview', qualityReject: true },
  MISROUTED: { ...OPS, next: 'reroute', creditsTurnBack: 'atOnce' },
  DUPLICATE: { ...OPS, next: 'merge', creditsTurnBack: 'whenSdrConfirms' },
  EXISTING_CUSTOMER: { ...OPS, next: 'accountOwner' },
  CONFLICT: { ...OPS, next: 'adjudication' },
};

/** 4.6. A tenant's own catalogue replaces the default one as a whole. */
export const RecyclePolicy = z.strictObject({
  reasons: z
    .record(z.string().regex(/^[A-Z][A-Z_]{1,39}$/, 'not a reason such as NO_BUDGET'), RejectRule)
    .refine((reasons) => Object.keys(reasons).length > 0, 'at least one reason is needed')
    .prefault(CATALOGUE),
  /** A0-6 "next day": every rest lasts at least this long on the working-day clock of the tenant calendar. */
  minimumRest: ElapsedDuration.default('PT24H'),
  /** Working days for which an SDR may dispute a refusal (4.6). */
  disputeWithinWorkingDays: z.int().min(0).max(60).default(10),
  /** Working days within which a neutral person calls the customer of a disputed refusal (A0-9). */
  callBackWorkingDays: z.int().min(1).max(20).default(3),
  /** Cycles that need no director's approval. */
  maxCycles: z.int().min(1).max(20).default(3),
});
export type RecyclePolicy = z.infer<typeof RecyclePolicy>;

export type RejectBody = {
  readonly reason: string;
  readonly note: string;
  readonly date?: string | undefined;
  readonly misrouted?:
    | {
        readonly region?: string | undefined;
        readonly productLine?: string | undefined;
        readonly language?: string | undefined;
      }
    | undefined;
};

/** What a reject or return lacks for a 422; empty when it may go on. */
export function rejectErrors(body: RejectBody, policy: RecyclePolicy): readonly FieldProblem[] {
  const rule = Object.hasOwn(policy.reasons, body.reason) && policy.reasons[body.reason];
  if (!rule) {
    const known = Object.keys(policy.reasons).join(', ');
    return [{ path: 'reason', message: `unknown reason ${body.reason}; use one of ${known}` }];
  }
  const errors: FieldProblem[] = [];
  if (body.note.trim() === '') {
    errors.push({ path: 'note', message: 'empty note; say what the customer said' });
  }
  if (rule.daysBeforeDate !== undefined && body.date === undefined) {
    errors.push({ path: 'date', message: `${body.reason} needs the date the customer named` });
  }
  if (rule.next === 'reroute' && !Object.values(body.misrouted ?? {}).some(Boolean)) {
    const message = `${body.reason} needs the right region, productLine or language`;
    errors.push({ path: 'misrouted', message });
  }
  return errors;
}

/** The tenant's calendar, as far as a rest needs it. */
export type TenantClock = {
  /** A duration later on the working-day clock. */
  readonly afterWorkingDays: (at: Instant, duration: string) => Instant;
  /** 00:00 in the tenant zone, so many calendar days before a local date `yyyy-mm-dd`. */
  readonly midnightBefore: (date: string, days: number) => Instant;
};

/** The end of the rest after a reject or return at `at` (4.6); undefined for a misroute, which has none. */
export function coolDownUntil(
  rejected: { readonly rule: RejectRule; readonly at: Instant; readonly date?: string | undefined },
  clock: TenantClock,
  policy: RecyclePolicy,
): Instant | undefined {
  const { rule, at, date } = rejected;
  if (rule.next === 'reroute') return undefined;
  const beforeDate =
    date === undefined || rule.daysBeforeDate === undefined
      ? undefined
      : clock.midnightBefore(date, rule.daysBeforeDate);
  return latest(
    plus(at, rule.coolDown),
    clock.afterWorkingDays(at, policy.minimumRest),
    beforeDate,
  );
}

/** In this order they are listed. */
const RECYCLE_GUARDS = [
  'COOL_DOWN_RUNNING',
  'NO_CONNECTED_CONTACT',
  'NO_NEW_QUALIFICATION',
  'REASON_NOT_ADDRESSED',
  'CYCLE_LIMIT',
] as const;
export type RecycleGuard = (typeof RECYCLE_GUARDS)[number];

export type RecycleCase = {
  readonly now: Instant;
  /** The lead's present cycle; the first has no guard. */
  readonly cycle: number;
  /** A director's approval of one cycle beyond `maxCycles`, for this cycle. */
  readonly extraCycleApproved: boolean;
  /** Undefined when there was none, or a hand-raise or ruling lifted it. */
  readonly coolDownUntil?: Instant | undefined;
  /** Last entry into NURTURE. */
  readonly nurturedAt: Instant;
  /** Reason of the last reject or return; undefined when the lead came back for another cause. */
  readonly reason?: string | undefined;
  readonly activities: readonly { readonly at: Instant; readonly connected: boolean }[];
  readonly qualifications: readonly {
    readonly at: Instant;
    readonly personId: string;
    readonly role: string;
  }[];
  /** Last change of the person's e-mail or phone. */
  readonly contactChangedAt?: Instant | undefined;
  /** When a colleague last joined: somebody else to talk to, and another address. */
  readonly personJoinedAt?: Instant | undefined;
};

/**
 * Every guard that keeps a lead in cycle > 1 from READY (row 7, A0-6, A0-7, 4.12 invariant 9); empty means it may go.
 * BANT is judged apart; of the reasons only those with `needs` ask for more than BANT and a fresh contact.
 */
export function recycleGuards(
  recycled: RecycleCase,
  policy: RecyclePolicy,
): readonly RecycleGuard[] {
  if (recycled.cycle === 1) return [];
  const { now, nurturedAt } = recycled;
  const fails: Record<RecycleGuard, boolean> = {
    COOL_DOWN_RUNNING: recycled.coolDownUntil !== undefined && now < recycled.coolDownUntil,
    NO_CONNECTED_CONTACT: !recycled.activities.some((one) => one.connected && one.at > nurturedAt),
    NO_NEW_QUALIFICATION: !recycled.qualifications.some((one) => one.at > nurturedAt),
    REASON_NOT_ADDRESSED: !addressesReason(recycled, policy),
    CYCLE_LIMIT: !mayStartCycle(recycled.cycle, policy, recycled.extraCycleApproved),
  };
  return RECYCLE_GUARDS.filter((code) => fails[code]);
}

/** Rows 25 and 26: a cycle beyond `maxCycles` needs a director's approval. */
export function mayStartCycle(cycle: number, policy: RecyclePolicy, approved: boolean): boolean {
  return approved || cycle <= policy.maxCycles;
}

function addressesReason(recycled: RecycleCase, policy: RecyclePolicy): boolean {
  const { nurturedAt, contactChangedAt, personJoinedAt, qualifications, reason } = recycled;
  const needs = reason === undefined ? undefined : policy.reasons[reason]?.needs;
  if (needs === undefined) return true;
  if (personJoinedAt !== undefined && personJoinedAt > nurturedAt) return true;
  if (needs === 'correctedContact') {
    return contactChangedAt !== undefined && contactChangedAt > nurturedAt;
  }
  const before = qualifications.filter((one) => one.at <= nurturedAt);
  return qualifications.some(
    (one) =>
      one.at > nurturedAt &&
      !before.some((old) => old.personId === one.personId && old.role === one.role),
  );
}
