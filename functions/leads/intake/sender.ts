// Who writes: somebody new, or one whom we know and of whom we now know more (4.8, identity, consent and change of employer).

import { type Difference, withDifferences } from '../differences.ts';
import type { EventData } from '../events/events.ts';
import { withoutCaseAndAccents } from '../identity/company-names.ts';
import { after, news } from '../identity/consent.ts';
import type { HashedKey } from '../identity/identity.ts';
import type { Lead } from '../lead.ts';
import type { Account, Person } from '../person.ts';
import { present } from '../present.ts';
import { CHANNELS, type Statement } from '../statement.ts';
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
  /** What somebody whom we know says anew of being written to or called. */
  readonly consents: readonly Statement[];
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
        consent: { ...known.person.consent, ...policyRead(sent) },
      }
    : newPerson(sent, contact, keys);
  const consents = consentsOf(sent, person, known.person);
  return {
    person: after(person, consents),
    account,
    moved,
    differs: differences.map(({ field }) => field),
    consents: known.person ? consents : [],
  };
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
    consent: { privacyPolicy: submission.consent.privacyPolicy },
    consents: [],
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
  const words = withoutCaseAndAccents(text).split(/[^\p{L}\p{N}+@._-]+/u);
  return words
    .filter((word) => word !== '')
    .toSorted()
    .join(' ');
}

/** Ids of one request share its ULID. */
function idOf(submissionId: string): string {
  return submissionId.slice('sub_'.length);
}

/** What is new in it of being written to or called. Of whom a rep brings nobody knows that, until he says so himself. */
function consentsOf(
  { at, where, by, submission }: Sent,
  { personId }: Person,
  known: Person | undefined,
): readonly Statement[] {
  const isOwnForm = where === 'form' || where === 'inbound';
  const said = { at, where, by: isOwnForm ? personId : by };
  if (where === 'selfSourced')
    return known ? [] : CHANNELS.map((channel) => ({ ...said, channel, says: 'notAsked' }));
  const { privacyPolicy: text, ...answers } = submission.consent;
  return news(known ?? NOTHING_SAID, answers, { ...said, text });
}

const NOTHING_SAID = { consent: { privacyPolicy: '' }, unsubscribed: {}, consents: [] };

/** A rep who brings somebody shows him no text. */
function policyRead({
  where,
  submission,
}: Sent): Pick<Person['consent'], 'privacyPolicy'> | undefined {
  const { privacyPolicy } = submission.consent;
  return where === 'selfSourced' ? undefined : { privacyPolicy };
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
