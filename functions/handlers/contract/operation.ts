// What the OpenAPI document and the tests know of an operation beyond what its route needs to run.

import type * as z from 'zod';
import type { ProblemCode } from '../../leads/errors.ts';

export interface Operation {
  readonly summary: string;
  /** Of every success; a page that a browser shows is text. */
  readonly answer: z.ZodType;
  /** Codes of its own, beside those that its route's traits bring (openapi.ts). */
  readonly problems?: readonly ProblemCode[];
}
