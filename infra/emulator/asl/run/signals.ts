import type { TaskState } from '../compile/definition.ts';
import type { Signal } from '../types.ts';
import { childNode } from './children.ts';
import {
  type Branch,
  branches,
  childrenOf,
  compareTimers,
  type TaskWork,
  type Timer,
  timersOf,
} from './frames.ts';
import { type Node, newTimer, type Run } from './run.ts';
import {
  taskFailed,
  taskNotSubmitted,
  taskSubmitted,
  taskSucceeded,
  taskTimedOut,
} from './task.ts';

// What comes to a waiting execution: its own timers, and answers for its tasks.

interface Due {
  readonly timer: Timer;
  /** Absent for the execution's own timeout. */
  readonly branch?: Branch;
}

/** The timer that fires next, if one is due: the earliest, and of those that tie the one set first. */
export function firstDue(run: Run): Due | undefined {
  const all: Due[] = [{ timer: run.root.timeout }];
  for (const branch of branches(run.root.branch)) {
    for (const timer of timersOf(branch)) all.push({ timer, branch });
  }
  const due = all.filter(({ timer }) => timer.at <= run.now);
  return due.sort((a, b) => compareTimers(a.timer, b.timer))[0];
}

/** Lets a branch's timer fire. */
export function fire(run: Run, branch: Branch, timer: Timer): void {
  const { work } = branch;
  if (work.kind === 'wait') branch.work = { kind: 'done', result: work.result };
  else if (work.kind === 'retry') branch.work = { kind: 'attempt' };
  else if (work.kind === 'task') {
    const state = taskOf(run, work.effect.taskId)?.state;
    const missed = timer === work.timeout ? 'timeout' : 'heartbeat';
    if (state !== undefined) taskTimedOut(run, branch, state, work, missed);
  }
}

interface FoundTask {
  readonly branch: Branch;
  readonly state: TaskState;
  readonly work: TaskWork;
}

function taskOf(run: Run, taskId: string): FoundTask | undefined {
  const search = (node: Node): FoundTask | undefined => {
    const { branch, graph } = node;
    const { work } = branch;
    const state = graph.states.get(branch.state);
    if (state === undefined) return undefined;
    if (work.kind === 'task' && work.effect.taskId === taskId && state.type === 'Task') {
      return { branch, state, work };
    }
    for (const child of childrenOf(branch)) {
      const found = search(childNode(node, state, child));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search({ branch: run.root.branch, graph: run.machine });
}

type TaskSignal = Extract<Signal, { readonly taskId: string }>;

/** Hands a signal to the task it names. Gives whether the task was outstanding and its deadline not past. */
export function deliver(run: Run, signal: TaskSignal): boolean {
  const task = taskOf(run, signal.taskId);
  if (task === undefined || timersOf(task.branch).some(({ at }) => at < run.now)) return false;
  const { branch, state, work } = task;
  switch (signal.kind) {
    case 'submitted':
      taskSubmitted(run, branch, state, work, signal.response);
      return true;
    case 'succeeded':
      taskSucceeded(run, branch, state, signal.output);
      return true;
    case 'failed':
      taskFailed(run, branch, state, {
        ...(signal.error === undefined ? {} : { error: signal.error }),
        ...(signal.cause === undefined ? {} : { cause: signal.cause }),
      });
      return true;
    case 'submitFailed':
      taskNotSubmitted(run, branch, state, {
        error: signal.error,
        ...(signal.cause === undefined ? {} : { cause: signal.cause }),
      });
      return true;
    case 'heartbeat':
      if (work.heartbeatSeconds !== undefined) {
        const heartbeat = newTimer(run, run.now + work.heartbeatSeconds * 1000);
        branch.work = { ...work, heartbeat };
      }
      return true;
  }
}
