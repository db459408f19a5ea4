// Who may be the same person: who left the same phone, or whose mail ends in the same mailbox. For staff to judge; nothing joins by itself (4.2).

import { hashedKeys, mailboxOf } from '../../leads/identity/identity.ts';
import { namesAgree } from '../../leads/identity/names-agree.ts';
import type { Person } from '../../leads/person.ts';
import type { Deps } from '../../ports.ts';
import type { PersonSuggestion } from '../answers/lead-answers.ts';
import { holdersOf } from '../commit/contact-keys.ts';
import { peopleNow } from '../follow-pointers.ts';

const SHOWN = 10;

/** The others behind his keys as they are now: who was merged with him is no other, and who is erased is gone. Namesakes first. */
export async function lookAlikes(
  { store, pepper }: Deps,
  person: Person,
): Promise<readonly PersonSuggestion[]> {
  const mailbox = person.email && mailboxOf(person.email);
  // His own address may be the plain one of somebody's mailbox, or the other way round.
  const mailboxes = hashedKeys({ mailbox, email: mailbox }, pepper).map(({ hash }) => hash);
  const keys = await store.contactKeys([...mailboxes, ...person.keys]);
  const shared = [...keys.values()].flatMap((key) =>
    holdersOf(key).map((id) => ({ id, what: mailboxes.includes(key.id) ? 'mailbox' : 'phone' })),
  );
  const people = await peopleNow(
    store,
    shared.map(({ id }) => id).filter((id) => id !== person.personId),
  );
  const others = shared.flatMap(({ id, what }) => {
    const other = people.get(id);
    if (!other || other.erasedAt || other.personId === person.personId) return [];
    return [{ other, what, agrees: namesAgree(person.name, other.name) }];
  });
  const once = new Map(others.map((one) => [`${one.other.personId} ${one.what}`, one]));
  return [...once.values()]
    .toSorted((a, b) => Number(b.agrees) - Number(a.agrees))
    .slice(0, SHOWN)
    .map(({ other, what }) => ({
      personId: other.personId,
      name: other.name,
      because: `shares the ${what} of ${other.name || 'another person'}`,
      leadIds: Object.values(other.leads),
    }));
}
