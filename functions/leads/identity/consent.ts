// What a person allows, channel by channel (domain.md 4.2, Consent). A no is turned into a yes by nobody but himself: by the link that he
// gets, or on the phone (4.12, 19). The list says what was said, `consent` and `unsubscribed` what stands of it.

import type { Fact } from '../decision.ts';
import { type Instant, plus } from '../instant.ts';
import type { Person } from '../person.ts';
import { present } from '../present.ts';
import { CHANNELS, type Channel, type Statement } from '../statement.ts';

/** A link to confirm or to unsubscribe ends then (4.2). */
export const LINK_LASTS = 'P30D';

type Consenting = Pick<Person, 'consent' | 'unsubscribed' | 'consents'>;

/** What somebody says about each channel, or leaves open. */
export type Answers = { readonly [One in Channel]?: boolean | undefined };

/** Where, when, by whom and by which text. */
export type Said = Pick<Statement, 'at' | 'where' | 'by' | 'text' | 'link'>;

/** What stands: a no, also by unsubscribing; one that waits for its link; nothing asked; a yes; undefined when nothing was said. */
export function standing(
  { consent, unsubscribed, consents }: Consenting,
  channel: Channel,
): Statement['says'] | undefined {
  const allowed = consent[channel];
  if (allowed !== false && unsubscribed[channel] === undefined)
    return allowed === true ? 'yes' : undefined;
  const last = consents.findLast((one) => one.channel === channel)?.says;
  if (last === 'unconfirmed' || last === 'notAsked') return last;
  // Of a rep's own find from before there was a list.
  const isFind = last === undefined && consent.privacyPolicy === 'none';
  return isFind && unsubscribed[channel] === undefined ? 'notAsked' : 'no';
}

/** Whether he may be written to or called there as far as he has a word in it: nothing said is no refusal (0006). */
export function isRefused(person: Consenting, channel: Channel): boolean {
  const now = standing(person, channel);
  return now === 'no' || now === 'unconfirmed';
}

/** What is new in these answers: what stands already is not said again, and who may not lift a no does not. */
export function news(person: Consenting, answers: Answers, said: Said): readonly Statement[] {
  return CHANNELS.flatMap((channel) => {
    const answer = answers[channel];
    if (answer === undefined) return [];
    const says = answer ? affirmed(person, channel, said) : denied(person, channel, said);
    return says ? [present({ channel, says, ...said })] : [];
  });
}

function denied(person: Consenting, channel: Channel, { where }: Said): 'no' | undefined {
  const last = person.consents.findLast((one) => one.channel === channel);
  const stands = where === 'unsubscribe' ? person.unsubscribed[channel] !== undefined : true;
  // What stands since a merge may be the other's word: his own has to outlive its undoing.
  const isHis = standing(person, channel) === 'no' && last?.where !== 'merge';
  return stands && isHis ? undefined : 'no';
}

function affirmed(
  person: Consenting,
  channel: Channel,
  { where, at }: Said,
): 'yes' | 'unconfirmed' | undefined {
  const now = standing(person, channel);
  if (now === 'yes') return undefined;
  const isOwnWord = where === 'optIn' || where === 'call';
  if (isOwnWord || !isRefused(person, channel)) return 'yes';
  // A stranger may have typed the address, and a list knows nothing of what was said since.
  const isForm = where === 'form' || where === 'inbound';
  return isForm && !isAsked(person, channel, at) ? 'unconfirmed' : undefined;
}

/** Whether a link is under way: the next one goes out only when the last has ended. */
function isAsked({ consents }: Consenting, channel: Channel, at: Instant): boolean {
  const asked = consents.findLastIndex(
    (one) => one.channel === channel && one.says === 'unconfirmed',
  );
  const last = consents[asked];
  if (!last || plus(last.at, LINK_LASTS) <= at) return false;
  const since = consents.slice(asked + 1).filter((one) => one.channel === channel);
  return !since.some(({ says, where }) => says === 'yes' || where === 'merge');
}

/** The channels that the link of this instant confirms. */
export function confirmedBy(person: Consenting, link: Instant): readonly Channel[] {
  return CHANNELS.filter((channel) => {
    const last = person.consents.findLast((one) => one.channel === channel);
    return last?.says === 'unconfirmed' && last.at <= link && isRefused(person, channel);
  });
}

/** The person after these statements. */
export function after<One extends Consenting>(person: One, statements: readonly Statement[]): One {
  const consent = { ...person.consent };
  const unsubscribed = { ...person.unsubscribed };
  for (const { channel, says, at, where } of statements) {
    consent[channel] = says === 'yes';
    if (says === 'yes') delete unsubscribed[channel];
    if (where === 'unsubscribe') unsubscribed[channel] = at;
  }
  return { ...person, consent, unsubscribed, consents: [...person.consents, ...statements] };
}

/** What the story tells of somebody whom we knew before. */
export function consentFacts(statements: readonly Statement[]): readonly Fact[] {
  return statements.map(
    ({ channel, says, where }): Fact =>
      where === 'unsubscribe' && channel === 'email'
        ? { type: 'Unsubscribed', data: { channel } }
        : { type: 'ConsentChanged', data: { channel, says, where } },
  );
}

/** Two people are one: the no of either stands, and where one of them has said nothing, nothing is said (4.8, merging). */
export function strictestOf(person: Person, other: Person, at: Instant): Consenting {
  const consents = [...person.consents, ...other.consents].toSorted((a, b) =>
    a.at.localeCompare(b.at),
  );
  const words = (channel: Channel) => [standing(person, channel), standing(other, channel)];
  const refused = CHANNELS.filter((channel) =>
    [person, other].some((one) => isRefused(one, channel)),
  );
  const allowed = (channel: Channel): boolean | undefined => {
    const [word, ...others] = new Set(words(channel));
    if (refused.includes(channel)) return false;
    return others.length > 0 || word === undefined ? undefined : word === 'yes';
  };
  // The last word is what stands, and not only a yes of the one after a no of the other.
  const no = { says: 'no', at, where: 'merge', by: other.personId } as const;
  return {
    consent: { ...person.consent, email: allowed('email'), phone: allowed('phone') },
    unsubscribed: { ...other.unsubscribed, ...person.unsubscribed },
    consents: [...consents, ...refused.map((channel) => ({ channel, ...no }))],
  };
}

/** What was said while two were one: each hears a no of it; a yes is his whose address or phone it was said of. */
export function partedConsents(
  {
    person,
    before,
    after: merged,
  }: { readonly person: Person; readonly before: Person; readonly after: Person },
  other: Person,
): { readonly person: Consenting; readonly other: Consenting } {
  const since = person.consents.slice(merged.consents.length);
  const hears = (one: Person, isHis: (channel: Channel) => boolean): Consenting => {
    const { consent, unsubscribed, consents } = one;
    const heard = since.filter(
      ({ says, channel }) =>
        says === 'no' || (isHis(channel) && (says !== 'unconfirmed' || isRefused(one, channel))),
    );
    return after({ consent, unsubscribed, consents }, heard);
  };
  return {
    person: hears(before, (channel) => before[channel] !== undefined),
    other: hears(other, (channel) => before[channel] === undefined),
  };
}
