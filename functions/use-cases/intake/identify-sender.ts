import { blocksOf } from '../../leads/identity/company-names.ts';
import type { IdentityKeys } from '../../leads/identity/identity.ts';
import type { Instant } from '../../leads/instant.ts';
import type { Submission } from '../../leads/intake/submission.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Account, Person } from '../../leads/person.ts';
import type { Change, Deps } from '../../ports.ts';
import { put, replace } from '../commit/changes.ts';
import { lockIdsOf } from '../commit/locks.ts';
import { accountNow, personNow } from '../follow-pointers.ts';

/** What was sent, as far as it says who sent it. */
export interface Sent {
  readonly at: Instant;
  readonly submissionId: string;
  readonly submission: Submission;
  readonly keys: IdentityKeys;
  /** Not by a list that ops brought: that is no new consent of somebody who unsubscribed. */
  readonly byPerson: boolean;
}

/** Who is known already. */
export interface Known {
  readonly person: Person | undefined;
  /** By the domain of this message; without one, the person's. */
  readonly account: Account | undefined;
  /** Contact keys that are not stored yet. */
  readonly newKeys: readonly { readonly hash: string; readonly of: 'person' | 'account' }[];
}

/** The owners of the hashed keys, as they are after any merge. */
export async function identify(
  { store }: Deps,
  hashes: readonly { kind: string; hash: string }[],
): Promise<Known> {
  const found = await store.contactKeys(hashes.map(({ hash }) => hash));
  const keyOf = (kind: string) => hashes.find((one) => one.kind === kind);
  const owner = (kind: string) => found.get(keyOf(kind)?.hash ?? '')?.owner;
  // By e-mail first: a phone may be a switchboard's.
  const personId = owner('email') ?? owner('phone');
  const person = personId === undefined ? undefined : await personNow(store, personId);
  const accountId = keyOf('domain') ? owner('domain') : person?.accountId;
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
  { person, account }: Pick<Known, 'person' | 'account'>,
  productLine: string,
): Promise<Lead | undefined> {
  const ids = lockIdsOf({ person, account }, productLine);
  const locks = await store.locks(ids);
  // The person's own journey before a colleague's.
  const lock = ids.map((id) => locks.get(id)).find((one) => one !== undefined);
  return lock && store.lead(lock.leadId);
}

/** Somebody whom we know writes for another company than before (4.8, person changes employer). */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** Rows for the person, the account and their keys: new ones are made, blanks are filled, verified fields are never overwritten (4.8). */
export function identityChanges(
  { at, submission, keys, submissionId, byPerson }: Sent,
  known: Known,
): {
  readonly person: Person;
  readonly account: Account | undefined;
  readonly moved: Move | undefined;
  readonly changes: Change[];
} {
  const id = submissionId.slice('sub_'.length);
  const account =
    known.account ??
    (keys.domain ? newAccount(`acct_${id}`, keys.domain, submission, at) : undefined);
  const fresh = contactOf(submission, keys);
  const newKeys = known.newKeys.filter(({ of }) => of === 'person').map(({ hash }) => hash);
  const moved = moveOf(known.person, account);
  const employer = account ? { accountId: account.accountId } : {};
  const person: Person = known.person
    ? {
        ...fresh,
        ...employer,
        ...known.person,
        ...(moved ? { accountId: moved.to, formerAccountIds: employersBefore(known.person) } : {}),
        keys: [...known.person.keys, ...newKeys],
        consent: { ...known.person.consent, ...submission.consent },
        unsubscribed: byPerson
          ? stillUnsubscribed(known.person, submission)
          : known.person.unsubscribed,
      }
    : {
        personId: `pers_${id}`,
        version: 0,
        ...fresh,
        name: submission.person.name,
        consent: submission.consent,
        ...employer,
        formerAccountIds: [],
        keys: newKeys,
        absorbed: [],
        joined: [],
        unsubscribed: {},
        leads: {},
        createdAt: at,
      };
  const owners = { person: person.personId, account: account?.accountId ?? '' };
  return {
    person,
    account,
    moved,
    changes: [
      replace('person', known.person, person),
      ...(account && !known.account ? newAccountChanges(account) : []),
      ...known.newKeys.map(({ hash, of }) =>
        put('contactKey', { id: hash, version: 0, owner: owners[of] }),
      ),
    ],
  };
}

/** A yes on a later form counts for more than an earlier goodbye, channel by channel (6). */
function stillUnsubscribed(
  { unsubscribed: { email, phone } }: Person,
  { consent }: Submission,
): Person['unsubscribed'] {
  return {
    ...(email && consent.email !== true ? { email } : {}),
    ...(phone && consent.phone !== true ? { phone } : {}),
  };
}

/** The changes with the person's row as it is in the end. */
export function withPerson(changes: readonly Change[], person: Person): Change[] {
  return changes.map((change) =>
    change.kind === 'person' ? { ...change, after: person } : change,
  );
}

function moveOf(person: Person | undefined, account: Account | undefined): Move | undefined {
  const from = person?.accountId;
  if (from === undefined || !account || [account.accountId, ...account.absorbed].includes(from))
    return undefined;
  return { from, to: account.accountId };
}

function employersBefore({ accountId = '', formerAccountIds }: Person): string[] {
  return [...formerAccountIds.filter((id) => id !== accountId), accountId];
}

function newAccountChanges(account: Account): Change[] {
  return [put('account', account), ...nameChanges(account)];
}

/** The keys under which the company's name meets others that look alike; a suggestion only, never who it is. */
function nameChanges({ accountId, name }: Account): Change[] {
  return blocksOf(name ?? '').map((block) =>
    put('accountName', { block, accountId, version: 0, name: name ?? '' }),
  );
}

function contactOf({ person }: Submission, keys: IdentityKeys): Partial<Person> {
  return {
    ...(keys.email ? { email: keys.email } : {}),
    ...(keys.phone ? { phone: keys.phone } : {}),
    ...(person.title ? { title: person.title } : {}),
    ...(person.language ? { language: person.language } : {}),
  };
}

function newAccount(
  accountId: string,
  domain: string,
  { company }: Submission,
  at: Instant,
): Account {
  return {
    accountId,
    version: 0,
    domain,
    absorbed: [],
    createdAt: at,
    ...(company?.name ? { name: company.name } : {}),
  };
}
