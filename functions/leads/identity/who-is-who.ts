// Who is it? An e-mail identifies; a phone does so only together with the name (domain.md 4.2). Joining two people is worse than splitting one.

import type { Person } from '../person.ts';
import { namesAgree } from './names-agree.ts';

/** What was sent says so much of its sender; an engagement has no name. */
interface Sender {
  readonly name: string | undefined;
  readonly email: string | undefined;
}

/** Who left the same phone: several people may, behind one switchboard. */
type Holder = Pick<Person, 'name' | 'email'>;

/**
 * The one of a phone's holders whom it identifies: he alone agrees in the name, and no second e-mail speaks against him. Where a
 * name is missing it agrees with every other.
 */
export function knownByPhone<Known extends Holder>(
  { name = '', email }: Sender,
  holders: readonly Known[],
): Known | undefined {
  const [one, ...others] = holders.filter((holder) => namesAgree(name, holder.name));
  if (!one || others.length > 0) return undefined;
  return email === undefined || one.email === undefined ? one : undefined;
}
