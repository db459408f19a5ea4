import { describe, expect, it } from 'vitest';
import { Gateway, type GatewayRequest } from '../../../infra/emulator/http/gateway.ts';
import type { GatewayResponse } from '../../../infra/emulator/http/problem.ts';
import { signToken } from '../../../infra/emulator/http/tokens.ts';
import {
  type FunctionHandler,
  LambdaFunctions,
} from '../../../infra/emulator/lambda/lambda-functions.ts';
import { RunQueue } from '../../../infra/emulator/loop.ts';

const NOW = Date.UTC(2026, 8, 14, 2);

function openGateway(handler: FunctionHandler = async (event) => ok(event)) {
  const queue = new RunQueue({ failed: () => {}, begins: () => {} });
  let count = 0;
  const gateway = new Gateway({
    queue,
    functions: new LambdaFunctions(['StaffApi', 'Intake'], async () => handler),
    now: () => NOW,
    requestId: async () => {
      count += 1;
      return `request-${count}`;
    },
    authorize: (sub, groups) => ({ sub, groups: groups.join(',') }),
    routes: [
      { method: 'POST', path: '/v1/submissions', function: 'Intake', access: 'public' },
      { method: 'GET', path: '/v1/leads/{leadId}', function: 'StaffApi', access: 'staff' },
      { method: 'GET', path: '/v1/leads/mine', function: 'Intake', access: 'staff' },
      { method: 'POST', path: '/v1/leads/{leadId}', function: 'StaffApi', access: 'staff' },
    ],
  });
  return { gateway, queue };
}

function ok(value: unknown) {
  return { statusCode: 200, body: JSON.stringify(value) };
}

function request(fields: Partial<GatewayRequest>): GatewayRequest {
  return { method: 'GET', target: '/', headers: {}, sourceIp: '127.0.0.1', ...fields };
}

function tokenOf(sub: string, groups: string[], exp = NOW / 1000 + 3600): string {
  const claims = { sub, 'cognito:groups': groups, iat: NOW / 1000, exp };
  return `Bearer ${signToken({ ...claims, token_use: 'id' })}`;
}

function parsed({ body }: GatewayResponse) {
  return JSON.parse(body.toString());
}

describe('the gateway', () => {
  it('hands a public request on as a proxy event of the virtual instant', async () => {
    const { gateway } = openGateway();

    const answer = await gateway.handle(
      request({
        method: 'POST',
        target: '/v1/submissions?a=1&a=2&b=%20x',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from('{"form":"demo"}'),
      }),
    );

    expect(parsed(answer)).toMatchObject({
      resource: '/v1/submissions',
      path: '/v1/submissions',
      httpMethod: 'POST',
      headers: { 'content-type': 'application/json' },
      queryStringParameters: { a: '2', b: ' x' },
      multiValueQueryStringParameters: { a: ['1', '2'], b: [' x'] },
      pathParameters: null,
      body: Buffer.from('{"form":"demo"}').toString('base64'),
      isBase64Encoded: true,
      requestContext: {
        requestTimeEpoch: NOW,
        requestId: 'request-1',
        identity: { sourceIp: '127.0.0.1' },
      },
    });
  });

  it('tells the function who asks and for what', async () => {
    const { gateway } = openGateway();

    const answer = await gateway.handle(
      request({
        target: '/v1/leads/lead%201',
        headers: { authorization: tokenOf('rep-1', ['rep', 'sdr']) },
      }),
    );

    expect(parsed(answer)).toMatchObject({
      pathParameters: { leadId: 'lead 1' },
      requestContext: { authorizer: { sub: 'rep-1', groups: 'rep,sdr', principalId: 'rep-1' } },
    });
  });

  it('prefers a literal segment to a parameter', async () => {
    const { gateway } = openGateway(async (_event, context) => ok(context.functionName));

    const answer = await gateway.handle(
      request({ target: '/v1/leads/mine', headers: { authorization: tokenOf('rep-1', []) } }),
    );

    expect(parsed(answer)).toBe('Intake');
  });

  it.each([
    ['nobody', undefined],
    ['a word', 'Bearer word'],
    ['a forged token', `${tokenOf('rep-1', ['rep']).slice(0, -3)}abc`],
    ['another algorithm', `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.e30`],
    ['an old token', tokenOf('rep-1', ['rep'], NOW / 1000)],
  ])('refuses %s as unauthenticated', async (_name, authorization) => {
    const { gateway } = openGateway();

    const answer = await gateway.handle(
      request({ target: '/v1/leads/x', headers: authorization ? { authorization } : {} }),
    );

    expect(answer.statusCode).toBe(401);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(parsed(answer)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it.each([
    ['GET', '/v2/nothing', 404, 'NOT_FOUND'],
    ['DELETE', '/v1/submissions', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/v1/leads/%E0%A4%A', 400, 'MALFORMED'],
    ['GET', '/v1/leads/', 404, 'NOT_FOUND'],
  ])('answers %s %s with a problem of status %i', async (method, target, status, code) => {
    const { gateway } = openGateway();

    const answer = await gateway.handle(request({ method, target }));

    expect(answer.statusCode).toBe(status);
    expect(parsed(answer)).toMatchObject({ status, code });
  });

  it('names the methods that a path takes', async () => {
    const { gateway } = openGateway();

    const answer = await gateway.handle(request({ method: 'PUT', target: '/v1/leads/mine' }));

    expect(answer.headers.allow).toBe('GET, HEAD, POST');
  });

  it('answers HEAD by the route of GET', async () => {
    const { gateway } = openGateway();

    const answer = await gateway.handle(
      request({
        method: 'HEAD',
        target: '/v1/leads/mine',
        headers: { authorization: tokenOf('rep-1', []) },
      }),
    );

    expect(answer.statusCode).toBe(200);
  });

  it('takes 32 KB from the public and not a byte more', async () => {
    const { gateway } = openGateway();
    const post = (size: number) =>
      gateway.handle(
        request({ method: 'POST', target: '/v1/submissions', body: Buffer.alloc(size, 'x') }),
      );

    expect((await post(32 * 1024)).statusCode).toBe(200);
    expect(parsed(await post(32 * 1024 + 1))).toMatchObject({ status: 413 });
  });

  it('passes content types, several cookies and bytes through', async () => {
    const { gateway } = openGateway(async () => ({
      statusCode: 201,
      headers: { 'Content-Type': 'text/csv' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
      body: Buffer.from('x,y').toString('base64'),
      isBase64Encoded: true,
    }));

    const answer = await gateway.handle(request({ method: 'POST', target: '/v1/submissions' }));

    expect(answer).toEqual({
      statusCode: 201,
      headers: { 'content-type': 'text/csv', 'set-cookie': ['a=1', 'b=2'] },
      body: Buffer.from('x,y'),
    });
  });

  it.each([
    ['throws', () => Promise.reject(new Error('a secret'))],
    ['answers what is no response', async () => ({ status: 200 })],
  ])('answers 502 and keeps the reason when a function %s', async (_name, handler) => {
    const { gateway, queue } = openGateway(handler);

    const answer = await gateway.handle(request({ method: 'POST', target: '/v1/submissions' }));

    expect(answer.statusCode).toBe(502);
    expect(answer.body.toString()).not.toContain('secret');
    expect(queue.failures).toHaveLength(1);
  });
});
