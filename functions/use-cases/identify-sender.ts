import type { IdentityKeys } from '../leads/identity.ts';
import type { Instant } from '../leads/instant.ts';
import type { Lead } from '../leads/lead.ts';
import type { Account, Person } from '../leads/person.ts';
import type { Submission } from '../leads/submission.ts';
import type { Change, Deps } from '../ports.ts';

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
  readonly account: Account | undefined;
  /** Contact keys that are not stored yet. */
  readonly newKeys: readonly { readonly hash: string; readonly of: 'person' | 'account' }[];
}

/** The owners of the hashed keys. */
export async function identify(
  { store }: Deps,
  hashes: readonly { kind: string; hash: string }[],
): Promise<Known> {
  const found = await store.contactKeys(hashes.map(({ hash }) => hash));
  const owner = (kind: string) => {
    const key = hashes.find((one) => one.kind === kind);
    return key && found.get(key.hash)?.owner;
  };
  // By e-mail first: a phone may be a switchboard's.
  const personId = owner('email') ?? owner('phone');
  const accountId = owner('domain');
  return {
    person: personId === undefined ? undefined : await store.person(personId),
    account: accountId === undefined ? undefined : await store.account(accountId),
    newKeys: hashes
      .filter(({ hash }) => !found.has(hash))
      .map(({ kind, hash }) => ({ hash, of: kind === 'domain' ? 'account' : 'person' })),
  };
}

/** The open journey of this person or account in this product line. */
export async function openJourney(
  { store }: Deps,
  known: Known,
  productLine: string,
): Promise<Lead | undefined> {
  const holders = [known.person?.personId, known.person?.accountId, known.account?.accountId];
  const ids = holders.filter((id) => id !== undefined).map((id) => `${id}|${productLine}`);
  const locks = await store.locks(ids);
  // The person's own journey before a colleague's.
  const lock = ids.map((id) => locks.get(id)).find((one) => one !== undefined);
  return lock && store.lead(lock.leadId);
}

/** Rows for the person, the account and their keys: new ones are made, blanks are filled, verified fields are never overwritten (4.8). */
export function identityChanges(
  { at, submission, keys, submissionId, byPerson }: Sent,
  known: Known,
): { person: Person; account: Account | undefined; changes: Change[] } {
  const id = submissionId.slice('sub_'.length);
  const account =
    known.account ??
    (keys.domain ? newAccount(`acct_${id}`, keys.domain, submission, at) : undefined);
  const fresh = contactOf(submission, keys);
  const { accountId } = account ?? {};
  const newKeys = known.newKeys.filter(({ of }) => of === 'person').map(({ hash }) => hash);
  const person: Person = known.person
    ? {
        ...fresh,
        ...(accountId ? { accountId } : {}),
        ...known.person,
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
        ...(accountId ? { accountId } : {}),
        formerAccountIds: [],
        keys: newKeys,
        unsubscribed: {},
        leads: {},
        createdAt: at,
      };
  const owners = { person: person.personId, account: account?.accountId ?? '' };
  return {
    person,
    account,
    changes: [
      { kind: 'person', before: known.person, after: person },
      ...(account && !known.account ? [{ kind: 'account' as const, after: account }] : []),
      ...known.newKeys.map(({ hash, of }) => ({
        kind: 'contactKey' as const,
        after: { id: hash, version: 0, owner: owners[of] },
      })),
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
    createdAt: at,
    ...(company?.name ? { name: company.name } : {}),
  };
}
