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
  | 'TOO_MANY_REQUESTS'
  | 'FIGURES_OUTDATED';

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
  constructor(what: string, id: string, todo = 'check the id') {
    // An id of a path may hold anything: the message is one short line all the same.
    const line = id.slice(0, 60).replace(/\p{Cc}/gu, '?');
    super(`there is no ${what} ${line}; ${todo}`, { code: 'NOT_FOUND' });
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

/** So many bad fields are named in one answer, each in a few words: an answer is not a thousand times the request. */
export const MOST_NAMED = 100;
const LONGEST_PATH = 200;
const LONGEST_MESSAGE = 500;

/** The body, query or path does not fit its schema; every bad field is named, up to so many. */
export class Invalid extends LeadError {
  override readonly name = 'Invalid';
  constructor(problems: readonly FieldProblem[], cause?: unknown) {
    const errors = problems.slice(0, MOST_NAMED).map(({ path, message }) => ({
      path: shortened(path, LONGEST_PATH),
      message: shortened(message, LONGEST_MESSAGE),
    }));
    const named = errors.map(({ path, message }) => `${path || 'body'}: ${message}`);
    const more = problems.length - errors.length;
    super([...named, ...(more > 0 ? [`and ${more} more`] : [])].join('; '), {
      code: 'INVALID',
      errors,
      cause,
    });
  }
}

function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // A character cut in two is none.
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
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

/** Figures were kept by a release that counted otherwise: nothing is added to them before they are rebuilt. */
export class FiguresOutdated extends LeadError {
  override readonly name = 'FiguresOutdated';
  constructor() {
    const message =
      'the figures are of a release that counted otherwise; ops rebuild them (docs/runbook.md, Rebuild the figures)';
    super(message, { code: 'FIGURES_OUTDATED' });
  }
}
