// One open journey for a person or account and product line: who holds the locks of that, and who takes or frees them (invariant 1).

import { LeadError } from '../../leads/errors.ts';
import type { LeadId } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Account, Person } from '../../leads/person.ts';
import { isOpen } from '../../leads/states.ts';
import type { Change, Deps, Rows, Store } from '../../ports.ts';
import { accountNow, leadNow, personNow } from '../follow-pointers.ts';
import { remove, replace } from './changes.ts';

/**
 * So many locks are written in one transaction, which has an end. Of a journey into which many were merged that is not all: those
 * that stay name it, or one that was merged into it, and lock as long as it is open, or nothing any more.
 */
export const LOCKS_AT_ONCE = 40;

/** Under which ids a journey of this customer may be locked: those of everybody whom a merge has made one with him (4.13), persons first. */
export function lockIdsOf(
  {
    person,
    account,
  }: { readonly person: Person | undefined; readonly account: Account | undefined },
  productLine: string,
): readonly string[] {
  const holders = [
    ...(person ? [person.personId, ...person.absorbed] : []),
    ...(account ? [account.accountId, ...account.absorbed] : []),
  ];
  return holders.map((id) => `${id}|${productLine}`);
}

/** Ids of the locks that an open lead holds: one for its person, one for its account, and those of people merged into it (invariant 1). */
export function lockIds({
  personId,
  accountId,
  heldFor,
  productLine,
}: Pick<Lead, 'personId' | 'accountId' | 'heldFor' | 'productLine'>): string[] {
  const holders = new Set([personId, accountId, ...heldFor].filter((id) => id !== undefined));
  return [...holders].map((id) => `${id}|${productLine}`);
}

/** What was found locked, by the ids of the locks. */
export interface Locks {
  /** The open journeys that hold them, as they are after any merge. */
  readonly held: ReadonlyMap<string, Lead>;
  /** Left behind by journeys that have closed: they lock nothing, and whoever opens one takes them over (invariant 1). */
  readonly left: ReadonlyMap<string, Rows['lock']>;
}

export async function locksNow(store: Store, ids: readonly string[]): Promise<Locks> {
  const locks = await store.locks(ids);
  const leadIds = [...new Set([...locks.values()].map(({ leadId }) => leadId))];
  const leads = await Promise.all(leadIds.map((leadId) => leadNow(store, leadId)));
  const byId = new Map(leadIds.map((leadId, index) => [leadId, leads[index]]));
  const held = new Map<string, Lead>();
  const left = new Map<string, Rows['lock']>();
  for (const [id, lock] of locks) {
    const lead = byId.get(lock.leadId);
    if (lead && isOpen(lead.state)) held.set(id, lead);
    else left.set(id, lock);
  }
  return { held, left };
}

/** The locks of a journey that opens, or those beside what it had `before`; LostRace when one is held. */
export function newLocks(lead: Lead, left: Locks['left'], before?: Lead): readonly Change[] {
  const had = before ? lockIds(before) : [];
  const come = lockIds(lead).filter((id) => !had.includes(id));
  return taken(come, left, lead);
}

function taken(
  ids: readonly string[],
  left: Locks['left'],
  { leadId }: Pick<Lead, 'leadId'>,
): readonly Change[] {
  return ids
    .filter((id) => left.get(id)?.leadId !== leadId)
    .slice(0, LOCKS_AT_ONCE)
    .map((id) => replace('lock', left.get(id), { id, version: 0, leadId }));
}

/** Lets go of those that are this journey's. */
async function freed(
  store: Store,
  ids: readonly string[],
  { leadId }: Pick<Lead, 'leadId'>,
): Promise<readonly Change[]> {
  const locks = await store.locks(ids);
  return [...locks.values()]
    .filter((lock) => lock.leadId === leadId)
    .slice(0, LOCKS_AT_ONCE)
    .map((lock) => remove('lock', lock));
}

/**
 * A journey that closes lets its person and account go; one that is opened again must find them free (invariant 1). Locks that
 * `settled` passes on by itself are left to it.
 */
export async function lockChanges(
  { store }: Deps,
  {
    before,
    after,
    settled,
  }: {
    readonly before: Lead | undefined;
    readonly after: Lead;
    readonly settled: readonly Change[];
  },
): Promise<readonly Change[]> {
  const was = before && isOpen(before.state) ? before : undefined;
  if (isOpen(after.state) === (was !== undefined)) return [];
  const passedOn = new Set(
    settled.flatMap((one) => (one.kind === 'lock' && one.after ? [one.after.id] : [])),
  );
  // What it held for others goes on with the journey into which it was merged, passed on or not.
  const own = after.state === 'MERGED' ? { ...after, heldFor: [] } : (was ?? after);
  const ids = lockIds(own).filter((id) => !passedOn.has(id));
  if (was) return freed(store, ids, was);
  if (ids.length === 0) return [];
  return taken(ids, await leftFor(store, after, ids), after);
}

/**
 * An open journey goes on for another product line: it takes its locks there. Throws
 * OtherJourneyOpen when another is open there; one that opens meanwhile is a lost race.
 */
export async function locksMoved(
  { store }: Deps,
  before: Lead,
  after: Lead,
): Promise<readonly Change[]> {
  const [had, has] = [new Set(lockIds(before)), new Set(lockIds(after))];
  const come = [...has].filter((id) => !had.has(id));
  if (come.length === 0 || !isOpen(before.state) || !isOpen(after.state)) return [];
  const left = await leftFor(store, after, come);
  const gone = [...had].filter((id) => !has.has(id));
  return [...(await freed(store, gone, before)), ...taken(come, left, after)];
}

/** The locks that others left behind of those that this journey is to take. Throws OtherJourneyOpen when one is held. */
async function leftFor(store: Store, lead: Lead, ids: readonly string[]): Promise<Locks['left']> {
  const now = await lockIdsNow(store, lead);
  const { held, left } = await locksNow(store, [...new Set([...ids, ...now])]);
  const other = [...held.values()].find(({ leadId }) => leadId !== lead.leadId);
  if (other) throw new OtherJourneyOpen(lead, other.leadId);
  return left;
}

async function lockIdsNow(
  store: Store,
  { personId, accountId, productLine }: Lead,
): Promise<readonly string[]> {
  const [person, account] = await Promise.all([
    personNow(store, personId),
    accountId === undefined ? undefined : accountNow(store, accountId),
  ]);
  return lockIdsOf({ person, account }, productLine);
}

/** There is another open journey of the same person or account and product line: only one can be open (invariant 1). 409. */
export class OtherJourneyOpen extends LeadError {
  override readonly name = 'OtherJourneyOpen';
  readonly other: LeadId;
  constructor({ leadId, productLine }: Lead, other: LeadId) {
    super(
      `lead ${leadId} cannot be opened again: ${other} is open for the same customer in ${productLine}; go on there`,
      { code: 'COLLISION', extra: { leadId: other } },
    );
    this.other = other;
  }
}
