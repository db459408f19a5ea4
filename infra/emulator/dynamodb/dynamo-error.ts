// An error as DynamoDB answers it, and the forms in which it comes in and goes out.

import type { Item } from './item.ts';

export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

interface Details {
  readonly CancellationReasons?: readonly CancellationReason[];
  /** The item that a failed condition was about, when the request asked for it. */
  readonly Item?: Item;
}

const NAMESPACES: Readonly<Record<string, string>> = {
  ValidationException: 'com.amazon.coral.validate',
  SerializationException: 'com.amazon.coral.service',
  UnknownOperationException: 'com.amazon.coral.service',
};

/** Thrown for every request that DynamoDB would refuse; `name` is AWS's name of the error, the message is AWS's too. */
export class DynamoError extends Error {
  override readonly name: string;
  readonly CancellationReasons?: readonly CancellationReason[];
  readonly Item?: Item;

  constructor(name: string, message: string, details: Details = {}) {
    super(message);
    this.name = name;
    if (details.CancellationReasons) this.CancellationReasons = details.CancellationReasons;
    if (details.Item) this.Item = details.Item;
  }

  /** The body of the HTTP answer, whose status is 400. */
  toWire(): Readonly<Record<string, unknown>> {
    const namespace = NAMESPACES[this.name] ?? 'com.amazonaws.dynamodb.v20120810';
    return {
      __type: `${namespace}#${this.name}`,
      // AWS writes the one error of its front end with a capital M.
      [this.name === 'SerializationException' ? 'Message' : 'message']: this.message,
      ...(this.CancellationReasons && { CancellationReasons: this.CancellationReasons }),
      ...(this.Item && { Item: this.Item }),
    };
  }
}

/** The error of a request that breaks a rule of the API. */
export function invalid(message: string): DynamoError {
  return new DynamoError('ValidationException', message);
}

/** What dynalite throws or hands to a callback (`{ statusCode, body }`), as a DynamoError; anything else as it is. */
export function fromDynalite(error: unknown): unknown {
  if (!(error instanceof Error) || !('body' in error)) return error;
  const body = error.body;
  if (typeof body !== 'object' || body === null || !('__type' in body)) return error;
  const name = String(body.__type).replace(/^.*#/, '');
  if ('message' in body) return new DynamoError(name, String(body.message));
  return new DynamoError(name, 'Message' in body ? String(body.Message) : error.message);
}
