import type { Effect, Signal } from '../../infra/emulator/asl/types.ts';
import { materialise, type TaskCall } from './cases.ts';
import { difference } from './difference.ts';

// What a recorded service answered to a call.

type TaskEffect = Extract<Effect, { kind: 'task' }>;

/**
 * Takes the recorded call of a task out of `calls`: of its state the first that was sent the same, else the first
 * (what is sent differs where a recording has replaced tokens and ids; the history tells whether it may).
 */
export function recordedCall(calls: TaskCall[], effect: TaskEffect): TaskCall | undefined {
  const ofState = calls.filter(({ state }) => state === effect.stateName);
  const call = ofState.find((one) => wasSent(one, effect)) ?? ofState[0];
  if (call !== undefined) calls.splice(calls.indexOf(call), 1);
  return call;
}

function wasSent({ parameters, input }: TaskCall, effect: TaskEffect): boolean {
  const sent = parameters ?? input;
  return sent !== undefined && difference(materialise(sent), effect.arguments) === undefined;
}

/** The signals that a recorded call makes, in order; none when it was never answered. */
export function answers({ taskId, pattern }: TaskEffect, call: TaskCall): Signal[] {
  const signals: Signal[] = [];
  const { submitted, outcome, output = null, error = null, cause = null } = call;
  if (submitted !== undefined) {
    signals.push({ kind: 'submitted', taskId, response: materialise(submitted) });
  }
  if (outcome === 'succeeded') {
    signals.push({ kind: 'succeeded', taskId, output: materialise(output) });
  }
  if (outcome !== 'failed') return signals;
  const why = {
    taskId,
    ...(error === null ? {} : { error: String(materialise(error)) }),
    ...(cause === null ? {} : { cause: String(materialise(cause)) }),
  };
  const refused = pattern !== 'requestResponse' && submitted === undefined;
  signals.push(refused ? { kind: 'submitFailed', error: '', ...why } : { kind: 'failed', ...why });
  return signals;
}
