// The link by which a person confirms an enquiry: the lead's id, signed, so that nobody confirms for somebody else.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { LeadId } from '../ids.ts';

/** `<leadId>.<signature>`; `secret` is the deployment's. */
export function optInToken(leadId: LeadId, secret: string): string {
  return `${leadId}.${signature(leadId, secret)}`;
}

/** The lead of a token, undefined when it is not ours. */
export function optInLead(token: string, secret: string): LeadId | undefined {
  const [id = '', signed = ''] = token.split('.');
  const leadId = LeadId.safeParse(id);
  if (!leadId.success) return undefined;
  const expected = Buffer.from(signature(leadId.data, secret));
  const given = Buffer.from(signed);
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? leadId.data
    : undefined;
}

function signature(leadId: string, secret: string): string {
  return createHmac('sha256', secret).update(`opt-in:${leadId}`).digest('base64url');
}
