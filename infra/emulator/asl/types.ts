// The contract between the interpreter (a pure core) and the Step Functions service that stores and drives executions.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** How a Task waits for what it called: the suffix of its resource ARN. */
export type Pattern = 'requestResponse' | 'sync' | 'sync:2' | 'waitForTaskToken';

/** What an execution is started with. Instants are epoch milliseconds of the virtual clock. */
export interface Start {
  readonly executionArn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
  readonly input: Json;
  readonly startedAt: number;
}

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** Everything known of an execution but its past history: plain JSON, stored after every step and resumed from there. */
export interface Execution {
  readonly start: Start;
  readonly status: Status;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  readonly stoppedAt?: number;
  /** Names of the states that are entered and not left, outermost first. */
  readonly currentStates: readonly string[];
  /** Number of history events so far; the next event's id is this + 1. */
  readonly eventCount: number;
  /** Billed state transitions so far. */
  readonly transitions: number;
  /** The earliest instant at which something is due by itself (wait, timeout, heartbeat, retry); absent when nothing is. */
  readonly nextTimerAt?: number;
  /** The interpreter's own: frames, variables, outstanding tasks, timers. Plain JSON; nobody else reads it. */
  readonly frames: Json;
}

/** Something from outside, or the clock. Signals for a task that is no longer outstanding change nothing. */
export type Signal =
  /** The clock stands at `now`: fire what is due, one timer per call, earliest first. */
  | { readonly kind: 'clock' }
  /** The service accepted a .sync or .waitForTaskToken call; `response` is what it answered. */
  | { readonly kind: 'submitted'; readonly taskId: string; readonly response: Json }
  /** The task is done. `output` is the whole service answer (for lambda:invoke with ExecutedVersion, Payload, StatusCode …). */
  | { readonly kind: 'succeeded'; readonly taskId: string; readonly output: Json }
  | {
      readonly kind: 'failed';
      readonly taskId: string;
      /** Absent when SendTaskFailure named none. */
      readonly error?: string;
      readonly cause?: string;
    }
  /** The service refused a .sync or .waitForTaskToken call, so that there is nothing to wait for. */
  | {
      readonly kind: 'submitFailed';
      readonly taskId: string;
      readonly error: string;
      readonly cause?: string;
    }
  | { readonly kind: 'heartbeat'; readonly taskId: string }
  | { readonly kind: 'stop'; readonly error?: string; readonly cause?: string };

/** What the service must do after a step was stored. Each may be done twice: ids make it idempotent. */
export type Effect =
  | {
      readonly kind: 'task';
      /** Unique within the execution. */
      readonly taskId: string;
      readonly stateName: string;
      /** The resource as written, e.g. `arn:aws:states:::lambda:invoke.waitForTaskToken` or a Lambda ARN. */
      readonly resource: string;
      /** e.g. `lambda`, `states`, `aws-sdk:dynamodb`. */
      readonly service: string;
      /** e.g. `invoke`, `startExecution`. */
      readonly action: string;
      readonly pattern: Pattern;
      readonly arguments: Json;
      /**
       * Present for waitForTaskToken and sync, which a token answers too; equal to `$states.context.Task.Token`.
       */
      readonly taskToken?: string;
    }
  /** The task timed out, was caught elsewhere or the execution ended: stop a nested execution, forget the token. */
  | { readonly kind: 'cancel'; readonly taskId: string };

/** A history event as GetExecutionHistory returns it, `timestamp` in epoch milliseconds. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  /** The one `…EventDetails` member, by its AWS name, e.g. `stateEnteredEventDetails`. */
  readonly [details: string]: unknown;
}

/** The result of one step: the next state of the execution, what to do now, and the events to append. */
export interface Step {
  readonly execution: Execution;
  readonly effects: readonly Effect[];
  readonly events: readonly HistoryEvent[];
}
