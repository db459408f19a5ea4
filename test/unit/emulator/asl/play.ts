import {
  advance,
  begin,
  compileMachine,
  type Machine,
} from '../../../../infra/emulator/asl/interpreter.ts';
import type {
  Effect,
  Execution,
  HistoryEvent,
  Json,
  Signal,
  Start,
  Step,
} from '../../../../infra/emulator/asl/types.ts';

/** The instant every played execution starts at. */
export const START = Date.UTC(2026, 0, 5, 9);

/** An execution on a virtual clock, stored and read back after every step. */
export interface Play {
  readonly machine: Machine;
  execution: Execution;
  now: number;
  readonly events: HistoryEvent[];
  readonly effects: Effect[];
}

export type States = { readonly [name: string]: object };

/** A JSONata machine that starts at its first state. */
export function machineOf(states: States, more: object = {}): Machine {
  const [startAt] = Object.keys(states);
  return compileMachine(
    JSON.stringify({ QueryLanguage: 'JSONata', StartAt: startAt, States: states, ...more }),
  );
}

export function startOf(input: Json, name = 'e1'): Start {
  const arn = 'arn:aws:states:eu-central-1:123456789012';
  return {
    executionArn: `${arn}:execution:leads:${name}`,
    name,
    stateMachineArn: `${arn}:stateMachine:leads`,
    stateMachineName: 'leads',
    roleArn: 'arn:aws:iam::123456789012:role/leads',
    input,
    startedAt: START,
  };
}

function take(play: Play, step: Step): Step {
  play.events.push(...step.events);
  play.effects.push(...step.effects);
  play.execution = JSON.parse(JSON.stringify(step.execution));
  return step;
}

export async function play(machine: Machine, input: Json = {}): Promise<Play> {
  const first = await begin(machine, startOf(input));
  const started: Play = {
    machine,
    execution: first.execution,
    now: START,
    events: [],
    effects: [],
  };
  take(started, first);
  return started;
}

export async function signal(played: Play, given: Signal): Promise<Step> {
  return take(played, await advance(played.machine, played.execution, given, played.now));
}

/** Moves the clock by seconds and fires everything that is due on the way, each at its instant. */
export async function pass(played: Play, seconds: number): Promise<void> {
  const until = played.now + seconds * 1000;
  for (;;) {
    const at = played.execution.nextTimerAt;
    if (played.execution.status !== 'RUNNING' || at === undefined || at > until) break;
    played.now = Math.max(at, played.now);
    await signal(played, { kind: 'clock' });
  }
  played.now = until;
}

/** The id of the task that was scheduled last. */
export function lastTask(played: Play): string {
  const task = played.effects.findLast(({ kind }) => kind === 'task');
  if (task === undefined) throw new Error('no task was scheduled');
  return task.taskId;
}

export function failTask(played: Play, error: string, cause = 'because'): Promise<Step> {
  return signal(played, { kind: 'failed', taskId: lastTask(played), error, cause });
}

export function types(played: Play): string[] {
  return played.events.map(({ type }) => type);
}

/** A Lambda task that ends the machine unless told otherwise. */
export function lambdaTask(more: object = {}): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'score', Payload: '{% $states.input %}' },
    ...('Next' in more ? {} : { End: true }),
    ...more,
  };
}

export function tokenTask(more: object = {}): object {
  return lambdaTask({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'ask', Payload: { token: '{% $states.context.Task.Token %}' } },
    ...more,
  });
}
