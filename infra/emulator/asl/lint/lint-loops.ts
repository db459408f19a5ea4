import { isObject } from '../report.ts';
import { variablesRead } from './lint-variables.ts';
import { expressionsIn, type RawGraph, type RawState } from './workflow-graph.ts';

function reachableFrom(state: RawState, states: ReadonlyMap<string, RawState>): Set<string> {
  const reached = new Set<string>();
  const open = state.edges.map(({ to }) => to);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...(states.get(name)?.edges ?? []).map(({ to }) => to));
  }
  return reached;
}

/** Groups of states that can all be reached from one another: the loops of a graph. */
function loopsOf(graph: RawGraph): RawState[][] {
  const states = new Map(graph.states.map((state) => [state.name, state]));
  const reach = new Map(graph.states.map((state) => [state.name, reachableFrom(state, states)]));
  const loops: RawState[][] = [];
  const seen = new Set<string>();
  for (const state of graph.states) {
    if (seen.has(state.name) || reach.get(state.name)?.has(state.name) !== true) continue;
    const loop = graph.states.filter(
      (other) => reach.get(state.name)?.has(other.name) && reach.get(other.name)?.has(state.name),
    );
    for (const { name } of loop) seen.add(name);
    loops.push(loop);
  }
  return loops;
}

/** Variables that the loop computes from themselves, e.g. `"round": "{% $round + 1 %}"`. */
function counters(loop: readonly RawState[]): Set<string> {
  const found = new Set<string>();
  for (const { fields } of loop) {
    const rules = [fields.Choices, fields.Catch].flatMap((list) =>
      Array.isArray(list) ? list.filter(isObject) : [],
    );
    for (const { Assign: assign } of [fields, ...rules]) {
      if (!isObject(assign)) continue;
      for (const [name, value] of Object.entries(assign)) {
        if (expressionsIn(value).flatMap(variablesRead).includes(name)) found.add(name);
      }
    }
  }
  return found;
}

/** Whether a Choice in the loop leaves it by a condition on a counter. */
function isBounded(loop: readonly RawState[]): boolean {
  const inside = new Set(loop.map(({ name }) => name));
  const counted = counters(loop);
  return loop.some(
    ({ fields, edges }) =>
      fields.Type === 'Choice' &&
      edges.some(({ to }) => !inside.has(to)) &&
      expressionsIn(fields.Choices)
        .flatMap(variablesRead)
        .some((name) => counted.has(name)),
  );
}

/** The loops of a graph that no counter ends, as lists of state names. */
export function unboundedLoops(graph: RawGraph): string[][] {
  return loopsOf(graph)
    .filter((loop) => !isBounded(loop))
    .map((loop) => loop.map(({ name }) => name));
}
