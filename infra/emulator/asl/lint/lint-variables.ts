import { compileQuery } from '../expressions/jsonata.ts';
import { BUILT_IN } from '../expressions/jsonata-builtins.ts';
import { boundNames, variableNames } from '../expressions/jsonata-references.ts';
import { expressionsIn, innerGraphs, type RawGraph, type RawState } from './workflow-graph.ts';

/** A variable that a state reads though some path to the state doesn't assign it. */
interface UndefinedVariable {
  readonly state: string;
  readonly variable: string;
}

/** The workflow variables that an expression reads; none when it doesn't parse. */
export function variablesRead(expression: string): string[] {
  try {
    const { tree } = compileQuery(expression);
    const bound = boundNames(tree);
    return [...variableNames(tree)].filter(
      (name) => !['states', '', '$'].includes(name) && !bound.has(name) && !BUILT_IN.has(name),
    );
  } catch {
    return [];
  }
}

function meet(known: ReadonlySet<string> | undefined, coming: ReadonlySet<string>): Set<string> {
  return new Set(known === undefined ? coming : [...known].filter((name) => coming.has(name)));
}

/** For every state that is reached, the variables that all paths to it have assigned. */
function assignedBefore(
  graph: RawGraph,
  outer: ReadonlySet<string>,
): Map<string, ReadonlySet<string>> {
  const before = new Map<string, ReadonlySet<string>>([[graph.startAt, outer]]);
  const states = new Map(graph.states.map((state) => [state.name, state]));
  const open = [graph.startAt];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    const here = before.get(name) ?? outer;
    for (const { to, assigned } of states.get(name)?.edges ?? []) {
      const known = before.get(to);
      const next = meet(known, new Set([...here, ...assigned]));
      if (known !== undefined && next.size === known.size) continue;
      before.set(to, next);
      open.push(to);
    }
  }
  return before;
}

function readsOf({ fields }: RawState): Set<string> {
  return new Set(expressionsIn(fields).flatMap(variablesRead));
}

/** Reads of variables that some path has not assigned, in the graph and in the graphs inside it. */
export function undefinedVariables(
  graph: RawGraph,
  outer: ReadonlySet<string> = new Set(),
): UndefinedVariable[] {
  const before = assignedBefore(graph, outer);
  return graph.states.flatMap((state) => {
    const known = before.get(state.name);
    if (known === undefined) return [];
    const missing = [...readsOf(state)].filter((name) => !known.has(name));
    const own = missing.map((variable) => ({ state: state.name, variable }));
    return [...own, ...innerGraphs(state).flatMap((inner) => undefinedVariables(inner, known))];
  });
}
