// How API Gateway itself says no: problem+json with the codes of the HTTP contract.

import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

interface Refusal {
  readonly type: ResponseType;
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
}

const REFUSALS: readonly Refusal[] = [
  {
    type: ResponseType.UNAUTHORIZED,
    status: 401,
    title: 'Sign in first',
    code: 'UNAUTHENTICATED',
    detail: 'a valid bearer token is needed; sign in',
  },
  {
    type: ResponseType.ACCESS_DENIED,
    status: 403,
    title: 'Your group may not do this',
    code: 'FORBIDDEN',
    detail: 'your group may not do this; ask ops for it',
  },
  {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    status: 404,
    title: 'Not found',
    code: 'NOT_FOUND',
    detail: 'there is no such route; check the method and the path',
  },
  {
    type: ResponseType.REQUEST_TOO_LARGE,
    status: 413,
    title: 'The body is too large',
    code: 'TOO_LARGE',
    detail: 'the body is too large; send less',
  },
  {
    type: ResponseType.THROTTLED,
    status: 429,
    title: 'Too much at once',
    code: 'TOO_MANY_REQUESTS',
    detail: 'too many requests at once; try again in a minute',
  },
  {
    type: ResponseType.DEFAULT_5XX,
    status: 502,
    title: 'Not done',
    code: 'INTERNAL',
    detail: 'the function behind this route failed; try again',
  },
];

/** A fixed header can name one website only: the first, which is the staff's pages. */
export function answerProblems(api: RestApi, [origin]: readonly string[]): void {
  for (const { type, status, title, code, detail } of REFUSALS) {
    const slug = code.toLowerCase().replaceAll('_', '-');
    const body = { type: `https://leadloop.example/problems/${slug}`, title, status, detail, code };
    api.addGatewayResponse(`Refusal-${type.responseType}`, {
      type,
      statusCode: String(status),
      responseHeaders: {
        'Content-Type': "'application/problem+json'",
        ...(origin === undefined ? {} : { 'Access-Control-Allow-Origin': `'${origin}'` }),
      },
      templates: { 'application/json': JSON.stringify(body) },
    });
  }
}
