// Who has let leads lie twice in a row, and for how long do others get them instead? (4.7, A3-3, A3-4, X-10, X-11)
// Nothing is counted up: the whole record is recomputed from the ordered list, so late settlements and annulments come out right.

import type { HandledOffer } from '../desk/desk.ts';
import { type Instant, latest, plus } from '../instant.ts';
import type { Span } from '../routing/eligibility.ts';
import type { StrikePolicy } from '../routing/routing-policy.ts';

export type OfferOutcome = HandledOffer['outcome'];

export type SettledOffer = {
  readonly status: 'ACCEPTED' | 'REJECTED' | 'TIMED_OUT' | 'WITHDRAWN';
  readonly remindersDelivered: number;
  /** Share of the accept window for which the rep was there, by absences recorded before acceptDueAt. */
  readonly availableShare: number;
  readonly repActive: boolean;
  readonly expireAt: Instant;
  readonly settledAt: Instant;
};

export type Excuse = 'NOT_REMINDED' | 'NOT_AVAILABLE' | 'REP_INACTIVE' | 'OUR_OUTAGE';

/** Why a timeout is not the rep's own: not reminded (A3-3), not there, not active, or settled late by our outage; undefined for a miss. */
export function excuseOf(
  offer: Omit<SettledOffer, 'status'>,
  policy: StrikePolicy,
  minAvailability: number,
): Excuse | undefined {
  if (offer.remindersDelivered < policy.remindersBeforeMiss) return 'NOT_REMINDED';
  if (offer.availableShare < minAvailability) return 'NOT_AVAILABLE';
  if (!offer.repActive) return 'REP_INACTIVE';
  return offer.settledAt > plus(offer.expireAt, policy.outageExcuse) ? 'OUR_OUTAGE' : undefined;
}

/** How an offer that is over counts. An offer can only be answered in time (4.8), so every answer resets. */
export function outcomeOf(
  offer: SettledOffer,
  policy: StrikePolicy,
  minAvailability: number,
): OfferOutcome {
  if (offer.status === 'WITHDRAWN') return 'withdrawn';
  if (offer.status !== 'TIMED_OUT') return 'answered';
  return excuseOf(offer, policy, minAvailability) === undefined ? 'missed' : 'excused';
}

/** Half open: out from `from`, back at `until`. */
export type Suspended = Span & { readonly causeOfferIds: readonly string[] };

export type StrikeRecord = {
  readonly suspensions: readonly Suspended[];
  /** Misses in a row since the last timely answer or the end of the last suspension. */
  readonly streak: readonly HandledOffer[];
};

/** End of a suspension by the acceptDueAt of its last miss: a calendar month later (X-11, `suspendedUntil` of the clocks). */
export type UntilAfter = (missedDueAt: Instant) => Instant;

/**
 * Streak and suspensions of one rep. A suspension runs from the moment the last of its misses is settled until the month after
 * that miss's acceptDueAt. What falls due before its end does not count on afterwards: the counter is 0 at the end, nothing stacks.
 */
export function strikeRecord(
  handled: readonly HandledOffer[],
  policy: StrikePolicy,
  untilAfter: UntilAfter,
): StrikeRecord {
  const suspensions: Suspended[] = [];
  let streak: HandledOffer[] = [];
  for (const offer of counted(handled)) {
    const last = suspensions.at(-1);
    if (last && offer.effectiveAt < last.until) continue;

    if (offer.outcome === 'answered') {
      streak = [];
      continue;
    }
    if (policy.coalesceOverlapping && overlaps(streak.at(-1)?.window, offer.window)) continue;

    streak = [...streak, offer];
    if (streak.length === policy.missesToSuspend) {
      suspensions.push(suspensionFor(streak, offer, untilAfter));
      streak = [];
    }
  }
  return { suspensions, streak };
}

/** Misses that stand, and answers. */
function counted(handled: readonly HandledOffer[]): readonly HandledOffer[] {
  return handled
    .filter((one) => one.outcome === 'answered' || (one.outcome === 'missed' && !one.annulledAt))
    .toSorted(inOrder);
}

