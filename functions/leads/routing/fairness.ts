// Whose turn is it in a department, and how turns are counted (4.5).
// `level` is in turns per unit of weight and never rolls: the least served is simply the lowest level.

import { hash } from 'node:crypto';
import * as z from 'zod';
import { compareText } from '../compare-text.ts';
import { Instant } from '../instant.ts';
import type { TurnCredit } from './routing-policy.ts';

/** A rep's standing in one pool. `served` = offers − ownerOffers − creditedBack, where those repeated after a recall count with the owner's (4.12, 6). */
export const Member = z.object({
  level: z.number(),
  served: z.int(),
  offers: z.int(),
  ownerOffers: z.int(),
  creditedBack: z.int(),
  lastOfferAt: Instant.optional(),
  in: z.boolean(),
  joinedAt: Instant.optional(),
});
export type Member = z.infer<typeof Member>;

/** A rep's standings by department, as his row holds them: an offer writes that one row, however many there are in the pool. */
export const Standings = z.record(z.string(), Member).readonly();
interface Standing {
  readonly repId: string;
  readonly standings?: z.infer<typeof Standings> | undefined;
}

/** One pool a department. Its own row says with how many turns it began; one of before holds all its members, too. */
export const Pool = z.object({
  department: z.string(),
  version: z.int().min(0),
  /** Turns the whole department has had; a new department starts with the fewest of the others. */
  turns: z.number(),
  members: z.record(z.string(), Member).readonly(),
});
export type Pool = z.infer<typeof Pool>;

export const TieBreak = z.enum(['onlyOne', 'level', 'lastOffer', 'hash']);
export type TieBreak = z.infer<typeof TieBreak>;

/** Stands in order of turn; `decided` says what put the first before the second. */
export type Ranking = { readonly order: readonly string[]; readonly decided: TieBreak };

type Place = {
  readonly id: string;
  readonly level: number;
  readonly lastOfferAt?: Instant | undefined;
};

const NOBODY: Member = {
  level: 0,
  served: 0,
  offers: 0,
  ownerOffers: 0,
  creditedBack: 0,
  in: false,
};

/** A pool for a department seen for the first time: it starts level with the least served of the others, not at zero, so that it gets no burst. */
export function newPool(department: string, others: readonly Pool[]): Pool {
  const turns = others.length === 0 ? 0 : Math.min(...others.map((pool) => pool.turns));
  return { department, version: 0, turns, members: {} };
}

/** Pools as they stand now: what their own rows say, under the standings that reps' rows hold since. */
export function poolsNow(rows: readonly Pool[], reps: readonly Standing[]): readonly Pool[] {
  return rows.map((row) => {
    const held = reps.flatMap(({ repId, standings = {} }) => {
      const member = Object.hasOwn(standings, row.department) && standings[row.department];
      return member ? [[repId, member] as const] : [];
    });
    const members = { ...row.members, ...Object.fromEntries(held) };
    return { ...row, members, turns: startOf(row) + servedIn(members) };
  });
}

/** A pool's own row: with how many turns it began, and nobody's standing. */
export function rowOfPool(pool: Pool): Pool {
  return { ...pool, turns: startOf(pool), members: {} };
}

/** A rep's row with his standing in that pool. */
export function withStanding<Rep extends Standing>(rep: Rep, pool: Pool): Rep {
  const standing = { [pool.department]: memberOf(pool, rep.repId) };
  return { ...rep, standings: { ...rep.standings, ...standing } };
}

/** Turns that it had before anybody in it was served: as many as the fewest of the others had. */
function startOf({ turns, members }: Pool): number {
  return turns - servedIn(members);
}

function servedIn(members: Pool['members']): number {
  return Object.values(members).reduce((sum, { served }) => sum + served, 0);
}

/** A rep's standing; one never seen has had nothing. */
export function memberOf(pool: Pool, repId: string): Member {
  // A rep may be called `constructor`.
  return Object.hasOwn(pool.members, repId) ? (pool.members[repId] ?? NOBODY) : NOBODY;
}

