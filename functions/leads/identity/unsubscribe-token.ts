// The link by which a person hears no more from us: the person's id, signed, so that nobody unsubscribes somebody else.

import { createHmac, timingSafeEqual } from 'node:crypto';

/** `<personId>.<signature>`; `secret` is the deployment's. */
export function unsubscribeToken(personId: string, secret: string): string {
  return `${personId}.${signature(personId, secret)}`;
}

/** The person of a token, undefined when it is not ours. */
export function unsubscribingPerson(token: string, secret: string): string | undefined {
  const [personId = '', signed = ''] = token.split('.');
  const expected = Buffer.from(signature(personId, secret));
  const given = Buffer.from(signed);
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? personId
    : undefined;
}

function signature(personId: string, secret: string): string {
  return createHmac('sha256', secret).update(`unsubscribe:${personId}`).digest('base64url');
}
