import type { Report } from '../report.ts';
import type { State } from './definition.ts';

// Does every transition lead somewhere, is every state reached, can the graph end?

/** Names a state may hand over to, with the field that says so. */
function targets(state: State): { readonly field: string; readonly name: string }[] {
  const found: { field: string; name: string }[] = [];
  if (state.next !== undefined) found.push({ field: 'Next', name: state.next });
  if (state.type === 'Choice') {
    state.rules.forEach((rule, index) => {
      found.push({ field: `Choices[${index}]/Next`, name: rule.next });
    });
    if (state.fallback !== undefined) found.push({ field: 'Default', name: state.fallback });
  }
  if ('catch' in state) {
    state.catch.forEach((catcher, index) => {
      found.push({ field: `Catch[${index}]/Next`, name: catcher.next });
    });
  }
  return found;
}

function reachable(startAt: string, states: ReadonlyMap<string, State>): Set<string> {
  const reached = new Set<string>();
  const open = [startAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = states.get(name);
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    open.push(...targets(state).map((target) => target.name));
  }
  return reached;
}

function isTerminal(state: State): boolean {
  if (state.type === 'Succeed' || state.type === 'Fail') return true;
  return state.type !== 'Choice' && state.next === undefined;
}

/** Reports transitions to nowhere, unreachable states and a graph without an end. */
export function checkTransitions(
  report: Report,
  startAt: string,
  states: ReadonlyMap<string, State>,
  location: string,
): void {
  if (!states.has(startAt)) {
    const message = `Missing 'StartAt' target: ${startAt}`;
    report.add('MISSING_TRANSITION_TARGET', message, `${location}/StartAt`);
  }
  for (const [name, state] of states) {
    for (const target of targets(state)) {
      if (states.has(target.name)) continue;
      const field = target.field.endsWith('Default') ? 'Default' : 'Next';
      const message = `Missing '${field}' target: ${target.name}`;
      const at = `${location}/States/${name}/${target.field}`;
      report.add('MISSING_TRANSITION_TARGET', message, at);
    }
  }
  const reached = reachable(startAt, states);
  for (const name of states.keys()) {
    if (!reached.has(name)) {
      const message = `State "${name}" is not reachable.`;
      report.add('MISSING_TRANSITION_TARGET', message, `${location}/States/${name}`);
    }
  }
  if (![...states].some(([name, state]) => reached.has(name) && isTerminal(state))) {
    report.add('MISSING_END_STATE', 'Workflow has no terminal state', `${location}/States`);
  }
}