/** The lowest level of those who are in, over all pools; undefined when nobody is. */
export function lowestLevel(pools: readonly Pool[]): number | undefined {
  const levels = pools
    .flatMap((pool) => Object.values(pool.members))
    .filter((member) => member.in)
    .map((member) => member.level);
  return levels.length === 0 ? undefined : Math.min(...levels);
}

/** The pool with only those who were in and still are. */
export function staying(pool: Pool, present: ReadonlySet<string>): Pool {
  const members = Object.entries(pool.members).filter(
    ([repId, member]) => member.in && present.has(repId),
  );
  return { ...pool, members: Object.fromEntries(members) };
}

/**
 * Entry rule (4.5): who comes in (new, or back from absence, suspension, a month off the roster) starts at the lowest level of those
 * who stayed, unless he stands higher: no burst, no drought. Set once, when the router sees him come in; who is away is marked out.
 * With nobody left in the pool the floor is `elsewhere`, the lowest level of those who stayed in other departments.
 */
export function admit(
  pool: Pool,
  present: ReadonlySet<string>,
  { at, elsewhere }: { readonly at: Instant; readonly elsewhere?: number | undefined },
): Pool {
  const floor = lowestLevel([staying(pool, present)]) ?? elsewhere ?? Number.NEGATIVE_INFINITY;
  const members: Record<string, Member> = {};
  for (const repId of new Set([...Object.keys(pool.members), ...present])) {
    const member = memberOf(pool, repId);
    if (member.in === present.has(repId)) members[repId] = member;
    else if (member.in) members[repId] = { ...member, in: false };
    else
      members[repId] = { ...member, in: true, joinedAt: at, level: Math.max(member.level, floor) };
  }
  return { ...pool, members };
}

/**
 * Whether everyone left this pool, or it filled from empty: that has to be stored even when no turn is dealt in it, since meanwhile
 * other departments' levels rise. Any other coming and going may be lost: seen again later, it gives the same level.
 */
export function emptiedOrFilled(before: Pool, after: Pool): boolean {
  const were = repsIn(before);
  const are = repsIn(after);
  return were.size + are.size > 0 && ![...were].some((repId) => are.has(repId));
}

/** The given reps of a pool, least served first; then longest since the last offer, never offered first; then a hash that no one can choose. */
export function rankReps(pool: Pool, repIds: readonly string[], leadId: string): Ranking {
  const places = repIds.map((id) => ({ id, ...memberOf(pool, id) }));
  return rank(places, (id) => `${id}|${pool.department}|${leadId}`);
}

/** Pools in order of turn between departments, each with the reps eligible for this lead. `heads` must not be empty. */
export function rankPools(
  contenders: readonly { readonly pool: Pool; readonly heads: readonly Head[] }[],
  share: 'proportional' | 'equalPerDepartment',
  leadId: string,
): Ranking {
  const places = contenders.map(({ pool, heads }) => ({
    id: pool.department,
    level: share === 'proportional' ? turnsPerHead(pool, heads) : pool.turns,
    lastOfferAt: lastOffer(pool),
  }));
  return rank(places, (id) => `${id}|departments|${leadId}`);
}

export type Head = { readonly repId: string; readonly weight: number };

/**
 * Turns per eligible head: the mean level, weighted. With equal weights and static membership it is turns ÷ heads exactly; built
 * from levels, it does not jump when heads come and go. A rep of weight 2 counts as two heads.
 */
export function turnsPerHead(pool: Pool, heads: readonly Head[]): number {
  const weight = heads.reduce((sum, head) => sum + head.weight, 0);
  const turns = heads.reduce(
    (sum, head) => sum + memberOf(pool, head.repId).level * head.weight,
    0,
  );
  return turns / weight;
}

/** OfferMade by turn: + 1/weight. */
export function takeTurn(pool: Pool, head: Head, at: Instant): Pool {
  const member = memberOf(pool, head.repId);
  const next = {
    ...member,
    level: member.level + 1 / head.weight,
    served: member.served + 1,
    offers: member.offers + 1,
    lastOfferAt: at,
  };
  return { ...pool, turns: pool.turns + 1, members: { ...pool.members, [head.repId]: next } };
}

