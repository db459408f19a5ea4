// A call as it comes out of the buffer: to the routes it is the call that came then.

import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod';
import { Instant, millisOf } from '../leads/instant.ts';
import type { Kept } from './kept-call.ts';

const texts = z.record(z.string(), z.string());
const KeptCall = z.object({
  method: z.string(),
  resource: z.string(),
  path: z.string(),
  params: texts,
  headers: texts,
  body: z.string(),
  sourceIp: z.string(),
  requestId: z.string(),
  receivedAt: Instant,
}) satisfies z.ZodType<Kept>;

/** Throws SyntaxError and ZodError on what is no kept call. */
export function calledAgain(text: string): APIGatewayProxyEvent {
  const { method, receivedAt, params, sourceIp, requestId, ...kept } = KeptCall.parse(
    JSON.parse(text),
  );
  const again = {
    ...kept,
    httpMethod: method,
    pathParameters: params,
    queryStringParameters: null,
    isBase64Encoded: true,
    requestContext: {
      ...{ requestId, identity: { sourceIp } },
      requestTimeEpoch: millisOf(receivedAt),
    },
  };
  // Codec: all that api.ts reads of such an event.
  return again as unknown as APIGatewayProxyEvent;
}
