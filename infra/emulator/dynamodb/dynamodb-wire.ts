// DynamoDB's wire protocol, AWS JSON 1.0: a target header and a JSON body in, a status and a JSON body out.

import { crc32 } from 'node:zlib';
import type { Ground } from '../ground.ts';
import type { WireAnswer } from '../http/aws-json.ts';
import { DynamoError } from './dynamo-error.ts';

const TARGET = 'DynamoDB_20120810.';

/** Answers a request as DynamoDB's endpoint does; `target` is the header X-Amz-Target. */
export async function answerWire(
  database: Pick<Ground, 'call'>,
  target: string,
  body: string,
): Promise<WireAnswer> {
  try {
    if (!target.startsWith(TARGET)) {
      throw new DynamoError('UnknownOperationException', `target ${target} is none of ${TARGET}*`);
    }
    return answer(200, await database.call(target.slice(TARGET.length), parse(body)));
  } catch (error) {
    if (error instanceof DynamoError) return answer(400, error.toWire());
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return answer(500, { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message });
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new DynamoError('SerializationException', 'the body is not JSON');
  }
}

function answer(statusCode: number, value: unknown): WireAnswer {
  const body = JSON.stringify(value);
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-crc32': String(crc32(body)),
    'x-amzn-requestid': crypto.randomUUID(),
  };
  return { statusCode, headers, body };
}
