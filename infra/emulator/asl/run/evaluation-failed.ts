import type { Failure } from '../state-failure.ts';
import type { Branch } from './frames.ts';
import { record } from './history.ts';
import type { Node, Run } from './run.ts';

const OWN_ERRORS = ['States.QueryEvaluationError', 'States.Runtime', 'States.IntrinsicFailure'];

/** The failure with AWS's opening sentence, for errors that the interpreter itself raises. */
export function withPrefix({ branch }: Node, failure: Failure): Failure {
  if (failure.error === undefined || !OWN_ERRORS.includes(failure.error)) return failure;
  const opening = `An error occurred while executing the state '${branch.state}' (entered at the event id #${branch.enteredId}).`;
  return { ...failure, cause: `${opening} ${failure.cause ?? ''}` };
}

/** Records an EvaluationFailed event after `previousId`, when the failure comes from an expression. */
export function evaluationFailed(
  run: Run,
  branch: Branch,
  failure: Failure,
  previousId: number,
): void {
  const { error, cause, location } = failure;
  if (location === undefined) return;
  branch.previousId = previousId;
  record(run, branch, 'EvaluationFailed', [
    'evaluationFailedEventDetails',
    { error, cause, location, state: branch.state },
  ]);
}
