// How a service says no: the error's own name, as SDKs and state machines know it.

import { hash } from 'node:crypto';

/** An error that an AWS service answers; `status` 400 is the caller's fault, 500 and above the service's. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** A UUID that is the same for the same words, so that ids can be replayed. */
export function uuidOf(...words: readonly string[]): string {
  const hex = hash('sha256', words.join('\n'));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
