// Who is asking: bearer tokens with the claims that Cognito would give, signed with a key that is worth nothing, since anybody
// on this machine may ask for a token.

import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

const KEY = 'offline only';
const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

const Claims = z.object({
  sub: z.string().min(1),
  'cognito:groups': z.array(z.string()).readonly(),
  iat: z.number(),
  exp: z.number(),
  token_use: z.literal('id'),
});

/** `iat` and `exp` in epoch seconds of the virtual clock. */
export type Claims = z.infer<typeof Claims>;

/** What a token says of a user that ends so many milliseconds after `now`, which is in epoch milliseconds. */
export function freshClaims(
  { sub, groups }: { readonly sub: string; readonly groups: readonly string[] },
  { now, lifetime }: { readonly now: number; readonly lifetime: number },
): Claims {
  const iat = Math.floor(now / 1000);
  return { sub, 'cognito:groups': groups, iat, exp: iat + lifetime / 1000, token_use: 'id' };
}

export function signToken(claims: Claims): string {
  const signed = `${HEADER}.${encode(claims)}`;
  return `${signed}.${signatureOf(signed)}`;
}

/** The claims of `Bearer …`; undefined when it is missing, forged, malformed or over. `now` in epoch milliseconds. */
export function claimsOf(authorization: string | undefined, now: number): Claims | undefined {
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+) *$/i.exec(authorization ?? '')?.[1];
  const [header, payload, signature] = token?.split('.') ?? [];
  if (header !== HEADER || payload === undefined || signature === undefined) return undefined;
  const claims = verified.get(token ?? '') ?? verifiedClaims(header, payload, signature);
  if (!claims) return undefined;
  if (verified.size >= MOST_VERIFIED) verified.clear();
  verified.set(token ?? '', claims);
  return claims.exp * 1000 > now ? claims : undefined;
}

/** Somebody's token comes with each of his requests, and its signature does not change. */
const verified = new Map<string, Claims>();
const MOST_VERIFIED = 1000;

function verifiedClaims(header: string, payload: string, signature: string): Claims | undefined {
  if (!isEqual(signature, signatureOf(`${header}.${payload}`))) return undefined;
  const claims = Claims.safeParse(decode(payload));
  return claims.success ? claims.data : undefined;
}

function signatureOf(text: string): string {
  return createHmac('sha256', KEY).update(text).digest('base64url');
}

function isEqual(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
