import { abort, childNode } from './children.ts';
import type { Machine, TaskState } from './definition.ts';
import { drive } from './drive.ts';
import {
  type Branch,
  branches,
  childrenOf,
  compareTimers,
  isRunnable,
  newBranch,
  openFrames,
  type Root,
  storeFrames,
  type TaskWork,
  type Timer,
  timersOf,
} from './frames.ts';
import { HistoryFull, jsonText, NOT_TRUNCATED, recordBeside, recordEnd } from './history.ts';
import type { Ending, Node, Run } from './run.ts';
import { newTimer } from './run.ts';
import { taskFailed, taskSubmitted, taskSucceeded, taskTimedOut } from './task.ts';
import type { Effect, Execution, Json, Signal, Start, Status, Step } from './types.ts';

export { type CompileOptions, compileMachine } from './compile.ts';
export type { Machine } from './definition.ts';
export { DefinitionError } from './definition-error.ts';

// The interpreter: (machine, execution, signal, now) → the next execution, what to do, what to record.

const YEAR_IN_SECONDS = 31_536_000;

/** A closed execution keeps no frames. */
const CLOSED: Json = {};

/**
 * Starts an execution and runs it until every branch waits or it has ended. `start.startedAt` is the instant of
 * everything that happens in this step.
 */
export async function begin(machine: Machine, start: Start): Promise<Step> {
  const seconds = Math.min(machine.timeoutSeconds ?? YEAR_IN_SECONDS, YEAR_IN_SECONDS);
  const root: Root = {
    branch: newBranch(machine.startAt, start.input, 0, 0),
    timeout: { at: start.startedAt + seconds * 1000, order: 0 },
    timerOrder: 0,
  };
  const run = newRun(machine, start, root, start.startedAt, { eventCount: 0, transitions: 0 });
  const details = {
    input: jsonText(start.input),
    inputDetails: NOT_TRUNCATED,
    roleArn: start.roleArn,
  };
  recordBeside(run, 0, 'ExecutionStarted', ['executionStartedEventDetails', details]);
  return proceed(run);
}

/**
 * Gives the execution after a signal. `execution` is not changed. Signals that concern nothing outstanding (a task
 * that was answered, timed out or whose deadline lies before `now`) give the same execution, no events, no effects.
 * Hand in the clock until `nextTimerAt` lies after `now` before anything else; of a timeout and an answer at the
 * same instant the one handed in first counts.
 */
export async function advance(
  machine: Machine,
  execution: Execution,
  signal: Signal,
  now: number,
): Promise<Step> {
  if (execution.status !== 'RUNNING') return { execution, effects: [], events: [] };
  const run = newRun(machine, execution.start, openFrames(execution), now, execution);
  if (signal.kind === 'stop') return stop(run, signal.error, signal.cause);
  if (signal.kind === 'clock') {
    const due = firstDue(run);
    if (due?.branch === undefined && due !== undefined) return timeOut(run);
    if (due?.branch !== undefined) fire(run, due.branch, due.timer);
    else if (![...branches(run.root.branch)].some(isRunnable)) {
      return { execution, effects: [], events: [] };
    }
  } else if (!deliver(run, signal)) {
    return { execution, effects: [], events: [] };
  }
  return proceed(run);
}

/** Effects to issue again after a restart: tasks not answered and, for sync and token ones, not yet submitted. */
export function outstanding(execution: Execution): Effect[] {
  if (execution.status !== 'RUNNING') return [];
  return [...branches(openFrames(execution).branch)].flatMap(({ work }) =>
    work.kind === 'task' && !work.submitted ? [work.effect] : [],
  );
}

function newRun(
  machine: Machine,
  start: Start,
  root: Root,
  now: number,
  { eventCount, transitions }: Pick<Execution, 'eventCount' | 'transitions'>,
): Run {
  const budget = machine.transitionsPerStep;
  const counts = { eventCount, transitions, budget, draws: 0 };
  return { machine, start, root, now, events: [], effects: [], ...counts };
}

async function proceed(run: Run): Promise<Step> {
  const node: Node = { branch: run.root.branch, graph: run.machine };
  let ending: Ending | undefined;
  try {
    ending = await drive(run, node);
  } catch (problem) {
    if (!(problem instanceof HistoryFull)) throw problem;
    ending = { kind: 'failed', failure: { error: 'States.Runtime', cause: problem.message } };
  }
  if (ending === undefined) return running(run);
  if (ending.kind === 'succeeded') {
    const { output } = ending;
    const details = { output: jsonText(output), outputDetails: NOT_TRUNCATED };
    recordEnd(run, node.branch.previousId, 'ExecutionSucceeded', details);
    return closed(run, 'SUCCEEDED', { output });
  }
  const { error, cause } = ending.failure;
  const details = {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
  abort(run, node, true);
  const previousId = error === 'States.Runtime' ? 0 : node.branch.previousId;
  recordEnd(run, previousId, 'ExecutionFailed', details);
  return closed(run, 'FAILED', details);
}

function stop(run: Run, error: string | undefined, cause: string | undefined): Step {
  abort(run, { branch: run.root.branch, graph: run.machine }, true);
  const details = {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
  recordEnd(run, 0, 'ExecutionAborted', details);
  return closed(run, 'ABORTED', details);
}

function timeOut(run: Run): Step {
  abort(run, { branch: run.root.branch, graph: run.machine }, true);
  recordEnd(run, 0, 'ExecutionTimedOut', { error: 'States.Timeout' });
  return closed(run, 'TIMED_OUT', {});
}

function closed(
  run: Run,
  status: Status,
  end: { readonly output?: Json; readonly error?: string; readonly cause?: string },
): Step {
  const execution: Execution = {
    start: run.start,
    status,
    ...end,
    stoppedAt: run.now,
    currentStates: [],
    eventCount: run.eventCount,
    transitions: run.transitions,
    frames: CLOSED,
  };
  return { execution, effects: run.effects, events: run.events };
}

function running(run: Run): Step {
  const all = [...branches(run.root.branch)];
  const timers = [run.root.timeout, ...all.flatMap(timersOf)].map(({ at }) => at);
  const nextTimerAt = all.some(isRunnable) ? run.now : Math.min(...timers);
  const entered = all.filter(({ work }) => work.kind !== 'enter');
  const execution: Execution = {
    start: run.start,
    status: 'RUNNING',
    currentStates: entered.map(({ state }) => state),
    eventCount: run.eventCount,
    transitions: run.transitions,
    nextTimerAt,
    frames: storeFrames(run.root),
  };
  return { execution, effects: run.effects, events: run.events };
}

interface Due {
  readonly timer: Timer;
  /** Absent for the execution's own timeout. */
  readonly branch?: Branch;
}

function firstDue(run: Run): Due | undefined {
  const all: Due[] = [{ timer: run.root.timeout }];
  for (const branch of branches(run.root.branch)) {
    for (const timer of timersOf(branch)) all.push({ timer, branch });
  }
  const due = all.filter(({ timer }) => timer.at <= run.now);
  return due.sort((a, b) => compareTimers(a.timer, b.timer))[0];
}

function fire(run: Run, branch: Branch, timer: Timer): void {
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

/** Hands a signal to the task it names. Gives whether the task was outstanding. */
function deliver(run: Run, signal: TaskSignal): boolean {
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
    case 'heartbeat':
      if (work.heartbeatSeconds !== undefined) {
        const heartbeat = newTimer(run, run.now + work.heartbeatSeconds * 1000);
        branch.work = { ...work, heartbeat };
      }
      return true;
  }
}
