// Which websites' pages may read what the API answers (CORS): the ones that the deployment names.

import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import type { Logged } from './first-call.ts';

type ApiHandler = Logged<APIGatewayProxyEvent, APIGatewayProxyResult>;

const BrowserEnvironment = z.object({ ALLOWED_ORIGINS: z.string() });

/** The handler, with the header that lets a named website's page read the answer. Others get the same answer without it. */
export function forBrowsers(handler: ApiHandler): ApiHandler {
  return async (event, context) => {
    const answer = await handler(event, context);
    const { ALLOWED_ORIGINS } = BrowserEnvironment.parse(process.env);
    const [, origin] = Object.entries(event.headers ?? {}).find(
      ([name]) => name.toLowerCase() === 'origin',
    ) ?? [undefined, undefined];
    if (!origin || !ALLOWED_ORIGINS.split(',').includes(origin)) return answer;
    const cors = { 'access-control-allow-origin': origin, vary: 'origin' };
    return { ...answer, headers: { ...answer.headers, ...cors } };
  };
}
