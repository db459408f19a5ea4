import type { WaitState } from '../compile/definition.ts';
import type { Work } from './frames.ts';
import { type Node, newTimer, type Run } from './run.ts';
import { workScope } from './work-scope.ts';

/** Waits until the instant the state names; one that has passed is no wait at all. */
export async function wait(run: Run, node: Node, state: WaitState): Promise<Work> {
  const scope = await workScope(run, node, state);
  const at = await state.until(scope);
  const result = scope.input;
  if (at <= run.now) return { kind: 'done', result };
  return { kind: 'wait', until: newTimer(run, at), result };
}
