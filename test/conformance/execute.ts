import { advance, begin, compileMachine } from '../../infra/local/asl/interpreter.ts';
import type {
  Effect,
  Execution,
  HistoryEvent,
  Json,
  Signal,
  Start,
  Step,
} from '../../infra/local/asl/types.ts';
import { type Case, materialise, type TaskCall } from './cases.ts';

const STARTED_AT = Date.UTC(2026, 0, 5, 9);
const MOST_STEPS = 10_000;

/** What a case came to. */
export interface Outcome {
  readonly execution: Execution;
  readonly events: readonly HistoryEvent[];
  /** Tasks that were scheduled although the recording has no call left for their state. */
  readonly unexpected: readonly string[];
}

function startOf(given: Case): Start {
  const arn = 'arn:aws:states:us-east-1:111111111111';
  return {
    executionArn: `${arn}:execution:${given.machineName}:conformance`,
    name: 'conformance',
    stateMachineArn: `${arn}:stateMachine:${given.machineName}`,
    stateMachineName: given.machineName,
    roleArn: given.roleArn,
    input: given.input,
    startedAt: STARTED_AT,
  };
}

/** The signals that a recorded call makes; none when it was never answered. */
function answers(taskId: string, call: TaskCall): Signal[] {
  const signals: Signal[] = [];
  if (call.submitted !== undefined) {
    signals.push({ kind: 'submitted', taskId, response: materialise(call.submitted) });
  }
  if (call.outcome === 'succeeded') {
    signals.push({ kind: 'succeeded', taskId, output: materialise(call.output ?? null) });
  } else if (call.outcome === 'failed') {
    const { error = null, cause = null } = call;
    signals.push({
      kind: 'failed',
      taskId,
      ...(error === null ? {} : { error: String(materialise(error)) }),
      ...(cause === null ? {} : { cause: String(materialise(cause)) }),
    });
  }
  return signals;
}

function textAt(value: Json | undefined, name: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const own = value[name];
  return typeof own === 'string' ? own : textAt(value.args, name);
}

/** The stop from outside, when the case has one. */
function stopOf({ interventions }: Case): Signal | undefined {
  const stop = interventions?.find((each) => /stop/i.test(JSON.stringify(each)));
  if (stop === undefined) return undefined;
  const [error, cause] = [textAt(stop, 'error'), textAt(stop, 'cause')];
  return {
    kind: 'stop',
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** Runs a case on a virtual clock, storing and reading back the execution after every step. */
export async function execute(given: Case): Promise<Outcome> {
  const machine = compileMachine(JSON.stringify(given.definition));
  const events: HistoryEvent[] = [];
  const unexpected: string[] = [];
  const calls = [...(given.taskCalls ?? [])];
  const signals: Signal[] = [];
  let now = STARTED_AT;
  const take = (step: Step): Execution => {
    events.push(...step.events);
    for (const effect of step.effects) signals.push(...recorded(effect));
    return JSON.parse(JSON.stringify(step.execution));
  };
  const recorded = (effect: Effect): Signal[] => {
    if (effect.kind !== 'task') return [];
    const at = calls.findIndex(({ state }) => state === effect.stateName);
    const [call] = at < 0 ? [] : calls.splice(at, 1);
    if (call === undefined) unexpected.push(effect.stateName);
    return call === undefined ? [] : answers(effect.taskId, call);
  };
  let execution = take(await begin(machine, startOf(given)));
  const stop = stopOf(given);
  for (let steps = 0; execution.status === 'RUNNING' && steps < MOST_STEPS; steps += 1) {
    const signal = signals.shift() ?? stop ?? { kind: 'clock' };
    if (signal.kind === 'clock') now = execution.nextTimerAt ?? now;
    execution = take(await advance(machine, execution, signal, now));
  }
  return { execution, events, unexpected };
}
