// API Gateway offline: a request becomes the proxy event that a REST API sends, and the function's answer a response.

import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';
import { ACCOUNT } from '../arns.ts';
import type { Json } from '../asl/types.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import type { RunQueue } from '../loop.ts';
import { type GatewayResponse, problem } from './problem.ts';
import { type Route, type RouteMatch, RouteTable } from './route-table.ts';
import { type Claims, claimsOf } from './tokens.ts';

export interface GatewayRequest {
  readonly method: string;
  /** Percent-encoded path with query, as in the request line. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  readonly sourceIp: string;
}

interface GatewayOptions {
  readonly routes: readonly Route[];
  readonly functions: LambdaFunctions;
  readonly queue: RunQueue;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** An id that no request had before. */
  readonly requestId: () => Promise<string>;
  readonly authorize: Authorize;
}

/** What the authorizer of staff routes hands on of a caller, as flat text. */
export type Authorize = (sub: string, groups: readonly string[]) => object;

const LARGEST = { public: 32 * 1024, staff: 256 * 1024 } as const;

const Answer = z.object({
  statusCode: z.int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(z.string())).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

export class Gateway {
  readonly #options: GatewayOptions;
  readonly #routes: RouteTable;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#routes = new RouteTable(options.routes);
  }

  /** Whether everybody may ask there, by whatever method. */
  isPublic(target: string): boolean {
    return this.#routes.isPublic(pathOf(target));
  }

  /** The answer when a request can be refused before its body is read; otherwise how many bytes it may have. */
  admit(request: Omit<GatewayRequest, 'body' | 'sourceIp'>): GatewayResponse | number {
    const match = this.#routes.match(request.method, pathOf(request.target));
    if (match.kind !== 'found') return refusal(match, request);
    const { access, bodyLimit } = match.route;
    const limit = bodyLimit ?? LARGEST[access];
    if (access === 'staff' && !this.#claims(request)) return unauthenticated();
    return Number(request.headers['content-length'] ?? 0) > limit ? tooLarge(limit) : limit;
  }

  async handle(request: GatewayRequest): Promise<GatewayResponse> {
    const admitted = this.admit(request);
    if (typeof admitted !== 'number') return admitted;
    if ((request.body?.length ?? 0) > admitted) return tooLarge(admitted);
    const match = this.#routes.match(request.method, pathOf(request.target));
    if (match.kind !== 'found') return refusal(match, request);
    const { functions, queue, requestId } = this.#options;
    const { route, parameters } = match;
    const id = await requestId();
    const event = this.#event(request, route, {
      id,
      parameters,
      context: this.#context(request, route),
    });
    // Codec: the event is JSON but for undefined, which is not copied.
    const payload = event as unknown as Json;
    const result = await functions.invoke(route.function, payload, id);
    const job = `${request.method} ${route.path}`;
    if (!result.ok) {
      queue.note(job, result.error);
      return internalError();
    }
    const answer = Answer.safeParse(result.payload);
    if (answer.success) return responseOf(answer.data);
    queue.note(job, new TypeError(`${route.function} answered what is no proxy response`));
    return internalError();
  }

  #claims(request: Pick<GatewayRequest, 'headers'>): Claims | undefined {
    return claimsOf(request.headers.authorization, this.#options.now());
  }

  /** What the Lambda authorizer hands on. */
  #context(request: GatewayRequest, { access }: Route) {
    const claims = access === 'staff' ? this.#claims(request) : undefined;
    if (!claims) return undefined;
    const { sub, 'cognito:groups': groups } = claims;
    return { principalId: sub, ...this.#options.authorize(sub, groups) };
  }

  #event(
    request: GatewayRequest,
    route: Route,
    known: {
      readonly id: string;
      readonly parameters: Record<string, string>;
      readonly context: APIGatewayProxyEvent['requestContext']['authorizer'];
    },
  ): APIGatewayProxyEvent {
    const query = new URLSearchParams(request.target.split('?').slice(1).join('?'));
    // As where everything is binary: a text made here would lose what is no UTF-8.
    const body = request.body?.length ? request.body.toString('base64') : null;
    const requestTimeEpoch = this.#options.now();
    return {
      resource: route.path,
      path: decodeURIComponent(pathOf(request.target)),
      httpMethod: request.method,
      headers: request.headers,
      multiValueHeaders: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, [value]]),
      ),
      queryStringParameters: orNull(Object.fromEntries(query)),
      multiValueQueryStringParameters: orNull(
        Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)])),
      ),
      pathParameters: orNull(known.parameters),
      stageVariables: null,
      body,
      isBase64Encoded: body !== null,
      requestContext: {
        accountId: ACCOUNT,
        apiId: 'offline',
        authorizer: known.context,
        protocol: 'HTTP/1.1',
        httpMethod: request.method,
        identity: {
          ...NOBODY,
          sourceIp: request.sourceIp,
          userAgent: request.headers['user-agent'] ?? null,
        },
        path: pathOf(request.target),
        stage: 'offline',
        requestId: known.id,
        requestTimeEpoch,
        resourceId: `${route.method} ${route.path}`,
        resourcePath: route.path,
      },
    };
  }
}

const NOBODY = {
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
  userArn: null,
};

function pathOf(target: string): string {
  return target.split('?')[0] ?? '/';
}

function refusal(
  match: Exclude<RouteMatch, { kind: 'found' }>,
  request: { readonly method: string; readonly target: string },
): GatewayResponse {
  const path = pathOf(request.target).slice(0, 100);
  if (match.kind === 'malformed') {
    return problem(400, 'MALFORMED', `the path ${path} is not percent-encoded UTF-8; encode it`);
  }
  if (match.kind === 'none')
    return problem(404, 'NOT_FOUND', `there is no ${path} here; check the path`);
  const allow = match.allowed.join(', ');
  return problem(405, 'METHOD_NOT_ALLOWED', `${path} takes ${allow}`, { allow });
}

function unauthenticated(): GatewayResponse {
  return problem(401, 'UNAUTHENTICATED', 'a valid bearer token is needed; sign in', {
    'www-authenticate': 'Bearer',
  });
}

/** Refuses a body of more bytes than may be. */
export function tooLarge(limit: number): GatewayResponse {
  return problem(413, 'TOO_LARGE', `the body may have ${limit} bytes; send less`);
}

function internalError(): GatewayResponse {
  return problem(502, 'INTERNAL', 'the function behind this route failed');
}

function responseOf(answer: z.infer<typeof Answer>): GatewayResponse {
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  const several = Object.entries(answer.multiValueHeaders ?? {}).map(([name, values]) => [
    name.toLowerCase(),
    values,
  ]);
  const body = answer.body ?? '';
  return {
    statusCode: answer.statusCode,
    headers: {
      'content-type': 'application/json',
      ...Object.fromEntries([...headers, ...several]),
    },
    body: answer.isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}

function orNull<T>(fields: Record<string, T>): Record<string, T> | null {
  return Object.keys(fields).length === 0 ? null : fields;
}
