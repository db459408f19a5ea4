import { isObject, type JsonObject, type Report } from '../report.ts';
import type { Json } from '../types.ts';

// Variables belong to the machine, a branch or an item processor. An inner scope reads outer variables and may
// not assign to one (AWS: Passing data between states with variables, "Variable scope").

const NAME = /^\p{ID_Start}\p{ID_Continue}{0,79}$/u;

interface Assigned {
  readonly name: string;
  readonly location: string;
}

function assignments(state: JsonObject, location: string): Assigned[] {
  const holders: [Json | undefined, string][] = [[state.Assign, `${location}/Assign`]];
  for (const list of ['Catch', 'Choices']) {
    const rules = state[list];
    if (!Array.isArray(rules)) continue;
    rules.forEach((rule, index) => {
      if (isObject(rule)) holders.push([rule.Assign, `${location}/${list}[${index}]/Assign`]);
    });
  }
  return holders.flatMap(([assign, at]) =>
    isObject(assign)
      ? Object.keys(assign).map((name) => ({ name: name.replace(/\.\$$/, ''), location: at }))
      : [],
  );
}

function innerGraphs(state: JsonObject, location: string): [JsonObject, string][] {
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  const inner = branches.map((branch, index): [Json, string] => [
    branch,
    `${location}/Branches[${index}]`,
  ]);
  for (const field of ['ItemProcessor', 'Iterator']) {
    const processor = state[field];
    if (processor !== undefined) inner.push([processor, `${location}/${field}`]);
  }
  return inner.filter((entry): entry is [JsonObject, string] => isObject(entry[0]));
}

/** Reports names that can't be variables and inner assignments to outer variables. */
export function checkScopes(
  report: Report,
  graph: JsonObject,
  location = '',
  outer: ReadonlySet<string> = new Set(),
): void {
  const states = isObject(graph.States) ? Object.entries(graph.States) : [];
  const own = new Set<string>();
  for (const [name, state] of states) {
    if (!isObject(state)) continue;
    for (const assigned of assignments(state, `${location}/States/${name}`)) {
      own.add(assigned.name);
      checkVariable(report, assigned, outer);
    }
  }
  const visible = new Set([...outer, ...own]);
  for (const [name, state] of states) {
    if (!isObject(state)) continue;
    for (const [inner, at] of innerGraphs(state, `${location}/States/${name}`)) {
      checkScopes(report, inner, at, visible);
    }
  }
}

function checkVariable(report: Report, assigned: Assigned, outer: ReadonlySet<string>): void {
  const { name, location } = assigned;
  if (name === 'states' || !NAME.test(name)) {
    const message =
      name === 'states'
        ? "Variable name 'states' is reserved"
        : `Variable name '${name}' is not a Unicode identifier of at most 80 characters`;
    report.add('SCHEMA_VALIDATION_FAILED', message, `${location}/${name}`);
  } else if (outer.has(name)) {
    const message = `Variable '${name}' is assigned in an outer scope already`;
    report.add('SCHEMA_VALIDATION_FAILED', message, `${location}/${name}`);
  }
}
