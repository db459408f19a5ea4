import type { MapState } from '../compile/definition.ts';
import { StateFailure } from '../state-failure.ts';
import type { Json } from '../types.ts';
import { driveAll, recordIteration } from './children.ts';
import { evaluationFailed, withPrefix } from './evaluation-failed.ts';
import { type MapWork, newBranch, type Work } from './frames.ts';
import { record, recordBeside } from './history.ts';
import type { Node, Run } from './run.ts';
import { workScope } from './work-scope.ts';

/** What AWS runs at a time at most when MaxConcurrency is absent or zero. */
const INLINE_CONCURRENCY = 40;

/** Starts a Map: MaxConcurrency, then Items, then MapStateStarted, then the tolerances, as AWS does. */
export async function startMap(run: Run, node: Node, state: MapState): Promise<Work> {
  const scope = await workScope(run, node, state);
  const most = state.maxConcurrency === undefined ? 0 : Number(await state.maxConcurrency(scope));
  const given = await state.items(scope);
  const items: Json[] = Array.isArray(given) ? given : [];
  const { branch } = node;
  const enteredId = branch.previousId;
  const startedId = record(run, branch, 'MapStateStarted', [
    'mapStateStartedEventDetails',
    { length: items.length },
  ]);
  try {
    for (const tolerance of state.tolerated) await tolerance(scope);
  } catch (problem) {
    branch.previousId = enteredId;
    throw problem;
  }
  return {
    kind: 'map',
    running: [],
    outputs: items.map(() => null),
    ended: 0,
    lastId: startedId,
    items,
    started: 0,
    limit: most === 0 ? INLINE_CONCURRENCY : Math.min(most, INLINE_CONCURRENCY),
  };
}

/** Starts iterations while there is room: after MapStateStarted, or after the iteration that made room. */
async function fill(
  run: Run,
  node: Node,
  state: MapState,
  work: MapWork,
  freed: number[],
): Promise<Work | undefined> {
  while (work.running.length < work.limit && work.started < work.items.length) {
    const index = work.started;
    work.started += 1;
    const value = work.items[index] ?? null;
    const startedId = recordBeside(
      run,
      freed.shift() ?? node.branch.previousId,
      'MapIterationStarted',
      ['mapIterationStartedEventDetails', { name: state.name, index }],
    );
    try {
      const scope = await workScope(run, node, state, { item: { index, value } });
      const input = state.selector === undefined ? value : await state.selector(scope);
      const branch = newBranch(state.processor.startAt, input, startedId, index);
      work.running.push({ ...branch, item: value });
    } catch (problem) {
      if (!(problem instanceof StateFailure)) throw problem;
      return selectorFailed(run, node, state, work, { index, startedId, problem });
    }
  }
  return undefined;
}

function selectorFailed(
  run: Run,
  node: Node,
  state: MapState,
  work: MapWork,
  at: { readonly index: number; readonly startedId: number; readonly problem: StateFailure },
): Work {
  const failure = withPrefix(node, at.problem.failure);
  const { branch } = node;
  branch.previousId = at.startedId;
  if (failure.error !== 'States.Runtime') {
    evaluationFailed(run, branch, failure, at.startedId);
    const iteration = newBranch(state.processor.startAt, null, branch.previousId, at.index);
    recordIteration(run, iteration, state.name, 'Failed');
  }
  work.running = [];
  return { kind: 'failed', failure };
}

/** Done when every item has ended; failed when one has failed; undefined while some wait. */
export async function joinMap(
  run: Run,
  node: Node,
  state: MapState,
  work: MapWork,
): Promise<Work | undefined> {
  let freed: number[] = [];
  for (;;) {
    const failed = await fill(run, node, state, work, freed);
    if (failed !== undefined) return failed;
    const progress = await driveAll(run, node, state, work);
    if (progress.kind === 'failed') return progress.work;
    if (progress.branches.length === 0) break;
    freed = progress.branches.map(({ previousId }) => previousId);
  }
  if (work.ended < work.items.length) return undefined;
  node.branch.previousId = work.lastId;
  recordBeside(run, work.lastId, 'MapStateSucceeded');
  return { kind: 'done', result: work.outputs };
}
