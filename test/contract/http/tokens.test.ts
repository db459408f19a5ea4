import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import {
  type CryptoKey,
  createLocalJWKSet,
  createRemoteJWKSet,
  exportJWK,
  generateKeyPair,
  SignJWT,
} from 'jose';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { create } from '../../../functions/handlers/authorizer.ts';
import { callerContext } from '../../../functions/platform/sign-in.ts';
import { Gateway } from '../../../infra/emulator/http/gateway.ts';
import { signToken } from '../../../infra/emulator/http/tokens.ts';
import type { LambdaFunctions } from '../../../infra/emulator/lambda/lambda-functions.ts';
import { RunQueue } from '../../../infra/emulator/loop.ts';

// The same tokens before the deployed authorizer and before the offline gateway: both let in the same people as the same caller.

const NOW = Date.UTC(2026, 8, 14, 2);
const SECONDS = NOW / 1000;
const issuer = 'https://sign-in.example';
const audience = 'leadloop-client';

interface Claims {
  readonly sub?: string;
  readonly groups?: unknown;
  readonly exp?: number;
  readonly use?: string;
}
interface Door {
  readonly name: string;
  sign(claims: Claims): Promise<string>;
  /** The caller that the function behind sees, or `refused`. */
  knock(authorization: string | undefined): Promise<unknown>;
}

const aws: Door & { foreign?: (claims: Claims) => Promise<string> } = {
  name: 'the authorizer',
  sign: () => Promise.reject(new Error('no keys yet')),
  knock: () => Promise.reject(new Error('no keys yet')),
};

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const other = await generateKeyPair('RS256');
  const keys = createLocalJWKSet({
    keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }],
  });
  const signedBy =
    (key: CryptoKey, from = issuer, to = audience) =>
    ({ sub, groups = [], exp = SECONDS + 60, use = 'id' }: Claims) =>
      new SignJWT({ ...(sub === undefined ? {} : { sub }), groups, token_use: use })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(from)
        .setAudience(to)
        .setExpirationTime(exp)
        .sign(key);
  aws.sign = signedBy(privateKey);
  const authorize = create({ issuer, audience, groupsClaim: 'groups', keys });
  aws.knock = async (authorization) => {
    try {
      const { context } = await authorize(eventWith(authorization));
      return context;
    } catch (error) {
      if (error instanceof Error && error.message === 'Unauthorized') return 'refused';
      throw error;
    }
  };
  foreign = [
    ['of another key', signedBy(other.privateKey)],
    ['of another issuer', signedBy(privateKey, 'https://other.example')],
    ['for another client', signedBy(privateKey, issuer, 'another-client')],
  ];
});

let foreign: [string, (claims: Claims) => Promise<string>][] = [];

function eventWith(authorization: string | undefined): APIGatewayRequestAuthorizerEvent {
  return {
    type: 'REQUEST',
    methodArn: 'arn:aws:execute-api:eu-west-1:111111111111:api/prod/GET/v1/me',
    headers: authorization === undefined ? {} : { Authorization: authorization },
    requestContext: { requestTimeEpoch: NOW },
  } as unknown as APIGatewayRequestAuthorizerEvent;
}

const offline: Door = {
  name: 'the offline gateway',
  async sign({ sub = '', groups = [], exp = SECONDS + 60, use = 'id' }) {
    const claims = { sub, 'cognito:groups': groups, iat: SECONDS - 60, exp, token_use: use };
    return signToken(claims as Parameters<typeof signToken>[0]);
  },
  async knock(authorization) {
    const functions = {
      invoke: async (_name: string, event: { requestContext: { authorizer: object } }) => ({
        ok: true,
        payload: { statusCode: 200, body: JSON.stringify(event.requestContext.authorizer) },
      }),
    };
    const gateway = new Gateway({
      routes: [{ method: 'GET', path: '/v1/me', function: 'StaffApi', access: 'staff' }],
      functions: functions as unknown as LambdaFunctions,
      queue: new RunQueue({ failed: () => undefined, begins: () => undefined }),
      now: () => NOW,
      requestId: async () => 'request-1',
      authorize: callerContext,
    });
    const answer = await gateway.handle({
      method: 'GET',
      target: '/v1/me',
      headers: authorization === undefined ? {} : { authorization },
      sourceIp: '127.0.0.1',
    });
    if (answer.statusCode === 401) return 'refused';
    const { sub, groups } = JSON.parse(answer.body.toString());
    return { sub, groups };
  },
};

