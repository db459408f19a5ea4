// Cursors that tell nothing (api.md). Where a page ended is made of keys, which name states, reps and instants: so it leaves the
// house sealed, and opens only for the list and the caller it was made for.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { foreignCursor } from '../leads/errors.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Both of the deployment's secret, for this use alone. */
function keysOf(secret: string): { readonly cipher: Buffer; readonly nonce: Buffer } {
  const made = Buffer.from(hkdfSync('sha256', secret, '', 'cursor', 64));
  return { cipher: made.subarray(0, 32), nonce: made.subarray(32) };
}

/** The cursor of a place in a list; `list` is its name, its arguments and who asks, as one line. */
export function sealedCursor(place: string, list: string, secret: string): string {
  const keys = keysOf(secret);
  // Made of what is sealed and not by chance: the same page has the same cursor each time, as answers that are repeated or
  // compared must have, and no two places meet under one nonce.
  const digest = createHmac('sha256', keys.nonce).update(`${list}\n${place}`).digest();
  const nonce = digest.subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keys.cipher, nonce).setAAD(Buffer.from(list));
  const text = [cipher.update(place, 'utf8'), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...text]).toString('base64url');
}

/** The place that was sealed. Throws Invalid on `cursor` for one of another list or caller, or one that was changed. */
export function openedCursor(cursor: string, list: string, secret: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const text = bytes.subarray(NONCE_BYTES + TAG_BYTES);
  try {
    if (bytes.toString('base64url') !== cursor) throw new TypeError('not base64url');
    const decipher = createDecipheriv(CIPHER, keysOf(secret).cipher, nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(list)).setAuthTag(tag);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString();
  } catch (cause) {
    throw foreignCursor(cause);
  }
}
