import type { Json } from './types.ts';

/** Why a state failed: plain JSON, so that a failed attempt can be stored. */
export interface Failure {
  /** The error name, absent for a Fail state without Error. */
  readonly error?: string;
  readonly cause?: string;
  /** A second name that Retry and Catch may use, e.g. `States.HeartbeatTimeout`. */
  readonly alias?: string;
  /** The field that could not be evaluated, e.g. `Output/error`; makes an EvaluationFailed event. */
  readonly location?: string;
}

/** Thrown while a state is evaluated; `failure` says what Retry and Catch will see. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.error ?? 'failed'}: ${failure.cause ?? 'no cause'}`);
    this.failure = failure;
  }
}

export function evaluationFailure(location: string, cause: string): StateFailure {
  return new StateFailure({ error: 'States.QueryEvaluationError', cause, location });
}

/** An error that nothing retries or catches (AWS: States.Runtime). */
export function runtimeFailure(cause: string): StateFailure {
  return new StateFailure({ error: 'States.Runtime', cause });
}

export function dataLimitFailure(what: string): StateFailure {
  return new StateFailure({
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  });
}

/** What `$states.errorOutput` and a Catch without Output give: AWS writes empty strings for what is absent. */
export function errorOutput(failure: Failure): Json {
  return { Error: failure.error ?? '', Cause: failure.cause ?? '' };
}

/** Whether a retrier's or catcher's ErrorEquals takes this failure. */
export function matchesError(errorEquals: readonly string[], failure: Failure): boolean {
  const { error, alias } = failure;
  if (error === 'States.Runtime') return false;
  if (error !== undefined && errorEquals.includes(error)) return true;
  if (alias !== undefined && errorEquals.includes(alias)) return true;
  if (error === 'States.DataLimitExceeded') return false;
  if (errorEquals.includes('States.ALL')) return true;
  return errorEquals.includes('States.TaskFailed') && error !== 'States.Timeout';
}
