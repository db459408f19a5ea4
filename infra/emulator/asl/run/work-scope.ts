import type { State } from '../compile/definition.ts';
import type { Scope } from '../expressions/scope.ts';
import type { Json } from '../types.ts';
import type { Node, Run } from './run.ts';

/** What beyond the raw input an evaluation sees. */
interface Sight {
  readonly input?: Json;
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly item?: { readonly index: number; readonly value: Json };
  readonly token?: string;
}

const RETRYING: readonly State['type'][] = ['Task', 'Parallel', 'Map'];

function iso(millis: number): string {
  return new Date(millis).toISOString();
}

function mapItem(node: Node | undefined): { index: number; value: Json } | undefined {
  for (let at = node; at !== undefined; at = at.outer) {
    if (at.branch.item !== undefined) return { index: at.branch.index, value: at.branch.item };
  }
  return undefined;
}

/** The context object of a state (AWS: Accessing execution data from the Context object). */
function contextOf(run: Run, node: Node, state: State, sight: Sight): { [key: string]: Json } {
  const { start } = run;
  const { branch } = node;
  const item = sight.item ?? mapItem(node);
  const retryCount = RETRYING.includes(state.type) ? { RetryCount: branch.retryCount } : {};
  return {
    Execution: {
      Id: start.executionArn,
      Input: start.input,
      Name: start.name,
      RoleArn: start.roleArn,
      StartTime: iso(start.startedAt),
      RedriveCount: 0,
    },
    State: { EnteredTime: iso(branch.enteredAt), Name: state.name, ...retryCount },
    StateMachine: { Id: start.stateMachineArn, Name: start.stateMachineName },
    ...(sight.token === undefined ? {} : { Task: { Token: sight.token } }),
    ...(item === undefined ? {} : { Map: { Item: { Index: item.index, Value: item.value } } }),
  };
}

function variableOf(node: Node, name: string): Json | undefined {
  for (let at: Node | undefined = node; at !== undefined; at = at.outer) {
    if (Object.hasOwn(at.branch.variables, name)) return at.branch.variables[name];
  }
  return undefined;
}

/** The scope in which a field of the branch's state is evaluated. */
export function scopeOf(run: Run, node: Node, state: State, sight: Sight = {}): Scope {
  return {
    input: sight.input ?? node.branch.input,
    ...(sight.result === undefined ? {} : { result: sight.result }),
    ...(sight.errorOutput === undefined ? {} : { errorOutput: sight.errorOutput }),
    context: () => contextOf(run, node, state, sight),
    variable: (name) => variableOf(node, name),
    now: run.now,
    seed: () => {
      run.draws += 1;
      return `${run.start.executionArn}:${run.eventCount}:${run.draws}`;
    },
  };
}

/** The scope of a state's own fields: its input after InputPath. */
export async function workScope(
  run: Run,
  node: Node,
  state: State,
  sight: Sight = {},
): Promise<Scope> {
  const scope = scopeOf(run, node, state, sight);
  if (state.select === undefined) return scope;
  return { ...scope, input: await state.select(scope) };
}