/** OfferMade to a named owner, or again to who had the lead when it was recalled: counted as an offer, uses no turn. */
export function ownerOffer(pool: Pool, repId: string, at: Instant): Pool {
  const member = memberOf(pool, repId);
  const next = {
    ...member,
    offers: member.offers + 1,
    ownerOffers: member.ownerOffers + 1,
    lastOfferAt: at,
  };
  return { ...pool, members: { ...pool.members, [repId]: next } };
}

/** A turn as its offer remembers it: the weight it was charged with, and whether it already came back. */
export type Turn = Head & { readonly usedTurn: boolean; readonly creditedBack: boolean };

/** Gives a turn back, once: the same pool comes back for an offer that used none or has had it back. */
export function creditBack(pool: Pool, turn: Turn): Pool {
  if (!turn.usedTurn || turn.creditedBack) return pool;
  const member = memberOf(pool, turn.repId);
  const next = {
    ...member,
    level: member.level - 1 / turn.weight,
    served: member.served - 1,
    creditedBack: member.creditedBack + 1,
  };
  return { ...pool, turns: pool.turns - 1, members: { ...pool.members, [turn.repId]: next } };
}

/** How an offer ended, as far as its turn is concerned. */
export type OfferEnd =
  | { readonly status: 'ACCEPTED' | 'TIMED_OUT' }
  | { readonly status: 'REJECTED'; readonly credit: TurnCredit; readonly sdrConfirmed: boolean }
  | {
      readonly status: 'WITHDRAWN';
      /** None when nobody took it back and the journey itself ended: merged or erased (4.8). */
      readonly causeRecordedAt: Instant | undefined;
      readonly acceptDueAt: Instant;
    };

/**
 * Turn accounting (4.5): whether the turn of an offer comes back to its rep. Withdrawn: yes, unless the cause was recorded after the
 * answer was due (row 16). Rejected: as the policy says of the reason; at once as MISROUTED (row 14), once the SDR confirms as
 * BAD_DATA or DUPLICATE. Accepted and timed out (row 15): never; silence must not buy more leads.
 */
export function turnComesBack(end: OfferEnd): boolean {
  if (end.status === 'WITHDRAWN')
    return end.causeRecordedAt === undefined || end.causeRecordedAt <= end.acceptDueAt;
  if (end.status !== 'REJECTED') return false;
  return end.credit === 'atOnce' || (end.credit === 'whenSdrConfirms' && end.sdrConfirmed);
}

function repsIn(pool: Pool): ReadonlySet<string> {
  return new Set(Object.keys(pool.members).filter((repId) => memberOf(pool, repId).in));
}

function rank(places: readonly Place[], seed: (id: string) => string): Ranking {
  const keyed = places
    .map(({ id, level, lastOfferAt }) => ({
      id,
      // sums of 1/3 differ in the last bits: equal levels must tie
      level: Math.round(level * 1e9),
      lastOfferAt: lastOfferAt ?? '',
      hash: hash('sha256', seed(id)),
    }))
    .toSorted(
      (a, b) =>
        a.level - b.level ||
        compareText(a.lastOfferAt, b.lastOfferAt) ||
        compareText(a.hash, b.hash),
    );
  const [first, second] = keyed;
  const order = keyed.map((place) => place.id);
  if (!first || !second) return { order, decided: 'onlyOne' };
  if (first.level !== second.level) return { order, decided: 'level' };
  return { order, decided: first.lastOfferAt === second.lastOfferAt ? 'hash' : 'lastOffer' };
}

function lastOffer(pool: Pool): Instant | undefined {
  return Object.values(pool.members)
    .map((member) => member.lastOfferAt)
    .reduce(
      (most, one) => (one !== undefined && (most === undefined || one > most) ? one : most),
      undefined,
    );
}
