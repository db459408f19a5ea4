// Who writes: somebody new, or one whom we know and of whom we now know more (4.8, identity, consent and change of employer).

import { type Difference, withDifferences } from '../differences.ts';
import type { EventData } from '../events/events.ts';
import { folded } from '../identity/company-names.ts';
import type { HashedKey } from '../identity/identity.ts';
import type { Lead } from '../lead.ts';
import type { Account, Person } from '../person.ts';
import { present } from '../present.ts';
import type { Sent } from './arrival.ts';
import { nameSaid } from './submission.ts';

/** Who is known already. */
export interface KnownSender {
  readonly person: Person | undefined;
  /** Others who left the same phone: perhaps him all the same (4.2). */
  readonly lookAlikes: readonly Person[];
  /** By the domain of this message; without one, the person's. */
  readonly account: Account | undefined;
  /** Contact keys that are not stored yet, and those that he is one more holder of. */
  readonly newKeys: readonly HashedKey[];
}

/** Who is known after the message. */
export interface Sender {
  readonly person: Person;
  readonly account: Account | undefined;
  /** Somebody whom we know writes for another company than before. */
  readonly moved: EventData<'EmployerChanged'> | undefined;
  /** What somebody whom we know calls himself otherwise than before: names of fields. */
  readonly differs: readonly string[];
}

/** New people and accounts are made, blanks are filled, and what differs stands beside what is known (4.2, 4.8). */
export function senderOf(sent: Sent, known: KnownSender): Sender {
  const account = known.account ? namedBy(sent, known.account) : newAccount(sent);
  const moved = moveOf(known.person, account);
  const contact = { ...contactOf(sent), ...present({ accountId: account?.accountId }) };
  const keys = known.newKeys.filter(({ kind }) => kind !== 'domain').map(({ hash }) => hash);
  const differences = known.person ? differencesOf(sent, known.person) : [];
  const person = known.person
    ? {
        ...contact,
        ...known.person,
        name: nameSaid(known.person) ?? sent.submission.person.name,
        ...(moved && { accountId: moved.to, formerAccountIds: employersBefore(known.person) }),
        keys: [...known.person.keys, ...keys],
        differences: withDifferences(known.person.differences, differences),
        ...consentAfter(known.person, sent),
      }
    : newPerson(sent, contact, keys);
  return { person, account, moved, differs: differences.map(({ field }) => field) };
}

/** Somebody else's journey that this person is a part of from now on: an erasure has to look there. */
export function joining(person: Person, { leadId }: Lead): Person {
  return { ...person, joined: [...new Set([...person.joined, leadId])] };
}

/** The journey that is his last one in this product line from now on. */
export function owning(person: Person, { productLine, leadId }: Lead): Person {
  return { ...person, leads: { ...person.leads, [productLine]: leadId } };
}

function newPerson(
  { at, submissionId, submission }: Sent,
  contact: Partial<Person>,
  keys: string[],
): Person {
  return {
    personId: `pers_${idOf(submissionId)}`,
    version: 0,
    ...contact,
    name: submission.person.name,
    consent: submission.consent,
    formerAccountIds: [],
    keys,
    absorbed: [],
    joined: [],
    differences: [],
    unsubscribed: {},
    leads: {},
    createdAt: at,
  };
}

function newAccount({ at, submissionId, submission, keys }: Sent): Account | undefined {
  if (!keys.domain) return undefined;
  return {
    accountId: `acct_${idOf(submissionId)}`,
    version: 0,
    domain: keys.domain,
    absorbed: [],
    createdAt: at,
    ...present({ name: submission.company?.name || undefined }),
  };
}

/** The first name of a company that we hear stays; one that differs is the lead's to show (facts-of-later-form.ts). */
function namedBy({ submission: { company } }: Sent, account: Account): Account {
  return company?.name && !account.name ? { ...account, name: company.name } : account;
}

/** What the form says of its sender otherwise than we know it; case and accents are no difference. */
function differencesOf(sent: Sent, known: Person): readonly Difference[] {
  const { at, submissionId, submission } = sent;
  const said = { name: nameSaid(submission.person), ...contactOf(sent) };
  const fields = ['name', 'email', 'phone', 'title', 'language'] as const;
  return fields.flatMap((field) => {
    const [value, before] = [said[field], known[field]];
    if (!value || !before || isStandIn(field, known) || plain(value) === plain(before)) return [];
    return [{ field, value, at, submissionId }];
  });
}

/** An address that stands for a name is a blank, and the first name fills it. */
function isStandIn(field: string, known: Person): boolean {
  return field === 'name' && nameSaid(known) === undefined;
}

/** Words in any order: `Ahorn, Anna` is no other name than `Anna Ahorn`. */
function plain(text: string): string {
  const words = folded(text).split(/[^\p{L}\p{N}+@._-]+/u);
  return words
    .filter((word) => word !== '')
    .toSorted()
    .join(' ');
}

/** Ids of one request share its ULID. */
function idOf(submissionId: string): string {
  return submissionId.slice('sub_'.length);
}

/** A yes on a later form counts for more than an earlier goodbye, channel by channel (6). */
function consentAfter(
  { consent, unsubscribed }: Person,
  { submission, byPerson }: Sent,
): Pick<Person, 'consent' | 'unsubscribed'> {
  const { email, phone } = unsubscribed;
  const yes = submission.consent;
  return {
    consent: { ...consent, ...yes },
    unsubscribed: byPerson
      ? present({
          email: yes.email === true ? undefined : email,
          phone: yes.phone === true ? undefined : phone,
        })
      : unsubscribed,
  };
}

function moveOf(person: Person | undefined, account: Account | undefined): Sender['moved'] {
  const from = person?.accountId;
  if (from === undefined || !account || [account.accountId, ...account.absorbed].includes(from))
    return undefined;
  return { from, to: account.accountId };
}

function employersBefore({ accountId = '', formerAccountIds }: Person): string[] {
  return [...formerAccountIds.filter((id) => id !== accountId), accountId];
}

/** An empty text says nothing. */
function contactOf({ submission: { person }, keys }: Sent): Partial<Person> {
  return present({
    email: keys.email || undefined,
    phone: keys.phone || undefined,
    title: person.title || undefined,
    language: person.language || undefined,
  });
}
