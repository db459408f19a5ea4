import type { State } from '../compile/definition.ts';
import type { Template } from '../expressions/scope.ts';
import { isObject } from '../report.ts';
import { dataLimitFailure } from '../state-failure.ts';
import type { Json } from '../types.ts';
import { jsonText, NOT_TRUNCATED, record } from './history.ts';
import { isTooLarge } from './payload-limit.ts';
import type { Ending, Node, Run } from './run.ts';
import { scopeOf } from './work-scope.ts';

/** How a state is left: by its result or by a caught error, with the Assign and Output that go with it. */
export interface Exit {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly assign?: Template;
  readonly finish?: Template;
  /** The state that follows; absent at an End. */
  readonly next?: string;
}

/** Evaluates Assign and Output in the scope before both, records the exit and goes on. Throws StateFailure. */
export async function leave(
  run: Run,
  node: Node,
  state: State,
  exit: Exit,
): Promise<Ending | undefined> {
  const { branch } = node;
  const given = exit.result ?? exit.errorOutput ?? null;
  let assigned: Json | undefined;
  let output = given;
  if (exit.assign !== undefined || exit.finish !== undefined) {
    const caught = exit.errorOutput === undefined ? {} : { errorOutput: exit.errorOutput };
    const scope = scopeOf(run, node, state, {
      ...(exit.result === undefined ? {} : { result: exit.result }),
      ...caught,
    });
    if (exit.assign !== undefined) assigned = await exit.assign(scope);
    if (exit.finish !== undefined) output = await exit.finish(scope);
  }
  if (isTooLarge(output) || (assigned !== undefined && isTooLarge(assigned))) {
    throw dataLimitFailure(state.name);
  }
  const values = isObject(assigned) ? Object.entries(assigned) : [];
  if (state.type !== 'Fail') recordExit(run, node, state, output, values);
  if (values.length > 0) branch.variables = { ...branch.variables, ...Object.fromEntries(values) };
  if (exit.next === undefined) return { kind: 'succeeded', output };
  branch.state = exit.next;
  branch.input = output;
  branch.work = { kind: 'enter' };
  return undefined;
}

function recordExit(
  run: Run,
  { branch }: Node,
  state: State,
  output: Json,
  values: readonly [string, Json][],
): void {
  const assigned =
    values.length === 0
      ? {}
      : {
          assignedVariables: Object.fromEntries(
            values.map(([name, value]) => [name, JSON.stringify(value)]),
          ),
          assignedVariablesDetails: NOT_TRUNCATED,
        };
  record(run, branch, `${state.type}StateExited`, [
    'stateExitedEventDetails',
    { name: state.name, output: jsonText(output), outputDetails: NOT_TRUNCATED, ...assigned },
  ]);
}
