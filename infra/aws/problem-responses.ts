// How API Gateway itself says no: problem+json with the codes of the HTTP contract.

import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
}

export const TOO_MANY_REQUESTS: Problem = {
  status: 429,
  title: 'Too much at once',
  code: 'TOO_MANY_REQUESTS',
  detail: 'too many requests at once; try again in a minute',
};

const REFUSALS: readonly (Problem & { readonly type: ResponseType })[] = [
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
  { type: ResponseType.THROTTLED, ...TOO_MANY_REQUESTS },
  {
    type: ResponseType.WAF_FILTERED,
    status: 403,
    title: 'Refused by the firewall',
    code: 'FORBIDDEN',
    detail:
      'the request looks like an attack or names no client; send it from a browser, or tell us',
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
  for (const { type, ...problem } of REFUSALS)
    api.addGatewayResponse(`Refusal-${type.responseType}`, {
      type,
      statusCode: String(problem.status),
      responseHeaders: {
        'Content-Type': "'application/problem+json'",
        ...(origin === undefined ? {} : { 'Access-Control-Allow-Origin': `'${origin}'` }),
      },
      templates: { 'application/json': problemBody(problem) },
    });
}

export function problemBody({ status, title, code, detail }: Problem): string {
  const slug = code.toLowerCase().replaceAll('_', '-');
  const type = `https://leadloop.example/problems/${slug}`;
  return JSON.stringify({ type, title, status, detail, code });
}
