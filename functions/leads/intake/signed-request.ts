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

/** What stands in the header `x-leadloop-signature`: when it was sent, and the HMAC in hex. */
interface Signature {
  readonly seconds: string;
  readonly hex: string;
}

/**
 * Reads `t=<epoch seconds>,v1=<hex>`; undefined when it is none. White space around the parts, their order and the case of the hex say
 * nothing; each part is there once, and a number has one spelling, so that two headers of one signature read the same.
 */
function signatureIn(header: string | undefined): Signature | undefined {
  const parts = (header ?? '').split(',').map((part) => part.trim());
  const [time, mac, ...others] = parts.toSorted();
  const seconds = /^t=(0|[1-9]\d{0,11})$/.exec(time ?? '')?.[1];
  const hex = /^v1=([0-9a-f]{64})$/i.exec(mac ?? '')?.[1]?.toLowerCase();
  return seconds === undefined || hex === undefined || others.length > 0
    ? undefined
    : { seconds, hex };
}

/** Whether the signature is the sender's, and of these five minutes. It takes the same time whatever is wrong. */
export function isSigned(
  { header, body }: { readonly header: string | undefined; readonly body: string },
  at: Instant,
  secret: string,
): boolean {
  const signature = signatureIn(header);
  const { seconds, hex } = signature ?? { seconds: '', hex: ''.padEnd(64, '0') };
  const isTheirs = timingSafeEqual(digest(body, seconds, secret), Buffer.from(hex, 'hex'));
  const age = Math.abs(millisOf(at) / 1000 - Number(seconds));
  return isTheirs && signature !== undefined && age <= TOLERANCE_SECONDS;
}

/**
 * The receipt of a request that comes again: what a delivery repeats is its body; what a copy repeats is its signature too, however it
 * is written down.
 */
export function inboundReceiptId(
  source: string,
  body: string,
  header?: string | undefined,
): string {
  const { seconds, hex } = signatureIn(header) ?? {};
  const repeated = header === undefined ? body : `t=${seconds},v1=${hex}\n${body}`;
  return `inbound|${source}|${createHash('sha256').update(repeated).digest('hex')}`;
}

function digest(body: string, seconds: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest();
}
