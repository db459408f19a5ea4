// How a refusal is answered: the status and title of each code of api.md, as problem+json.

import { type FieldProblem, LeadError, LostRace, type ProblemCode } from '../leads/errors.ts';
import { present } from '../leads/present.ts';

/** A code without its status does not compile. */
export const problems: Readonly<
  Record<ProblemCode, { readonly status: number; readonly title: string }>
> = {
  MALFORMED: { status: 400, title: 'The body is not JSON' },
  UNAUTHENTICATED: { status: 401, title: 'Sign in first' },
  FORBIDDEN: { status: 403, title: 'Your group may not do this' },
  NOT_YOUR_OFFER: { status: 403, title: 'This offer is another rep’s' },
  NOT_YOUR_LEAD: { status: 403, title: 'This lead is another person’s' },
  PARTY: { status: 403, title: 'Nobody rules on himself' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  ILLEGAL_TRANSITION: { status: 409, title: 'Not possible in the present state' },
  OFFER_EXPIRED: { status: 409, title: 'The offer has run out' },
  OFFER_SETTLED: { status: 409, title: 'The offer is settled' },
  RECYCLE_GUARD: { status: 409, title: 'Not before the lead was called again' },
  COLLISION: { status: 409, title: 'Somebody else has a claim' },
  IDEMPOTENCY_REUSED: { status: 409, title: 'Idempotency key used before' },
  STALE_VERSION: { status: 412, title: 'Changed meanwhile' },
  TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Content type not understood' },
  INVALID: { status: 422, title: 'Some fields are wrong' },
  BANT_FAILS: { status: 422, title: 'BANT does not pass' },
  PRECONDITION_REQUIRED: { status: 428, title: 'If-Match is needed' },
  TOO_MANY_REQUESTS: { status: 429, title: 'Too much at once' },
  FIGURES_OUTDATED: { status: 503, title: 'Figures have to be rebuilt' },
};

/** The body of a refusal; what else it says is its code's own. */
interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly errors?: readonly FieldProblem[];
}

/** The body of a refusal. Throws on what is no LeadError: a bug, or AWS. */
export function problemOf(error: unknown): Problem {
  if (error instanceof LostRace) {
    const message = 'somebody else changes this at the same moment; try again';
    return problemOf(new LeadError(message, { code: 'TOO_MANY_REQUESTS', cause: error }));
  }
  if (!(error instanceof LeadError)) throw error;
  const { code, errors, extra } = error.problem;
  return {
    type: `https://leadloop.example/problems/${code.toLowerCase().replaceAll('_', '-')}`,
    title: problems[code].title,
    status: problems[code].status,
    detail: error.message,
    code,
    ...present({ errors }),
    ...extra,
  };
}
