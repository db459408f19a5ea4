import type { Retrier } from '../compile/definition.ts';
import { seededFraction } from '../expressions/seeded.ts';
import { type Failure, matchesError } from '../state-failure.ts';
import type { Branch } from './frames.ts';
import { newTimer, type Run } from './run.ts';

/** Milliseconds before attempt `attempt` (0 is the first retry) is made; `draw` in [0, 1) is for full jitter. */
export function retryDelay(retrier: Retrier, attempt: number, draw: number): number {
  const { intervalSeconds, backoffRate, maxDelaySeconds, jitter } = retrier;
  const growing = intervalSeconds * backoffRate ** attempt;
  const seconds = Math.min(growing, maxDelaySeconds ?? Number.POSITIVE_INFINITY, 99_999_999);
  return Math.round(seconds * 1000 * (jitter === 'FULL' ? draw : 1));
}

/** Sets the branch to try again when its first matching retrier has attempts left. Gives whether it did. */
export function retried(
  run: Run,
  branch: Branch,
  retriers: readonly Retrier[],
  failure: Failure,
): boolean {
  const index = retriers.findIndex(({ errorEquals }) => matchesError(errorEquals, failure));
  const retrier = retriers[index];
  const used = branch.retries[index] ?? 0;
  if (retrier === undefined || used >= retrier.maxAttempts) return false;
  const draw = seededFraction(
    `${run.start.executionArn}:${run.eventCount}:jitter:${branch.enteredId}`,
  );
  for (let at = branch.retries.length; at <= index; at += 1) branch.retries.push(0);
  branch.retries[index] = used + 1;
  branch.retryCount += 1;
  const until = newTimer(run, run.now + retryDelay(retrier, used, draw));
  branch.work = { kind: 'retry', until };
  return true;
}
