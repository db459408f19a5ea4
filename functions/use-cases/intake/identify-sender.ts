// Who is it, which journeys are his, and the rows that then say so: the same for a form, a rep's find and an engagement (4.8).

import { Invalid } from '../../leads/errors.ts';
import { blocksOf } from '../../leads/identity/company-names.ts';
import {
  type HashedKey,
  hashedKeys,
  type IdentityKeys,
  identityKeys,
  identityProblems,
} from '../../leads/identity/identity.ts';
import { namesAgree } from '../../leads/identity/names-agree.ts';
import { nameKeys } from '../../leads/identity/person-names.ts';
import { knownByPhone } from '../../leads/identity/who-is-who.ts';
import type { KnownSender, Sender } from '../../leads/intake/sender.ts';
import { nameSaid } from '../../leads/intake/submission.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Account, Person } from '../../leads/person.ts';
import type { Rules } from '../../leads/rules.ts';
import { isSameLine } from '../../leads/scopes.ts';
import type { Change, ContactKey, Deps } from '../../ports.ts';
import { put, replace } from '../commit/changes.ts';
import { holdersOf, withHolder } from '../commit/contact-keys.ts';
import { type Locks, lockIdsOf, locksNow } from '../commit/locks.ts';
import { accountNow, peopleNow } from '../follow-pointers.ts';

/** What was sent, as far as it says who sent it; `visitorId` is the browser's. */
type From = Parameters<typeof identityKeys>[0];

/** The keys by which the sender is found. Throws INVALID for an address or number that cannot be read. */
export function keysOf(
  { pepper }: Deps,
  { policy }: Rules,
  from: From,
  visitor?: string,
): { readonly keys: IdentityKeys; readonly hashes: readonly HashedKey[] } {
  const options = { defaultCountry: policy.intake.defaultCountry };
  const problems = identityProblems(from, options);
  if (problems.length > 0) throw new Invalid(problems);
  const keys = identityKeys(from, options);
  return { keys, hashes: hashedKeys({ ...keys, visitor }, pepper) };
}

/** Who is known, with the rows of the keys that were found: what is written builds on them. */
export interface Identified extends KnownSender {
  readonly found: ReadonlyMap<string, ContactKey>;
}

/** The owners of the hashed keys, as they are after any merge (4.2, who is who). A browser names somebody only where `visitorSays`. */
export async function identify(
  { store }: Deps,
  hashes: readonly HashedKey[],
  name: string | undefined,
  { visitorSays = false } = {},
): Promise<Identified> {
  const found = await store.contactKeys(hashes.map(({ hash }) => hash));
  const keys = new Map(hashes.map(({ kind, hash }) => [kind, found.get(hash)]));
  const holders = (kind: HashedKey['kind']) => holdersOf(keys.get(kind));
  const people = await peopleNow(store, [
    ...holders('email'),
    ...holders('phone'),
    ...(visitorSays ? holders('visitor') : []),
  ]);
  const among = (kind: HashedKey['kind']) => peopleAmong(people, holders(kind));
  const byPhone = among('phone').filter(({ erasedAt }) => erasedAt === undefined);
  const email = keys.has('email') ? 'sent' : undefined;
  const person = among('email')[0] ?? knownByPhone({ name, email }, byPhone) ?? among('visitor')[0];
  const accountId = keys.has('domain') ? keys.get('domain')?.owner : person?.accountId;
  return {
    person,
    lookAlikes: byPhone.filter(
      (other) => other.personId !== person?.personId && namesAgree(name ?? '', other.name),
    ),
    account: accountId === undefined ? undefined : await accountNow(store, accountId),
    found,
    newKeys: hashes.filter(({ kind, hash }) => {
      const key = found.get(hash);
      return !key || (SHARED.has(kind) && !holds(key, person));
    }),
  };
}

/** Keys that several people may hold. */
const SHARED: ReadonlySet<HashedKey['kind']> = new Set(['phone', 'mailbox']);

function holds(key: ContactKey, person: Person | undefined): boolean {
  if (!person) return false;
  const one = new Set([person.personId, ...person.absorbed]);
  return holdersOf(key).some((id) => one.has(id));
}

/** Each once: two of the ids may be one person since a merge. */
function peopleAmong(
  people: ReadonlyMap<string, Person>,
  ids: readonly string[],
): readonly Person[] {
  const found = ids.flatMap((id) => people.get(id) ?? []);
  return [...new Map(found.map((person) => [person.personId, person])).values()];
}

/** The open journey of this person or account in this product line, and the locks that closed ones left behind. A former employer's is not his any more. */
export async function openJourney(
  { store }: Deps,
  known: Pick<KnownSender, 'person' | 'account'>,
  productLine: string,
): Promise<{ readonly open: Lead | undefined; readonly left: Locks['left'] }> {
  const ids = spellingsOf(known, productLine).flatMap((line) => lockIdsOf(known, line));
  const { held, left } = await locksNow(store, ids);
  // The person's own journey before a colleague's.
  const open = ids.map((id) => held.get(id)).find((lead) => lead !== undefined);
  return { open, left };
}

/** The line as it is written now, and as rows from before it had one spelling may have it. */
function spellingsOf(
  { person }: Pick<KnownSender, 'person'>,
  productLine: string,
): readonly string[] {
  const capital = productLine.slice(0, 1).toUpperCase() + productLine.slice(1);
  const own = Object.keys(person?.leads ?? {}).filter((line) => isSameLine(line, productLine));
  return [...new Set([productLine, ...own, capital, productLine.toUpperCase()])];
}

/** Rows for the person, the account and their keys. */
export function senderRows(
  { pepper }: Deps,
  known: Identified,
  { person, account }: Pick<Sender, 'person' | 'account'>,
): readonly Change[] {
  const ownerOf = ({ kind }: HashedKey) =>
    kind === 'domain' ? (account?.accountId ?? '') : person.personId;
  const isNamed = account && account.name !== known.account?.name;
  return [
    replace('person', known.person, person),
    // The first name that we hear stays (4.8), and so do the keys it is found by.
    ...(known.person?.name === person.name ? [] : nameKeys(nameSaid(person) ?? '', pepper)).map(
      (nameKey) => put('personName', { nameKey, personId: person.personId, version: 0 }),
    ),
    ...(account && account !== known.account ? [replace('account', known.account, account)] : []),
    ...(isNamed ? nameRows(account) : []),
    ...known.newKeys.flatMap((key) =>
      withHolder(key.hash, known.found.get(key.hash), ownerOf(key)),
    ),
  ];
}

/** The account of a journey that is new to it: where it had one before, the others are looked for from now on. */
export function withOneMore(
  { account: known }: KnownSender,
  account: Account | undefined,
): Account | undefined {
  return known && account && !account.severalLeads ? { ...account, severalLeads: true } : account;
}

/** The keys under which the company's name meets others that look alike; a suggestion only, never who it is. */
function nameRows({ accountId, name }: Account): readonly Change[] {
  return blocksOf(name ?? '').map((block) =>
    put('accountName', { block, accountId, version: 0, name: name ?? '' }),
  );
}
