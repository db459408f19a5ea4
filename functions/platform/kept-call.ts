// A call as it waits in the buffer: what API Gateway said of it that means something.

import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type Instant, instantOf } from '../leads/instant.ts';
import type { KeptCall } from '../ports.ts';

/** A call as it lies in the buffer. */
export interface Kept {
  readonly method: string;
  readonly resource: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64 of its bytes, over which signatures are. */
  readonly body: string;
  readonly sourceIp: string;
  readonly requestId: string;
  readonly receivedAt: Instant;
}

/** What is said of the body, whether it came before, and who signs it. */
const HEADERS = [
  'content-type',
  'idempotency-key',
  'x-leadloop-signature',
  'x-hub-signature-256',
] as const;

export function keptCall(event: APIGatewayProxyEvent): KeptCall {
  const { httpMethod, resource, path, pathParameters, headers, body, requestContext } = event;
  const { requestId, requestTimeEpoch, identity } = requestContext;
  const kept: Kept = {
    ...{ method: httpMethod, resource, path, requestId, sourceIp: identity.sourceIp },
    params: (pathParameters ?? {}) as Record<string, string>,
    headers: Object.fromEntries(
      Object.entries(headers ?? {}).flatMap(([name, value]) => {
        const known = HEADERS.find((one) => one === name.toLowerCase());
        return known && value !== undefined ? [[known, value]] : [];
      }),
    ),
    body: event.isBase64Encoded ? (body ?? '') : Buffer.from(body ?? '').toString('base64'),
    receivedAt: instantOf(requestTimeEpoch),
  };
  // People send forms of their own; another system sends those of many, by one path.
  const sender = path === resource ? identity.sourceIp : path;
  return {
    id: requestId,
    sender: createHash('sha256').update(sender).digest('hex'),
    text: ascii(JSON.stringify(kept)),
  };
}

/** A queue takes the letters of XML only. */
function ascii(text: string): string {
  return text.replaceAll(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
