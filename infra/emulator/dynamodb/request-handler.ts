// The AWS SDK's clients, unchanged, on the offline DynamoDB: a request handler that never leaves the process.

import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { Database } from './database.ts';
import { answerWire } from './wire.ts';

/** To be given to `new DynamoDBClient({ requestHandler })`. */
function createRequestHandler(database: Database) {
  return {
    async handle(request: { headers: Record<string, string>; body?: unknown }) {
      const target = request.headers['x-amz-target'];
      const { status, headers, body } = await answerWire(database, target, bodyText(request.body));
      // The SDK takes bytes as they are, and would read anything else as a stream.
      return { response: { statusCode: status, headers, body: encoder.encode(body) } };
    },
  };
}

/** A whole client configuration that needs no network, credentials or profile. */
export function offlineClientConfig(database: Database, region = 'us-east-1') {
  return {
    region,
    endpoint: 'http://dynamodb.offline',
    credentials: { accessKeyId: 'offline', secretAccessKey: 'offline' },
    maxAttempts: 1,
    // Nobody checks signatures in here, and they cost a fifth of each call.
    signer: { sign: async <T>(request: T) => request },
    requestHandler: createRequestHandler(database),
  } satisfies DynamoDBClientConfig;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function bodyText(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return decoder.decode(body);
  throw new TypeError(`request body of type ${typeof body} is neither text nor bytes`);
}