describe.each([aws, offline])('$name', (door) => {
  it('lets a caller in as who he is, with the groups of this system', async () => {
    const token = await door.sign({ sub: 'user-1', groups: ['rep', 'ops'] });

    expect(await door.knock(`Bearer ${token}`)).toEqual({ sub: 'user-1', groups: 'rep,ops' });
  });

  it('takes the scheme in any case, and nobody’s groups for none', async () => {
    const token = await door.sign({ sub: 'user-1', groups: [] });

    expect(await door.knock(`bearer  ${token} `)).toEqual({ sub: 'user-1', groups: '' });
  });

  it('passes on no group of the company’s own, not even one that spells two of ours', async () => {
    const token = await door.sign({ sub: 'user-1', groups: ['rep,admin', 'finance', 'sdr'] });

    expect(await door.knock(`Bearer ${token}`)).toEqual({ sub: 'user-1', groups: 'sdr' });
  });

  it.each([
    ['no header', () => undefined],
    ['another scheme', (token: string) => `Basic ${token}`],
    ['no token', () => 'Bearer '],
    ['two tokens', (token: string) => `Bearer ${token} ${token}`],
    ['what is no token', () => 'Bearer a.b.c'],
    ['a changed signature', (token: string) => `Bearer ${token.slice(0, -6)}AAAAAA`],
    ['no signature', (token: string) => `Bearer ${token.split('.').slice(0, 2).join('.')}.`],
    [
      'the algorithm none',
      (token: string) =>
        `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`,
    ],
  ])('refuses %s', async (_what, header) => {
    const token = await door.sign({ sub: 'user-1', groups: ['rep'] });

    expect(await door.knock(header(token))).toBe('refused');
  });

  it.each([
    ['one that is over at this instant', { sub: 'user-1', exp: SECONDS }],
    ['one without a subject', { sub: '' }],
    ['an access token', { sub: 'user-1', use: 'access' }],
  ])('refuses %s', async (_what, claims) => {
    expect(await door.knock(`Bearer ${await door.sign(claims)}`)).toBe('refused');
  });
});

describe('the authorizer', () => {
  it('takes its own clock when the gateway does not say when', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256' }] });
    const token = await new SignJWT({ sub: 'user-1', groups: ['rep'] })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime('1m')
      .sign(privateKey);
    const authorize = create({ issuer, audience, groupsClaim: 'groups', keys });

    const { principalId } = await authorize({
      ...eventWith(`Bearer ${token}`),
      requestContext: {} as APIGatewayRequestAuthorizerEvent['requestContext'],
    });

    expect(principalId).toBe('user-1');
  });

  it.each([0, 1, 2])(
    'refuses a token that is not this issuer’s for this client (%i)',
    async (index) => {
      const [, sign] = foreign[index] ?? [];

      expect(await aws.knock(`Bearer ${await sign?.({ sub: 'user-1' })}`)).toBe('refused');
    },
  );

  it('refuses a token that the same keys’ public half signed as a secret', async () => {
    const secret = new TextEncoder().encode('public half');
    const token = await new SignJWT({ sub: 'user-1' })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(SECONDS + 60)
      .sign(secret);

    expect(await aws.knock(`Bearer ${token}`)).toBe('refused');
  });

  it.each([
    ['answers 503', 503, 'down for maintenance'],
    ['answers what are no keys', 200, '{}'],
    ['answers no JSON', 200, 'hello'],
  ])('asks nobody to sign in again when the issuer %s', async (_how, status, text) => {
    const issuing = createServer((_request, response) => response.writeHead(status).end(text));
    onTestFinished(() => void issuing.close());
    await once(issuing.listen(0, '127.0.0.1'), 'listening');
    const { port } = issuing.address() as AddressInfo;
    const keys = createRemoteJWKSet(new URL(`http://127.0.0.1:${port}/keys`));
    const authorize = create({ issuer, audience, groupsClaim: 'groups', keys });
    const token = await aws.sign({ sub: 'user-1' });

    const asked = authorize(eventWith(`Bearer ${token}`));

    await expect(asked).rejects.not.toThrow('Unauthorized');
  });
});
