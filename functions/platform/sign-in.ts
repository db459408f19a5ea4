// Who is asking, by a token of the company's issuer: Cognito or any other that speaks OpenID Connect.

import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { dateOf, type Instant } from '../leads/instant.ts';
import { present } from '../leads/present.ts';
import type { Group } from './api.ts';

export interface SignIn {
  readonly issuer: string;
  /** The client id that tokens must be for. */
  readonly audience: string;
  /** The claim that holds the groups: `cognito:groups`, `groups`, `roles`. */
  readonly groupsClaim: string;
  readonly keys: JWTVerifyGetKey;
}

/** What the API's functions are told of the caller (api.ts reads it): flat text, groups with commas between. */
export interface CallerContext {
  readonly sub: string;
  readonly groups: string;
}

/** Issuers sign with a private key: a shared secret would let everybody who checks tokens make them. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const GROUPS: readonly string[] = ['sdr', 'rep', 'director', 'ops', 'admin'] satisfies Group[];

/** What can be wrong with a token, as jose names it. Anything else is wrong with the issuer or with us: nobody is asked to sign in again for it. */
const TOKENS_FAULT: ReadonlySet<string> = new Set([
  errors.JWTExpired.code,
  errors.JWTClaimValidationFailed.code,
  errors.JWTInvalid.code,
  errors.JWSInvalid.code,
  errors.JWSSignatureVerificationFailed.code,
  errors.JWKSNoMatchingKey.code,
  errors.JOSEAlgNotAllowed.code,
  errors.JOSENotSupported.code,
]);

/** The caller of a token. Undefined when it is forged, over, for somebody else or malformed; throws when the keys cannot be had. */
export async function callerOf(
  token: string,
  { issuer, audience, groupsClaim, keys }: SignIn,
  at: Instant | undefined,
): Promise<CallerContext | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['sub', 'exp'],
      ...present({ currentDate: at === undefined ? undefined : dateOf(at) }),
    });
    return contextOf(payload, groupsClaim);
  } catch (error) {
    if (error instanceof errors.JOSEError && TOKENS_FAULT.has(error.code)) return undefined;
    throw error;
  }
}

/** An access token of Cognito names no audience and is refused above; an id token says what it is. */
function contextOf(payload: JWTPayload, groupsClaim: string): CallerContext | undefined {
  const { sub, token_use: use } = payload;
  if (!sub || (use !== undefined && use !== 'id')) return undefined;
  return callerContext(sub, payload[groupsClaim]);
}

/** Only groups of this system pass: a company's other groups may have any name, commas too. */
export function callerContext(sub: string, groups: unknown): CallerContext {
  const named = Array.isArray(groups) ? groups : [groups];
  return { sub, groups: GROUPS.filter((group) => named.includes(group)).join(',') };
}
