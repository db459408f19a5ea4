import type { ChoiceState, State } from '../compile/definition.ts';
import { type Failure, StateFailure } from '../state-failure.ts';
import { recover } from './catch.ts';
import { choose } from './choice.ts';
import { evaluationFailed, withPrefix } from './evaluation-failed.ts';
import { fail } from './fail.ts';
import type { Work } from './frames.ts';
import { jsonText, NOT_TRUNCATED, record } from './history.ts';
import { type Exit, leave } from './leave.ts';
import { joinMap, startMap } from './map.ts';
import { joinParallel, startParallel } from './parallel.ts';
import { pass } from './pass.ts';
import type { Ending, Node, Run } from './run.ts';
import { schedule } from './task.ts';
import { wait } from './wait.ts';

/** States that AWS enters and evaluates in one go: a failed expression is recorded as if beside the entry. */
const AT_ONCE: readonly State['type'][] = ['Pass', 'Choice', 'Succeed', 'Fail'];

function enter(run: Run, node: Node, state: State): void {
  const { branch } = node;
  run.budget -= 1;
  run.transitions += 1;
  branch.beforeEnteredId = branch.previousId;
  branch.enteredId = record(run, branch, `${state.type}StateEntered`, [
    'stateEnteredEventDetails',
    { name: state.name, input: jsonText(branch.input), inputDetails: NOT_TRUNCATED },
  ]);
  branch.enteredAt = run.now;
  branch.retries = [];
  branch.retryCount = 0;
  branch.work = { kind: 'attempt' };
}

function attempt(run: Run, node: Node, state: State): Promise<Work> {
  switch (state.type) {
    case 'Pass':
    case 'Succeed':
      return pass(run, node, state);
    case 'Choice':
      return choose(run, node, state);
    case 'Wait':
      return wait(run, node, state);
    case 'Fail':
      return fail(run, node, state);
    case 'Task':
      return schedule(run, node, state);
    case 'Parallel':
      return startParallel(run, node, state);
    case 'Map':
      return startMap(run, node, state);
  }
}

function exitOf(state: State, done: Extract<Work, { kind: 'done' }>): Exit {
  const { next, assign, finish } = state.type === 'Choice' ? chosen(state, done.rule) : state;
  return {
    result: done.result,
    ...(next === undefined ? {} : { next }),
    ...(assign === undefined ? {} : { assign }),
    ...(finish === undefined ? {} : { finish }),
  };
}

function chosen(state: ChoiceState, index = -1) {
  const rule = state.rules[index];
  if (!rule) return { assign: state.assign, finish: state.finish, next: state.fallback };
  return { assign: rule.assign, finish: rule.output, next: rule.next };
}

/** Turns a thrown StateFailure into work for recover(); anything else is a bug and goes on up. */
function failed(run: Run, node: Node, state: State, problem: unknown): Work {
  if (!(problem instanceof StateFailure)) throw problem;
  const { branch } = node;
  const failure: Failure = withPrefix(node, problem.failure);
  const after = AT_ONCE.includes(state.type) ? branch.beforeEnteredId : branch.previousId;
  evaluationFailed(run, branch, failure, after);
  return { kind: 'failed', failure };
}

/** One step of a branch. Gives how it ended, `waiting`, or undefined to go on. */
async function step(run: Run, node: Node, state: State): Promise<Ending | 'waiting' | undefined> {
  const { branch } = node;
  const { work } = branch;
  try {
    switch (work.kind) {
      case 'enter':
        if (run.budget <= 0) return 'waiting';
        enter(run, node, state);
        return undefined;
      case 'attempt':
        branch.work = await attempt(run, node, state);
        return undefined;
      case 'done':
        return await leave(run, node, state, exitOf(state, work));
      case 'failed':
        return await recover(run, node, state, work.failure);
      case 'children':
      case 'map': {
        const joined = await join(run, node, state);
        if (joined === undefined) return 'waiting';
        branch.work = joined;
        return undefined;
      }
      default:
        return 'waiting';
    }
  } catch (problem) {
    branch.work = failed(run, node, state, problem);
    return undefined;
  }
}

async function join(run: Run, node: Node, state: State): Promise<Work | undefined> {
  const { work } = node.branch;
  if (state.type === 'Parallel' && work.kind === 'children') {
    return joinParallel(run, node, state, work);
  }
  if (state.type === 'Map' && work.kind === 'map') return joinMap(run, node, state, work);
  throw new Error(
    `state ${state.name} is no group but has children: give the machine it was begun with`,
  );
}

/** Runs a branch until it waits (undefined) or ends. */
export async function drive(run: Run, node: Node): Promise<Ending | undefined> {
  for (;;) {
    const state = node.graph.states.get(node.branch.state);
    if (state === undefined) {
      throw new Error(
        `no state ${node.branch.state}: give the machine the execution was begun with`,
      );
    }
    const outcome = await step(run, node, state);
    if (outcome === 'waiting') return undefined;
    if (outcome !== undefined) return outcome;
  }
}
