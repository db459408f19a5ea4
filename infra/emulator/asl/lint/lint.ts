import { isObject } from '../report.ts';
import type { Json } from '../types.ts';
import { unboundedLoops } from './lint-loops.ts';
import { undefinedVariables } from './lint-variables.ts';
import { allGraphs, type RawGraph, rawGraph } from './workflow-graph.ts';

// The project's own rules for workflow files (style.md 26, 27, 29, 30, 32), which AWS doesn't check.

type LintRule =
  | 'not-json'
  | 'undefined-variable'
  | 'choice-without-default'
  | 'token-without-timeout'
  | 'unbounded-loop'
  | 'unknown-placeholder';

interface Finding {
  readonly rule: LintRule;
  /** The state, or the first of a loop; absent for findings about the whole file. */
  readonly state?: string;
  /** What is wrong, the value, what to do. */
  readonly message: string;
}

interface LintOptions {
  /** Names that may stand in `${…}`: the keys of the catalogue. */
  readonly placeholders: readonly string[];
}

function choicesWithoutDefault(graph: RawGraph): Finding[] {
  return graph.states
    .filter(({ fields }) => fields.Type === 'Choice' && fields.Default === undefined)
    .map(({ name }) => ({
      rule: 'choice-without-default',
      state: name,
      message: `choice ${name} has no Default: name the normal path or a Fail state`,
    }));
}

function tokensWithoutTimeout(graph: RawGraph): Finding[] {
  return graph.states
    .filter(
      ({ fields }) =>
        typeof fields.Resource === 'string' &&
        fields.Resource.endsWith('.waitForTaskToken') &&
        fields.TimeoutSeconds === undefined,
    )
    .map(({ name }) => ({
      rule: 'token-without-timeout',
      state: name,
      message: `task ${name} waits for a token without TimeoutSeconds: set it from nextInstant`,
    }));
}

function loops(graph: RawGraph): Finding[] {
  return unboundedLoops(graph).map((names) => ({
    rule: 'unbounded-loop',
    state: names[0] ?? '',
    message: `loop ${names.join(', ')} ends by no counter: count in Assign and leave by a Choice on the count`,
  }));
}

function variables(graph: RawGraph): Finding[] {
  return undefinedVariables(graph).map(({ state, variable }) => ({
    rule: 'undefined-variable',
    state,
    message: `state ${state} reads $${variable} that some path to it doesn't assign: assign it on every path`,
  }));
}

function placeholders(text: string, known: readonly string[]): Finding[] {
  const used = new Set([...text.matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name ?? ''));
  return [...used]
    .filter((name) => !known.includes(name))
    .map((name) => ({
      rule: 'unknown-placeholder',
      message: `placeholder \${${name}} is not in the catalogue: add it there or correct its name`,
    }));
}

/** Lints a workflow file, placeholders and all. An empty list means that nothing was found. */
export function lintWorkflow(definition: string, options: LintOptions): Finding[] {
  let parsed: Json;
  try {
    parsed = JSON.parse(definition);
  } catch (problem) {
    const why = problem instanceof Error ? problem.message : String(problem);
    return [{ rule: 'not-json', message: `workflow is not JSON: ${why}` }];
  }
  const graph = rawGraph(isObject(parsed) ? parsed : {});
  const everywhere = [choicesWithoutDefault, tokensWithoutTimeout, loops];
  return [
    ...variables(graph),
    ...allGraphs(graph).flatMap((inner) => everywhere.flatMap((rule) => rule(inner))),
    ...placeholders(definition, options.placeholders),
  ];
}
