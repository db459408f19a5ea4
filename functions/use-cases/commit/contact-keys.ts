// Whose a contact key is: an e-mail and a domain are one's own, a phone or mailbox may be several people's (domain.md 4.2).

import type { Change, ContactKey } from '../../ports.ts';
import { put, remove, replace } from './changes.ts';

/** What more people than these have left says nothing of any of them: further ones are not written down. */
const MOST_HOLDERS = 50;

/** Everybody who left it, the first one first; of a key that is not there nobody. */
export function holdersOf(key: ContactKey | undefined): readonly string[] {
  return key ? [key.owner, ...(key.also ?? [])] : [];
}

/** The key with one more holder; a new one where there was none. */
export function withHolder(
  id: string,
  before: ContactKey | undefined,
  holder: string,
): readonly Change<'contactKey'>[] {
  if (!before) return [put('contactKey', { id, version: 0, owner: holder })];
  const holders = holdersOf(before);
  if (holders.includes(holder) || holders.length >= MOST_HOLDERS) return [];
  return [replace('contactKey', before, { ...before, also: [...holders.slice(1), holder] })];
}

/** The key without the holders that go; it goes with the last of them. */
export function withoutHolders(
  before: ContactKey,
  goes: (holder: string) => boolean,
): readonly Change<'contactKey'>[] {
  const holders = holdersOf(before);
  const stay = holders.filter((holder) => !goes(holder));
  if (stay.length === holders.length) return [];
  const [owner, ...also] = stay;
  if (owner === undefined) return [remove('contactKey', before)];
  const { also: _, ...alone } = { ...before, owner };
  return [replace('contactKey', before, also.length > 0 ? { ...alone, also } : alone)];
}
