// The link by which a person hears no more from us: the person's id, signed, so that nobody unsubscribes somebody else.

import type { Instant } from '../instant.ts';
import { openedLink, type SignedLink, signedLink } from './signed-link.ts';

/** `<personId>.<when>-<signature>`; `secret` is the deployment's. */
export function unsubscribeToken(personId: string, sentAt: Instant, secret: string): string {
  return signedLink('unsubscribe', personId, sentAt, secret);
}

/** The person of a link, undefined when it is not ours. */
export function unsubscribeLink(token: string, secret: string): SignedLink | undefined {
  return openedLink('unsubscribe', token, secret);
}
