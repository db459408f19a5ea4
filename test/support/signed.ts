// A sender's signature, made as the contract describes it and not as our code reads it.

import { createHmac } from 'node:crypto';

/** The header `x-leadloop-signature` of a body that is sent at `seconds` (epoch). */
export function signatureOf(body: string, seconds: number, secret: string): string {
  const hex = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${hex}`;
}
