// Whether a request from another system is its own: an HMAC over when it was sent and what it says (api.md, POST /v1/inbound/{source}).

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, millisOf } from '../instant.ts';

/** A copy that somebody caught is worth nothing after this, either way. */
const TOLERANCE_SECONDS = 5 * 60;

/** The secret of one source, made of the deployment's: known to its admin and to the sender. Another key number makes another secret. */
export function inboundSecret(source: string, key: number, pepper: string): string {
  const named = key === 1 ? `inbound:${source}` : `inbound:${source}:${key}`;
  return createHmac('sha256', pepper).update(named).digest('base64url');
}

/** Whether the header `x-leadloop-signature` (`t=<epoch seconds>,v1=<hex>`) is the sender's, and of these five minutes. It takes the same time whatever is wrong. */
export function isSigned(
  { header, body }: { readonly header: string | undefined; readonly body: string },
  at: Instant,
  secret: string,
): boolean {
  const [, seconds = '', hex = ''] =
    /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header?.trim() ?? '') ?? [];
  const expected = digest(body, seconds, secret);
  const given = Buffer.from(hex.padEnd(64, '0'), 'hex');
  const isTheirs = timingSafeEqual(expected, given);
  const age = Math.abs(millisOf(at) / 1000 - Number(seconds));
  return isTheirs && hex !== '' && age <= TOLERANCE_SECONDS;
}

/** The receipt of a request that comes again: what a delivery repeats is its body; what a copy repeats is its signature too. */
export function inboundReceiptId(source: string, repeated: string): string {
  return `inbound|${source}|${createHash('sha256').update(repeated).digest('hex')}`;
}

function digest(body: string, seconds: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
}
