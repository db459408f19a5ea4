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
import { nameKeys } from '../../leads/identity/person-names.ts';
import type { KnownSender, Sender } from '../../leads/intake/sender.ts';
import { nameSaid } from '../../leads/intake/submission.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Account } from '../../leads/person.ts';
import type { Rules } from '../../leads/rules.ts';
import { isSameLine } from '../../leads/scopes.ts';
import type { Change, Deps } from '../../ports.ts';
import { put, replace } from '../commit/changes.ts';
import { lockIdsOf } from '../commit/locks.ts';
import { accountNow, personNow } from '../follow-pointers.ts';

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

/** The owners of the hashed keys, as they are after any merge. A person is known by the first of `by` that is stored. */
export async function identify(
  { store }: Deps,
  hashes: readonly HashedKey[],
  // By e-mail first: a phone may be a switchboard's.
  by: readonly HashedKey['kind'][] = ['email', 'phone'],
): Promise<KnownSender> {
  const found = await store.contactKeys(hashes.map(({ hash }) => hash));
  const owners = new Map(hashes.map(({ kind, hash }) => [kind, found.get(hash)?.owner]));
  const personId = by.map((kind) => owners.get(kind)).find((owner) => owner !== undefined);
  const person = personId === undefined ? undefined : await personNow(store, personId);
  const accountId = owners.has('domain') ? owners.get('domain') : person?.accountId;
  return {
    person,
    account: accountId === undefined ? undefined : await accountNow(store, accountId),
    newKeys: hashes
      .filter(({ hash }) => !found.has(hash))
      .map(({ kind, hash }) => ({ hash, of: kind === 'domain' ? 'account' : 'person' })),
  };
}

/** The open journey of this person or account in this product line. A former employer's is not his any more. */
export async function openJourney(
  { store }: Deps,
  known: Pick<KnownSender, 'person' | 'account'>,
  productLine: string,
): Promise<Lead | undefined> {
  const ids = spellingsOf(known, productLine).flatMap((line) => lockIdsOf(known, line));
  const locks = await store.locks(ids);
  // The person's own journey before a colleague's.
  const lock = ids.map((id) => locks.get(id)).find((one) => one !== undefined);
  return lock && store.lead(lock.leadId);
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

/** Whether a journey of this company is open in the product line. */
export async function isOpenFor(
  { store }: Deps,
  account: Account,
  productLine: string,
): Promise<boolean> {
  const known = { person: undefined, account };
  const ids = spellingsOf(known, productLine).flatMap((line) => lockIdsOf(known, line));
  return (await store.locks(ids)).size > 0;
}

/** Rows for the person, the account and their keys. */
export function senderRows(
  { pepper }: Deps,
  known: KnownSender,
  { person, account }: Pick<Sender, 'person' | 'account'>,
): readonly Change[] {
  const owners = { person: person.personId, account: account?.accountId ?? '' };
  const isNamed = account && account.name !== known.account?.name;
  return [
    replace('person', known.person, person),
    // The first name that we hear stays (4.8), and so do the keys it is found by.
    ...(known.person?.name === person.name ? [] : nameKeys(nameSaid(person) ?? '', pepper)).map(
      (nameKey) => put('personName', { nameKey, personId: person.personId, version: 0 }),
    ),
    ...(account && account !== known.account ? [replace('account', known.account, account)] : []),
    ...(isNamed ? nameRows(account) : []),
    ...known.newKeys.map(({ hash, of }) =>
      put('contactKey', { id: hash, version: 0, owner: owners[of] }),
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
