// What can be wrong with a request, each with the code that api.md gives it.

/** Stable codes of api.md. */
export type ProblemCode =
  | 'MALFORMED'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_YOUR_OFFER'
  | 'NOT_YOUR_LEAD'
  | 'PARTY'
  | 'NOT_FOUND'
  | 'ILLEGAL_TRANSITION'
  | 'OFFER_EXPIRED'
  | 'OFFER_SETTLED'
  | 'RECYCLE_GUARD'
  | 'COLLISION'
  | 'IDEMPOTENCY_REUSED'
  | 'STALE_VERSION'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'INVALID'
  | 'BANT_FAILS'
  | 'PRECONDITION_REQUIRED'
  | 'TOO_MANY_REQUESTS';

/** One field that is wrong: a dotted path from the body's root, and what to do about it. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

interface Problem {
  readonly code: ProblemCode;
  readonly errors?: readonly FieldProblem[];
  /** Further members of the problem+json body, such as `state` and `allowed`. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An expected refusal: never retried, answered with its code; its status is the API's business (platform/problems.ts). Anything else thrown is a bug or AWS. */
export class LeadError extends Error {
  override readonly name: string = 'LeadError';
  readonly problem: Problem;
  constructor(message: string, problem: Problem) {
    super(message, { cause: problem.cause });
    this.problem = problem;
  }
}

/** No such thing, or none that the caller may know of. */
export class NotFound extends LeadError {
  override readonly name = 'NotFound';
  constructor(what: string, id: string) {
    // An id of a path may hold anything: the message is one short line all the same.
    const line = id.slice(0, 60).replace(/\p{Cc}/gu, '?');
    super(`there is no ${what} ${line}; check the id`, { code: 'NOT_FOUND' });
  }
}

/** The caller's group, or the caller himself, may not do this. */
export class Forbidden extends LeadError {
  override readonly name = 'Forbidden';
  constructor(
    message: string,
    code: 'FORBIDDEN' | 'NOT_YOUR_OFFER' | 'NOT_YOUR_LEAD' | 'PARTY' = 'FORBIDDEN',
  ) {
    super(message, { code });
  }
}

/** The body, query or path does not fit its schema; every bad field is named. */
export class Invalid extends LeadError {
  override readonly name = 'Invalid';
  constructor(errors: readonly FieldProblem[], cause?: unknown) {
    super(errors.map(({ path, message }) => `${path || 'body'}: ${message}`).join('; '), {
      code: 'INVALID',
      errors,
      cause,
    });
  }
}

/** A cursor is opaque, so there is only one thing to say of a bad one. */
export function foreignCursor(cause?: unknown): Invalid {
  const message = 'not a cursor of this list; take it from the last page';
  return new Invalid([{ path: 'cursor', message }], cause);
}

/** Somebody changed the row between our read and our write: read again and decide again. Never leaves a use case. */
export class LostRace extends Error {
  override readonly name = 'LostRace';
}
