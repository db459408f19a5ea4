// A request as API Gateway hands it to a function: the builder gives what every request has, a test names what matters.

import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Group, Handler } from '../../functions/platform/api.ts';
import { holdToContract } from './contract.ts';
import type { Json } from './json.ts';
import { NOW } from './routing-builders.ts';

export interface Asked {
  /** Route template, such as `PUT /v1/reps/{repId}`. */
  readonly route: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON; text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sub?: string;
  /** None: no token was sent. */
  readonly groups?: readonly Group[] | undefined;
  readonly at?: string;
  readonly requestId?: string;
}

export function anApiEvent(asked: Asked): APIGatewayProxyEvent {
  const { route, params = {}, query, body, headers, sub = 'olga', at = NOW } = asked;
  const [httpMethod = '', resource = ''] = route.split(' ');
  const groups = 'groups' in asked ? asked.groups : ['ops'];
  const path = resource.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    resource,
    path,
    httpMethod,
    headers: { 'content-type': 'application/json', ...headers },
    multiValueHeaders: {},
    queryStringParameters: query ? { ...query } : null,
    multiValueQueryStringParameters: null,
    pathParameters: Object.keys(params).length === 0 ? null : { ...params },
    stageVariables: null,
    body: text ?? null,
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      authorizer: groups && { principalId: sub, sub, groups: groups.join(',') },
      protocol: 'HTTP/1.1',
      httpMethod,
      identity: { ...nobody, sourceIp: '203.0.113.7' },
      path,
      stage: 'test',
      requestId: asked.requestId ?? `request ${route} ${text ?? ''}`,
      requestTimeEpoch: Date.parse(at),
      resourceId: route,
      resourcePath: resource,
    },
  };
}

const nobody = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userAgent: null,
  userArn: null,
};

/** What came back. */
export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly headers: APIGatewayProxyResult['headers'];
  readonly body: Json;
}

/** Asks a handler. */
export async function ask(handler: Handler, asked: Asked): Promise<Answered> {
  const event = anApiEvent(asked);
  const answered = await handler(event);
  holdToContract(event, answered);
  const { statusCode, headers, body } = answered;
  return {
    status: statusCode,
    type: String(headers?.['content-type']),
    headers,
    body: JSON.parse(body),
  };
}
