// What a parent execution is told when the one that it waits for has ended: the answer of DescribeExecution, as AWS spells it for .sync.

import type { Json, Pattern } from '../asl/types.ts';
import type { ExecutionRecord } from './records.ts';

/** What came of the call that a task makes. `submitted` means: accepted, the end comes later. */
export type TaskOutcome =
  | { readonly kind: 'submitted'; readonly response: Json }
  | { readonly kind: 'succeeded'; readonly output: Json }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

/** `startExecution.sync` gives input and output as text, `.sync:2` as JSON. */
export function describeChild(
  { execution, input }: ExecutionRecord,
  pattern: Pattern,
): TaskOutcome {
  const { start, status, output, error, cause, startedAt, stoppedAt } = {
    ...execution,
    startedAt: execution.start.startedAt,
  };
  const asText = pattern === 'sync';
  const described: Record<string, Json> = {
    ...(error === undefined ? {} : { Error: error }),
    ...(cause === undefined ? {} : { Cause: cause }),
    ExecutionArn: start.executionArn,
    Input: asText || status !== 'SUCCEEDED' ? input : start.input,
    InputDetails: { Included: true },
    Name: start.name,
    ...(output === undefined
      ? {}
      : { Output: asText ? JSON.stringify(output) : output, OutputDetails: { Included: true } }),
    StartDate: startedAt,
    StateMachineArn: start.stateMachineArn,
    Status: status,
    StopDate: stoppedAt ?? startedAt,
  };
  if (status === 'SUCCEEDED') return { kind: 'succeeded', output: described };
  return { kind: 'failed', error: 'States.TaskFailed', cause: JSON.stringify(described) };
}
