import { advance, begin, compileMachine } from '../../infra/emulator/asl/interpreter.ts';
import type {
  Effect,
  Execution,
  HistoryEvent,
  Signal,
  Start,
  Step,
} from '../../infra/emulator/asl/types.ts';
import { answers, recordedCall } from './answers.ts';
import type { Case } from './cases.ts';
import { stopOf } from './interventions.ts';
import { recordedOrder } from './order.ts';

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

/** Runs a case on a virtual clock, storing and reading back the execution after every step. */
export async function execute(given: Case): Promise<Outcome> {
  const machine = compileMachine(JSON.stringify(given.definition));
  const order = recordedOrder(given);
  const calls = [...(given.taskCalls ?? [])];
  const events: HistoryEvent[] = [];
  const unexpected: string[] = [];
  /** Answers that have not been given, by task: the first of each is next. */
  const pending: Signal[][] = [];
  let now = STARTED_AT;
  const take = (step: Step): Execution => {
    events.push(...step.events);
    order.happened(step.events);
    for (const effect of step.effects) expectAnswer(effect);
    return JSON.parse(JSON.stringify(step.execution));
  };
  const expectAnswer = (effect: Effect): void => {
    if (effect.kind !== 'task') return;
    const call = recordedCall(calls, effect);
    if (call === undefined) unexpected.push(effect.stateName);
    else pending.push(answers(effect, call));
  };
  let execution = take(await begin(machine, startOf(given)));
  for (let steps = 0; execution.status === 'RUNNING' && steps < MOST_STEPS; steps += 1) {
    const present = execution;
    const due = Math.max(present.nextTimerAt ?? now, now);
    const at = (signal: Signal): number => (signal.kind === 'clock' ? due : now);
    const stop = stopOf(given, events.length, pending.flat().length);
    const choices: Signal[] = pending.flatMap(([next]) => next ?? []);
    const signal =
      stop ??
      (await order.next([...choices, { kind: 'clock' }], (choice) =>
        advance(machine, present, choice, at(choice)),
      ));
    now = at(signal);
    for (const list of pending) if (list[0] === signal) list.shift();
    execution = take(await advance(machine, present, signal, now));
  }
  return { execution, events, unexpected };
}
