import type { Scope, Template } from '../expressions/scope.ts';
import type { Pattern } from '../types.ts';

// A definition after its checks: what the interpreter runs. Expressions and paths are compiled to templates.

export type Language = 'JSONata' | 'JSONPath';

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds?: number;
  readonly jitter: 'NONE' | 'FULL';
}

export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  readonly assign?: Template;
  readonly output?: Template;
}

export interface Resource {
  readonly arn: string;
  readonly service: string;
  readonly action: string;
  readonly pattern: Pattern;
  /** A Lambda ARN as resource: recorded as LambdaFunction… events, its payload is the result. */
  readonly direct: boolean;
}

interface Common {
  readonly name: string;
  /** The state that follows; absent for End and for states that choose it themselves. */
  readonly next?: string;
  /** JSONPath's InputPath: from the raw input to what the state's fields see as input. */
  readonly select?: Template;
  /** Arguments or Parameters: what the state works on; absent: the input. */
  readonly prepare?: Template;
  readonly assign?: Template;
  /** From `result` (and input) to the state's output; absent: the result itself. */
  readonly finish?: Template;
}

interface Recovering {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface PassState extends Common {
  readonly type: 'Pass';
}
export interface TaskState extends Common, Recovering {
  readonly type: 'Task';
  readonly resource: Resource;
  readonly timeoutSeconds?: Template;
  readonly heartbeatSeconds?: Template;
  /** An object with RoleArn. */
  readonly role?: Template;
}
export interface ChoiceRule {
  readonly test: (scope: Scope) => boolean | Promise<boolean>;
  readonly next: string;
  readonly assign?: Template;
  readonly output?: Template;
}
export interface ChoiceState extends Common {
  readonly type: 'Choice';
  readonly rules: readonly ChoiceRule[];
  readonly fallback?: string;
}
export interface WaitState extends Common {
  readonly type: 'Wait';
  /** Epoch milliseconds at which the wait is over. */
  readonly until: (scope: Scope) => Promise<number>;
}
export interface SucceedState extends Common {
  readonly type: 'Succeed';
}
export interface FailState extends Common {
  readonly type: 'Fail';
  readonly error?: Template;
  readonly cause?: Template;
}
export interface ParallelState extends Common, Recovering {
  readonly type: 'Parallel';
  readonly branches: readonly Graph[];
}
export interface MapState extends Common, Recovering {
  readonly type: 'Map';
  readonly items: Template;
  readonly selector?: Template;
  readonly processor: Graph;
  readonly maxConcurrency?: Template;
  readonly tolerated: readonly Template[];
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

export interface Graph {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** A compiled state machine. */
export interface Machine extends Graph {
  readonly timeoutSeconds?: number;
  /** State transitions a begin or advance makes at most before it hands back control. */
  readonly transitionsPerStep: number;
}
