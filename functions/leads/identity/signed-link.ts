// A link in a mail by which a person does something without signing in: what it is for and when it was sent, signed. It ends after 30 days (4.2).

import { createHmac, timingSafeEqual } from 'node:crypto';
import { LeadError } from '../errors.ts';
import { type Instant, instantOf, millisOf, plus } from '../instant.ts';
import { LINK_LASTS } from './consent.ts';

export type LinkPurpose = 'opt-in' | 'unsubscribe';

/** Whose link it is; those of mails from before links ended do not say when they were sent. */
export interface SignedLink {
  readonly of: string;
  readonly sentAt: Instant | undefined;
}

/** `<of>.<when>-<signature>`; `secret` is the deployment's. */
export function signedLink(
  purpose: LinkPurpose,
  of: string,
  sentAt: Instant,
  secret: string,
): string {
  const when = millisOf(sentAt).toString(36);
  return `${of}.${when}-${signature(`${purpose}:${of}:${when}`, secret)}`;
}

/** What a token says, undefined when it is not ours. */
export function openedLink(
  purpose: LinkPurpose,
  token: string,
  secret: string,
): SignedLink | undefined {
  const [, of = '', when, signed = ''] =
    /^([\w.]{1,100})\.(?:([0-9a-z]{1,11})-)?([\w-]{43})$/.exec(token) ?? [];
  const text = when === undefined ? `${purpose}:${of}` : `${purpose}:${of}:${when}`;
  const [given, expected] = [Buffer.from(signed), Buffer.from(signature(text, secret))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return { of, sentAt: when === undefined ? undefined : instantOf(Number.parseInt(when, 36)) };
}

/** Throws LinkEnded for a link that was sent longer ago than it lasts. */
export function refuseEnded(sentAt: Instant | undefined, at: Instant): void {
  if (sentAt !== undefined && plus(sentAt, LINK_LASTS) <= at) throw new LinkEnded(sentAt);
}

function signature(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** The link is ours and was good for 30 days: 404, as for one that is not. */
class LinkEnded extends LeadError {
  override readonly name = 'LinkEnded';
  constructor(sentAt: Instant) {
    super(
      `this link was sent on ${sentAt.slice(0, 10)} and has ended after 30 days; use the one of a newer mail, or send us the form again`,
      { code: 'NOT_FOUND' },
    );
  }
}
