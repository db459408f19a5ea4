// What is stored of machines and executions, and under which keys.

import type { Execution, Pattern, Status } from '../asl/types.ts';
import { orderedKey } from '../key-values.ts';

/** A machine as it was last created or updated; executions keep the revision they began with. */
export interface MachineRecord {
  readonly name: string;
  readonly revision: number;
  readonly definition: string;
  readonly roleArn: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** Who waits for an execution to end: a task of another one. */
export interface Watcher {
  readonly key: string;
  readonly taskId: string;
  readonly pattern: Pattern;
}

export interface ExecutionRecord {
  /** Counts starts; executions of one instant go on in this order. */
  readonly sequence: number;
  readonly revision: number;
  readonly input: string;
  readonly watchers: readonly Watcher[];
  readonly execution: Execution;
}

/** What lists show. */
export interface ExecutionSummary {
  readonly machine: string;
  readonly name: string;
  readonly status: Status;
  readonly startedAt: number;
  readonly stoppedAt?: number;
}

/** An execution that has not ended, by its sequence. */
export interface OpenExecution {
  readonly key: string;
  readonly nextTimerAt?: number;
}

/** What follows from a step for another execution; kept until it is done. */
export type Errand =
  | { readonly kind: 'tell'; readonly parent: Watcher; readonly child: string }
  | {
      readonly kind: 'stop';
      readonly child: string;
      readonly parent: Omit<Watcher, 'pattern'>;
    };

export const AREA = {
  machines: 'sfn-machines',
  executions: 'sfn-executions',
  history: 'sfn-history',
  listed: 'sfn-listed',
  open: 'sfn-open',
  tokens: 'sfn-tokens',
  children: 'sfn-children',
  errands: 'sfn-errands',
  counts: 'sfn-counts',
} as const;

export function executionKey(machine: string, name: string): string {
  return `${machine}:${name}`;
}

export function machineKey(name: string, revision: number): string {
  return `${name}@${orderedKey(revision)}`;
}

export function historyKey(sequence: number, firstId: number): string {
  return `${orderedKey(sequence)}/${orderedKey(firstId)}`;
}

export function listedKey(machine: string, sequence: number): string {
  return `${machine}/${orderedKey(sequence)}`;
}

export function childKey(parent: Pick<Watcher, 'key' | 'taskId'>): string {
  return `${parent.key}#${parent.taskId}`;
}