/** How what counts follows each other, whenever it was settled: by (effective instant, offerId). */
export function inOrder(
  a: Pick<HandledOffer, 'effectiveAt' | 'offerId'>,
  b: Pick<HandledOffer, 'effectiveAt' | 'offerId'>,
): number {
  if (a.effectiveAt !== b.effectiveAt) return a.effectiveAt < b.effectiveAt ? -1 : 1;
  return a.offerId < b.offerId ? -1 : 1;
}

function overlaps(one: Span | undefined, other: Span): boolean {
  return one !== undefined && one.from < other.until && other.from < one.until;
}

function suspensionFor(
  streak: readonly HandledOffer[],
  last: HandledOffer,
  untilAfter: UntilAfter,
): Suspended {
  return {
    // an earlier miss may be settled after a later one: nobody is out before all of them are known
    from: latest(last.settledAt, ...streak.map((miss) => miss.settledAt)),
    until: untilAfter(last.effectiveAt),
    causeOfferIds: streak.map((miss) => miss.offerId),
  };
}

/**
 * The suspensions as they stand after something changed at `at` (a settlement, an annulment). One whose cause is gone ends at `at`
 * and stays on record with what was served; one that is over stays as it was. One that goes on to the same end with other misses
 * behind it (three that ran out together, settled in any order) keeps its name and start, and nobody is told twice.
 */
export function reviseSuspensions<Stored extends Suspended>(
  stored: readonly Stored[],
  record: StrikeRecord,
  at: Instant,
): {
  readonly ended: readonly Stored[];
  readonly begun: readonly Suspended[];
  readonly kept: readonly Stored[];
} {
  const sameCause = (a: Suspended, b: Suspended) =>
    a.causeOfferIds.join() === b.causeOfferIds.join();
  const gone = stored.filter(
    (old) => at < old.until && !record.suspensions.some((one) => sameCause(one, old)),
  );
  const fresh = record.suspensions.filter(
    (one) => at < one.until && !stored.some((old) => sameCause(old, one)),
  );
  const goesOn = (old: Suspended, one: Suspended) => old.until === one.until && old.from <= at;
  return {
    ended: gone
      .filter((old) => !fresh.some((one) => goesOn(old, one)))
      .map((old) => ({ ...old, until: latest(old.from, at) })),
    begun: fresh.filter((one) => !gone.some((old) => goesOn(old, one))),
    kept: gone.flatMap((old) =>
      fresh
        .filter((one) => goesOn(old, one))
        .map(({ causeOfferIds }) => ({ ...old, causeOfferIds })),
    ),
  };
}

/** Why a miss cannot be annulled; undefined when it can. `deadline` is inclusive: 10 working days after it was settled (4.7). */
export function annulmentRefusal(
  offer: HandledOffer | undefined,
  asked: { readonly now: Instant; readonly deadline: Instant },
): 'NOT_A_MISS' | 'ALREADY_ANNULLED' | 'TOO_LATE' | undefined {
  if (offer?.outcome !== 'missed') return 'NOT_A_MISS';
  if (offer.annulledAt !== undefined) return 'ALREADY_ANNULLED';
  return asked.now > asked.deadline ? 'TOO_LATE' : undefined;
}

export type RuleState = {
  readonly misses: number;
  /** End of the suspension that runs now. */
  readonly suspendedUntil?: Instant | undefined;
  /** acceptDueAt of the pending offer that falls due first. */
  readonly nextDueAt?: Instant | undefined;
};

/** The state everyone sees: `1 miss; next miss before a timely answer = out until 24 Oct`. `showDate` writes a date in the tenant zone. */
export function ruleStateSentence(
  state: RuleState,
  policy: StrikePolicy,
  say: { readonly untilAfter: UntilAfter; readonly showDate: (at: Instant) => string },
): string {
  if (state.suspendedUntil !== undefined) return `out until ${say.showDate(state.suspendedUntil)}`;
  if (state.misses === 0) return 'no misses';

  const misses = state.misses === 1 ? '1 miss' : `${state.misses} misses`;
  const left = policy.missesToSuspend - state.misses;
  const next = left === 1 ? 'next miss' : `${left} more misses`;
  const out =
    left > 1 || state.nextDueAt === undefined
      ? 'suspension'
      : `out until ${say.showDate(say.untilAfter(state.nextDueAt))}`;
  return `${misses}; ${next} before a timely answer = ${out}`;
}
