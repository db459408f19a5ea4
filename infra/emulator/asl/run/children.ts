import type { State } from '../compile/definition.ts';
import type { Failure } from '../state-failure.ts';
import { type Branch, type ChildrenWork, childrenOf, type MapWork, type Work } from './frames.ts';
import { recordBeside } from './history.ts';
import type { Node, Run } from './run.ts';

// Branches of a Parallel and iterations of a Map: run in turn until each waits or has ended.

const ABORTED: Partial<Record<State['type'], string>> = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Parallel: 'ParallelStateAborted',
  Map: 'MapStateAborted',
};

/** Takes back what a branch has outstanding; with `record`, tells the history (AWS: …StateAborted). */
export function abort(run: Run, node: Node, quietly: boolean): void {
  const { branch, graph } = node;
  const { work } = branch;
  const state = graph.states.get(branch.state);
  if (work.kind === 'task') run.effects.push({ kind: 'cancel', taskId: work.effect.taskId });
  if (state === undefined || work.kind === 'enter') return;
  for (const child of childrenOf(branch))
    abortChild(run, childNode(node, state, child), state, quietly);
  const type = ABORTED[state.type];
  if (!quietly && type !== undefined) recordBeside(run, branch.previousId, type);
}

function abortChild(run: Run, child: Node, parent: State, quietly: boolean): void {
  abort(run, child, quietly);
  if (!quietly && parent.type === 'Map') {
    recordIteration(run, child.branch, parent.name, 'Aborted');
  }
}

export function recordIteration(
  run: Run,
  { previousId, index }: Branch,
  name: string,
  outcome: 'Succeeded' | 'Failed' | 'Aborted',
): number {
  return recordBeside(run, previousId, `MapIteration${outcome}`, [
    `mapIteration${outcome}EventDetails`,
    { name, index },
  ]);
}

export function childNode(outer: Node, state: State, branch: Branch): Node {
  const graph = state.type === 'Parallel' ? state.branches[branch.index] : undefined;
  const processor = state.type === 'Map' ? state.processor : undefined;
  return { branch, graph: graph ?? processor ?? outer.graph, outer };
}

/** What happened while children were driven: one failed, or some ended, or all wait. */
type Progress =
  | { readonly kind: 'failed'; readonly work: Work }
  | { readonly kind: 'ended'; readonly branches: readonly Branch[] };

/** Drives each running child until it waits or ends. Outputs of those that ended are kept in `work`. */
export async function driveAll(
  run: Run,
  node: Node,
  state: State,
  work: ChildrenWork | MapWork,
): Promise<Progress> {
  const ended: Branch[] = [];
  for (const branch of work.running) {
    const child = childNode(node, state, branch);
    const ending = await run.drive(child);
    if (ending?.kind === 'failed') {
      work.running = work.running.filter((other) => other !== branch && !ended.includes(other));
      return { kind: 'failed', work: failGroup(run, node, state, work, branch, ending.failure) };
    }
    if (ending === undefined) continue;
    ended.push(branch);
    work.outputs[branch.index] = ending.output;
    work.ended += 1;
    const endId =
      state.type === 'Map'
        ? recordIteration(run, branch, state.name, 'Succeeded')
        : branch.previousId;
    work.lastId = state.type === 'Map' ? endId : Math.max(work.lastId, endId);
  }
  if (ended.length > 0) work.running = work.running.filter((branch) => !ended.includes(branch));
  return { kind: 'ended', branches: ended };
}

function failGroup(
  run: Run,
  node: Node,
  state: State,
  work: ChildrenWork | MapWork,
  failed: Branch,
  failure: Failure,
): Work {
  const quietly = failure.error === 'States.Runtime';
  if (!quietly && state.type === 'Map') recordIteration(run, failed, state.name, 'Failed');
  for (const branch of work.running)
    abortChild(run, childNode(node, state, branch), state, quietly);
  node.branch.previousId = failed.previousId;
  return { kind: 'failed', failure };
}
