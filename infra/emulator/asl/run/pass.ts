import type { PassState, SucceedState } from '../compile/definition.ts';
import type { Work } from './frames.ts';
import type { Node, Run } from './run.ts';
import { workScope } from './work-scope.ts';

/** Pass and Succeed: the result is the input, or what Parameters or Result make of it. */
export async function pass(run: Run, node: Node, state: PassState | SucceedState): Promise<Work> {
  if (state.select === undefined && state.prepare === undefined) {
    return { kind: 'done', result: node.branch.input };
  }
  const scope = await workScope(run, node, state);
  const result = state.prepare === undefined ? scope.input : await state.prepare(scope);
  return { kind: 'done', result };
}
