// The rows of people and companies after staff have decided on differences: with the keys by which they are found from then on.

import { withoutFields } from '../../leads/differences.ts';
import { Invalid } from '../../leads/errors.ts';
import { blocksOf } from '../../leads/identity/company-names.ts';
import { hashedKeys } from '../../leads/identity/identity.ts';
import { nameKeys } from '../../leads/identity/person-names.ts';
import type { DecidedPerson } from '../../leads/intake/decided-differences.ts';
import type { Account, Person } from '../../leads/person.ts';
import type { Change, Deps } from '../../ports.ts';
import { put, remove, replace } from '../commit/changes.ts';
import { holdersOf, withHolder, withoutHolders } from '../commit/contact-keys.ts';

/** The person as he is called and reached from now on. Throws INVALID for an address that is another person's. */
export async function personRows(
  deps: Deps,
  { person, values, fields, dropped }: DecidedPerson,
  leads: Person['leads'] = person.leads,
): Promise<readonly Change[]> {
  const { store, pepper } = deps;
  const ofHim = [person.personId, ...person.absorbed];
  const hashes = (of: Parameters<typeof hashedKeys>[0]) =>
    hashedKeys(of, pepper).map(({ hash }) => hash);
  const { email, phone } = values;
  const wanted = hashes({ email, phone });
  const held = await store.contactKeys(wanted);
  // An e-mail is one person's own; a phone may be several people's (4.2).
  const foreign = hashes({ email }).some((hash) =>
    holdersOf(held.get(hash)).some((holder) => !ofHim.includes(holder)),
  );
  if (foreign) {
    const message = `${email} is another person's; merge the two, or drop it`;
    throw new Invalid([{ path: 'takeOver', message }]);
  }
  // A number that a form gave and staff dropped must not lead here any more; an address that came with a merge is his.
  const wrong = dropped
    .filter(({ field, submissionId }) => field === 'phone' && submissionId !== undefined)
    .flatMap(({ value }) => (value === person.phone ? [] : hashes({ phone: String(value) })))
    .filter((hash) => !wanted.includes(hash));
  const gone = await store.contactKeys(wrong);
  const keys = [...new Set([...person.keys, ...wanted])].filter((key) => !wrong.includes(key));
  const differences = withoutFields(person.differences, fields);
  return [
    replace('person', person, { ...person, ...values, differences, keys, leads }),
    ...wanted.flatMap((hash) => withHolder(hash, held.get(hash), person.personId)),
    ...[...gone.values()].flatMap((key) => withoutHolders(key, (holder) => ofHim.includes(holder))),
    ...(await nameRows(deps, person, values.name)),
  ];
}

/** He is found by his new name, and not by the old one: an erasure forgets the one that he has. */
async function nameRows(
  { store, pepper }: Deps,
  { personId, name: before }: Person,
  name: string = before,
): Promise<readonly Change[]> {
  const [had, has] = [nameKeys(before, pepper), nameKeys(name, pepper)];
  const gone = had.filter((key) => !has.includes(key));
  const rows = await Promise.all(gone.map((key) => store.personName(key, personId)));
  return [
    ...rows.flatMap((row) => (row ? [remove('personName', row)] : [])),
    ...has
      .filter((key) => !had.includes(key))
      .map((nameKey) => put('personName', { nameKey, personId, version: 0 })),
  ];
}

/** The company by its new name, and the keys by which names that look alike meet. */
export async function accountRows(
  { store }: Deps,
  account: Account,
  name: string,
): Promise<readonly Change[]> {
  const { accountId } = account;
  const lists = await Promise.all(
    blocksOf(account.name ?? '').map((block) => store.accountNames(block, 1000)),
  );
  const old = lists.flat().filter((row) => row.accountId === accountId);
  const known = new Map(old.map((row) => [row.block, row]));
  const blocks = blocksOf(name);
  return [
    replace('account', account, { ...account, name }),
    ...blocks.map((block) =>
      known.has(block)
        ? replace('accountName', known.get(block), {
            block,
            accountId,
            version: known.get(block)?.version ?? 0,
            name,
          })
        : put('accountName', { block, accountId, version: 0, name }),
    ),
    ...old.filter(({ block }) => !blocks.includes(block)).map((row) => remove('accountName', row)),
  ];
}
