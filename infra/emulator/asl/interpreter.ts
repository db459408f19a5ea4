import type { Machine } from './compile/definition.ts';
import { abort } from './run/children.ts';
import { drive } from './run/drive.ts';
import {
  branches,
  isRunnable,
  newBranch,
  openFrames,
  type Root,
  storeFrames,
  timersOf,
} from './run/frames.ts';
import { HistoryFull, jsonText, NOT_TRUNCATED, recordBeside, recordEnd } from './run/history.ts';
import type { Ending, Node, Run } from './run/run.ts';
import { deliver, fire, firstDue } from './run/signals.ts';
import type { Failure } from './state-failure.ts';
import type { Effect, Execution, Json, Signal, Start, Status, Step } from './types.ts';

export { type CompileOptions, compileMachine } from './compile/compile.ts';
export type { Machine } from './compile/definition.ts';
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
  if (signal.kind === 'stop') return stop(run, signal);
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
  const run: Run = {
    machine,
    start,
    root,
    now,
    ...counts,
    events: [],
    effects: [],
    drive: (node) => drive(run, node),
  };
  return run;
}

async function proceed(run: Run): Promise<Step> {
  const node: Node = { branch: run.root.branch, graph: run.machine };
  let ending: Ending | undefined;
  try {
    ending = await run.drive(node);
  } catch (problem) {
    if (!(problem instanceof HistoryFull)) throw problem;
    const failure = { error: 'States.Runtime', cause: problem.message };
    return failed(run, node, failure, run.eventCount);
  }
  if (ending === undefined) return running(run);
  if (ending.kind === 'succeeded') {
    const { output } = ending;
    const details = { output: jsonText(output), outputDetails: NOT_TRUNCATED };
    recordEnd(run, node.branch.previousId, 'ExecutionSucceeded', details);
    return closed(run, 'SUCCEEDED', { output });
  }
  const { failure } = ending;
  const previousId = failure.error === 'States.Runtime' ? 0 : node.branch.previousId;
  return failed(run, node, failure, previousId);
}

function detailsOf({ error, cause }: Failure): Failure {
  return {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function failed(run: Run, node: Node, failure: Failure, previousId: number): Step {
  const details = detailsOf(failure);
  abort(run, node, true);
  recordEnd(run, previousId, 'ExecutionFailed', details);
  return closed(run, 'FAILED', details);
}

function stop(run: Run, problem: Failure): Step {
  abort(run, { branch: run.root.branch, graph: run.machine }, true);
  const details = detailsOf(problem);
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
