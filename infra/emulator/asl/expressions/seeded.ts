import { hash } from 'node:crypto';

// Chance that a replay repeats: every draw is a hash of a text that names the place it is drawn at.

/** A number in [0, 1) that `text` decides. */
export function seededFraction(text: string): number {
  return hash('sha256', text, 'buffer').readUIntBE(0, 6) / 2 ** 48;
}

/** A version 4 UUID that `text` decides. */
export function seededUuid(text: string): string {
  const bytes = hash('sha256', text, 'buffer').subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** An opaque token, URL-safe, as long as AWS's are hard to guess. */
export function seededToken(text: string): string {
  return hash('sha512', `token:${text}`, 'base64url');
}
