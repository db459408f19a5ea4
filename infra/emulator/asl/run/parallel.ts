import type { ParallelState } from '../compile/definition.ts';
import { driveAll } from './children.ts';
import { type ChildrenWork, newBranch, type Work } from './frames.ts';
import { record, recordBeside } from './history.ts';
import type { Node, Run } from './run.ts';
import { workScope } from './work-scope.ts';

/** Starts all branches with the same input. */
export async function startParallel(run: Run, node: Node, state: ParallelState): Promise<Work> {
  const scope = await workScope(run, node, state);
  const input = state.prepare === undefined ? scope.input : await state.prepare(scope);
  const startedId = record(run, node.branch, 'ParallelStateStarted');
  return {
    kind: 'children',
    running: state.branches.map(({ startAt }, index) =>
      newBranch(startAt, input, startedId, index),
    ),
    outputs: state.branches.map(() => null),
    ended: 0,
    lastId: startedId,
  };
}

/** Done when every branch has ended; failed when one has failed; undefined while some wait. */
export async function joinParallel(
  run: Run,
  node: Node,
  state: ParallelState,
  work: ChildrenWork,
): Promise<Work | undefined> {
  const progress = await driveAll(run, node, state, work);
  if (progress.kind === 'failed') return progress.work;
  if (work.ended < state.branches.length) return undefined;
  node.branch.previousId = work.lastId;
  recordBeside(run, work.lastId, 'ParallelStateSucceeded');
  return { kind: 'done', result: work.outputs };
}
