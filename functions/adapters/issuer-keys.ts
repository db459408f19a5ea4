// The public keys of an OpenID Connect issuer, found as the standard says and kept while the instance lives.

import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';

/** Keys come by https; a loopback address, where an emulator's issuer listens, is nobody else's. */
const KeysAddress = z
  .url()
  .regex(/^(https:\/\/|http:\/\/127\.0\.0\.1:)/, 'must begin with https://');
const Discovery = z.object({ jwks_uri: KeysAddress });

/** Asked for at the first token. A discovery that fails is tried again with the next. */
export function issuerKeys(issuer: string): JWTVerifyGetKey {
  let found: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    found ??= discover(issuer);
    try {
      return await (await found)(header, token);
    } catch (error) {
      if (error instanceof IssuerUnreachable) found = undefined;
      throw error;
    }
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const answer = await fetch(address, {
      redirect: 'error',
      signal: AbortSignal.timeout(5000),
    });
    const { jwks_uri } = Discovery.parse(await answer.json());
    return createRemoteJWKSet(new URL(jwks_uri));
  } catch (cause) {
    throw new IssuerUnreachable(`${address} gave no keys; check the issuer of this stage`, {
      cause,
    });
  }
}

class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable';
}
