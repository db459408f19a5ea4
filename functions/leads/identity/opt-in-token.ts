// The link by which a person confirms an enquiry, and that we may be in touch: of his lead and himself, signed, so that nobody confirms for somebody else.

import { LeadId } from '../ids.ts';
import type { Instant } from '../instant.ts';
import { openedLink, signedLink } from './signed-link.ts';

export interface OptInLink {
  readonly leadId: LeadId;
  /** The lead's person in links from before they ended. */
  readonly personId: string | undefined;
  readonly sentAt: Instant | undefined;
}

/** `<leadId>.<personId>.<when>-<signature>`; `secret` is the deployment's. */
export function optInToken(
  { leadId, personId, sentAt }: { leadId: LeadId; personId: string; sentAt: Instant },
  secret: string,
): string {
  return signedLink('opt-in', `${leadId}.${personId}`, sentAt, secret);
}

/** Whose link it is, undefined when it is not ours. */
export function optInLink(token: string, secret: string): OptInLink | undefined {
  const link = openedLink('opt-in', token, secret);
  const [id, personId] = link?.of.split('.') ?? [];
  const leadId = LeadId.safeParse(id);
  return link && leadId.success
    ? { leadId: leadId.data, personId, sentAt: link.sentAt }
    : undefined;
}
