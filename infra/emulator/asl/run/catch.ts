import type { Catcher, State } from '../compile/definition.ts';
import { errorOutput, type Failure, matchesError, StateFailure } from '../state-failure.ts';
import { evaluationFailed, withPrefix } from './evaluation-failed.ts';
import { record, recordBeside } from './history.ts';
import { leave } from './leave.ts';
import { retried } from './retry.ts';
import type { Ending, Node, Run } from './run.ts';

const GROUP_FAILED: Partial<Record<State['type'], string>> = {
  Parallel: 'ParallelStateFailed',
  Map: 'MapStateFailed',
};

/** A failed state is retried, caught, or ends its branch. */
export async function recover(
  run: Run,
  node: Node,
  state: State,
  failure: Failure,
): Promise<Ending | undefined> {
  const { branch } = node;
  if (failure.error === 'States.Runtime') return { kind: 'failed', failure };
  if ('retry' in state && retried(run, branch, state.retry, failure)) return undefined;
  const beforeId = branch.previousId;
  const groupFailed = GROUP_FAILED[state.type];
  if (groupFailed !== undefined) record(run, branch, groupFailed);
  const catcher = catcherOf(state, failure);
  if (catcher === undefined) return endFailed(run, node, state, failure);
  try {
    await leave(run, node, state, {
      errorOutput: errorOutput(failure),
      next: catcher.next,
      ...(catcher.assign === undefined ? {} : { assign: catcher.assign }),
      ...(catcher.output === undefined ? {} : { finish: catcher.output }),
    });
    return undefined;
  } catch (problem) {
    if (!(problem instanceof StateFailure)) throw problem;
    const second = withPrefix(node, problem.failure);
    if (second.error === 'States.Runtime') return { kind: 'failed', failure: second };
    evaluationFailed(run, branch, second, beforeId);
    if (groupFailed !== undefined) record(run, branch, groupFailed);
    return endFailed(run, node, state, second);
  }
}

function catcherOf(state: State, failure: Failure): Catcher | undefined {
  return 'catch' in state
    ? state.catch.find(({ errorEquals }) => matchesError(errorEquals, failure))
    : undefined;
}

/** A task whose failure ends a branch is recorded as aborted; at the top the execution's end says it all. */
function endFailed(run: Run, node: Node, state: State, failure: Failure): Ending {
  if (state.type === 'Task' && node.outer !== undefined) {
    recordBeside(run, node.branch.previousId, 'TaskStateAborted');
  }
  return { kind: 'failed', failure };
}
