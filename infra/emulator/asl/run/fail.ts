import type { FailState } from '../compile/definition.ts';
import type { Work } from './frames.ts';
import type { Node, Run } from './run.ts';
import { scopeOf } from './work-scope.ts';

export async function fail(run: Run, node: Node, state: FailState): Promise<Work> {
  const scope = scopeOf(run, node, state);
  const error = state.error === undefined ? undefined : String(await state.error(scope));
  const cause = state.cause === undefined ? undefined : String(await state.cause(scope));
  const failure = {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
  return { kind: 'failed', failure };
}
