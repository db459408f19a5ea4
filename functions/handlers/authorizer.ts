// The API's authorizer: refuses whoever has no valid token, before any function runs, and says who the others are.

import type {
  APIGatewayAuthorizerResult,
  APIGatewayRequestAuthorizerEvent,
  Statement,
} from 'aws-lambda';
import * as z from 'zod';
import { issuerKeys } from '../adapters/issuer-keys.ts';
import { instantOf } from '../leads/instant.ts';
import { callerOf, type SignIn } from '../platform/sign-in.ts';

const SignInEnvironment = z.object({
  OIDC_ISSUER: z.url(),
  OIDC_AUDIENCE: z.string().min(1),
  OIDC_GROUPS_CLAIM: z.string().min(1),
});

/** Throws `Unauthorized`, which API Gateway answers with 401; anything else becomes a 500 and an alarm. */
export const create =
  (signIn: SignIn) =>
  async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const [, header] = Object.entries(event.headers ?? {}).find(
      ([name]) => name.toLowerCase() === 'authorization',
    ) ?? ['', ''];
    const token = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
    // Where the gateway does not say when, the library's own clock judges a token's end.
    const { requestTimeEpoch: received } = event.requestContext as { requestTimeEpoch?: number };
    const at = received === undefined ? undefined : instantOf(received);
    const caller = token === undefined ? undefined : await callerOf(token, signIn, at);
    if (!caller) throw new Error('Unauthorized');
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

let authorize: ReturnType<typeof create> | undefined;

export async function handler(
  event: APIGatewayRequestAuthorizerEvent,
): Promise<APIGatewayAuthorizerResult> {
  authorize ??= create(signInOf(process.env));
  return authorize(event);
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
