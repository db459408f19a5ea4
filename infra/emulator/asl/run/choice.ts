import type { ChoiceState } from '../compile/definition.ts';
import { runtimeFailure } from '../state-failure.ts';
import type { Work } from './frames.ts';
import type { Node, Run } from './run.ts';
import { workScope } from './work-scope.ts';

/** The first rule whose condition is true, else Default, else States.Runtime. */
export async function choose(run: Run, node: Node, state: ChoiceState): Promise<Work> {
  const scope = await workScope(run, node, state);
  for (const [index, rule] of state.rules.entries()) {
    if (await rule.test(scope)) return { kind: 'done', result: scope.input, rule: index };
  }
  if (state.fallback !== undefined) return { kind: 'done', result: scope.input, rule: -1 };
  throw runtimeFailure(
    'Failed to transition out of the state. The state does not point to a next state.',
  );
}
