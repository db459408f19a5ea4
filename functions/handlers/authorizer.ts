// The API's authorizer: refuses whoever has no valid token, before any function runs, and says who the others are.

import type {
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEvent,
  Statement,
} from 'aws-lambda';
import * as z from 'zod';
import { issuerKeys } from '../adapters/issuer-keys.ts';
import { type Instant, instantOf } from '../leads/instant.ts';
import { count } from '../platform/metrics.ts';
import { callerOf, type SignIn } from '../platform/sign-in.ts';

const SignInEnvironment = z.object({
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string().min(1),
  OIDC_GROUPS_CLAIM: z.string().min(1),
});

/** What API Gateway answers with 401; Lambda counts it as an error like any other. */
class Unauthorized extends Error {
  override readonly message = 'Unauthorized';
}

/** Throws Unauthorized; anything else becomes a 500. */
export const create =
  (signIn: SignIn) =>
  async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const [, header] = Object.entries(event.headers ?? {}).find(
      ([name]) => name.toLowerCase() === 'authorization',
    ) ?? ['', ''];
    const token = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
    const caller =
      token === undefined ? undefined : await callerOf(token, signIn, receivedAt(event));
    if (!caller) throw new Unauthorized();
    return {
      principalId: caller.sub,
      policyDocument: { Version: '2012-10-17', Statement: [allow(event.methodArn)] },
      context: { ...caller },
    };
  };

/** The whole stage: the answer is kept for a minute and must hold for every route; which group may what is the routes' own. */
function allow(methodArn: string): Statement {
  const [api = '', stage = ''] = methodArn.split('/');
  return { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${api}/${stage}/*` };
}

/** Undefined where the gateway does not say: then the library's own clock judges a token's end. */
function receivedAt({ requestContext }: APIGatewayRequestAuthorizerEvent): Instant | undefined {
  const { requestTimeEpoch } = requestContext as { requestTimeEpoch?: number };
  return requestTimeEpoch === undefined ? undefined : instantOf(requestTimeEpoch);
}

let authorize: ReturnType<typeof create> | undefined;

export async function handler(
  event: APIGatewayRequestAuthorizerEvent,
): Promise<APIGatewayAuthorizerResult> {
  authorize ??= create(signInOf(process.env));
  try {
    return await authorize(event);
  } catch (error) {
    // Nobody can sign in: counted apart from the tokens that strangers try.
    const at = receivedAt(event);
    if (at && !(error instanceof Unauthorized)) count({ IssuerUnreachable: 1 }, at);
    throw error;
  }
}

function signInOf(env: Readonly<Record<string, string | undefined>>): SignIn {
  const { OIDC_ISSUER, OIDC_AUDIENCE, OIDC_GROUPS_CLAIM } = SignInEnvironment.parse(env);
  return {
    issuer: OIDC_ISSUER,
    audience: OIDC_AUDIENCE,
    groupsClaim: OIDC_GROUPS_CLAIM,
    keys: issuerKeys(OIDC_ISSUER),
  };
}
