import { expressionIn } from '../expressions/jsonata.ts';
import { isObject, type JsonObject } from '../report.ts';
import type { Json } from '../types.ts';

// A workflow file as the lint sees it: raw JSON with placeholders in it, as a graph of states.

/** A way from one state to another, with the variables that are assigned on it. */
interface Edge {
  readonly to: string;
  readonly assigned: readonly string[];
}

export interface RawState {
  readonly name: string;
  readonly fields: JsonObject;
  readonly edges: readonly Edge[];
}

export interface RawGraph {
  readonly startAt: string;
  readonly states: readonly RawState[];
}

function names(assign: Json | undefined): string[] {
  return isObject(assign) ? Object.keys(assign) : [];
}

function list(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function edgesOf(fields: JsonObject): Edge[] {
  const own = names(fields.Assign);
  const edges: Edge[] = [];
  const add = (to: Json | undefined, assigned: readonly string[]): void => {
    if (typeof to === 'string') edges.push({ to, assigned });
  };
  add(fields.Next, own);
  add(fields.Default, own);
  for (const rule of [...list(fields.Choices), ...list(fields.Catch)]) {
    add(rule.Next, names(rule.Assign));
  }
  return edges;
}

/** StartAt and States of a machine, a branch or an item processor. */
export function rawGraph(object: JsonObject): RawGraph {
  const states = isObject(object.States) ? Object.entries(object.States) : [];
  return {
    startAt: typeof object.StartAt === 'string' ? object.StartAt : '',
    states: states.flatMap(([name, fields]) =>
      isObject(fields) ? [{ name, fields, edges: edgesOf(fields) }] : [],
    ),
  };
}

/** The graphs inside a Parallel or Map. */
export function innerGraphs({ fields }: RawState): RawGraph[] {
  const inner = [...list(fields.Branches), fields.ItemProcessor, fields.Iterator];
  return inner.filter(isObject).map(rawGraph);
}

/** All graphs of a machine, the outermost first. */
export function allGraphs(graph: RawGraph): RawGraph[] {
  return [graph, ...graph.states.flatMap(innerGraphs).flatMap(allGraphs)];
}

const INNER = ['Branches', 'ItemProcessor', 'Iterator'];

/** The expressions in a value; not those of graphs inside it. */
export function expressionsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') {
    const expression = expressionIn(value);
    return expression === undefined ? [] : [expression];
  }
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    INNER.includes(name) ? [] : expressionsIn(inner),
  );
}
