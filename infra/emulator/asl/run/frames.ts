import type { Failure } from '../state-failure.ts';
import type { Effect, Execution, Json } from '../types.ts';

// Where an execution stands: a tree of branches, plain JSON, copied before it is changed.

/** Due at `at` (epoch milliseconds); of timers that tie, the one set first fires first. */
export interface Timer {
  readonly at: number;
  readonly order: number;
}

export type TaskEffect = Extract<Effect, { kind: 'task' }>;

export interface TaskWork {
  readonly kind: 'task';
  readonly effect: TaskEffect;
  readonly submitted: boolean;
  readonly timeout?: Timer;
  readonly heartbeat?: Timer;
  readonly heartbeatSeconds?: number;
}

export interface ChildrenWork {
  readonly kind: 'children';
  /** Branches that have not ended. */
  running: Branch[];
  /** Outputs by branch or item index; null until it ends. */
  readonly outputs: Json[];
  ended: number;
  /** The id after which the parent goes on: the highest of the ended children's. */
  lastId: number;
}

/** A Map is a group of children of which only some have been started. */
export interface MapWork extends Omit<ChildrenWork, 'kind'> {
  readonly kind: 'map';
  readonly items: Json[];
  /** How many items have been started. */
  started: number;
  readonly limit: number;
}

/** What a branch does now. It can be stored in each of these. */
export type Work =
  | { readonly kind: 'enter' }
  | { readonly kind: 'attempt' }
  | { readonly kind: 'wait'; readonly until: Timer; readonly result: Json }
  | { readonly kind: 'retry'; readonly until: Timer }
  | TaskWork
  | ChildrenWork
  | MapWork
  /** The state's work is done; `rule` is the Choice rule that matched, -1 for Default. */
  | { readonly kind: 'done'; readonly result: Json; readonly rule?: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface Branch {
  state: string;
  /** The state's raw input. */
  input: Json;
  enteredId: number;
  enteredAt: number;
  /** Where the history of this branch stood before the state was entered. */
  beforeEnteredId: number;
  /** The event that the branch's next event follows. */
  previousId: number;
  /** Variables of the branch's own scope. */
  variables: { readonly [name: string]: Json };
  /** Attempts used, by retrier. */
  retries: number[];
  retryCount: number;
  work: Work;
  /** Which branch of a Parallel or which item of a Map. */
  readonly index: number;
  readonly item?: Json;
}

export interface Root {
  readonly branch: Branch;
  readonly timeout: Timer;
  timerOrder: number;
}

export function newBranch(state: string, input: Json, previousId: number, index: number): Branch {
  return {
    state,
    input,
    enteredId: 0,
    enteredAt: 0,
    beforeEnteredId: previousId,
    previousId,
    variables: {},
    retries: [],
    retryCount: 0,
    work: { kind: 'enter' },
    index,
  };
}

function copyWork(work: Work): Work {
  if (work.kind !== 'children' && work.kind !== 'map') return work;
  return { ...work, running: work.running.map(copyBranch), outputs: [...work.outputs] };
}

function copyBranch(branch: Branch): Branch {
  return { ...branch, retries: [...branch.retries], work: copyWork(branch.work) };
}

/** A copy of the tree that may be changed; payloads are shared, for nobody changes those. */
export function openFrames(execution: Execution): Root {
  const root = execution.frames as unknown as Root; // frames are what storeFrames wrote
  return { ...root, branch: copyBranch(root.branch) };
}

export function storeFrames(root: Root): Json {
  return root as unknown as Json; // plain JSON by construction: the fuzz test stores it after every step
}

export function childrenOf(branch: Branch): readonly Branch[] {
  const { work } = branch;
  return work.kind === 'children' || work.kind === 'map' ? work.running : [];
}

/** The branch and all that run inside it, outermost first. */
export function* branches(branch: Branch): Generator<Branch> {
  yield branch;
  for (const child of childrenOf(branch)) yield* branches(child);
}

export function isRunnable({ work }: Branch): boolean {
  return ['enter', 'attempt', 'done', 'failed'].includes(work.kind);
}

/** The timers of a branch, with what fires when they are due. */
export function timersOf({ work }: Branch): readonly Timer[] {
  if (work.kind === 'wait' || work.kind === 'retry') return [work.until];
  if (work.kind !== 'task') return [];
  return [work.timeout, work.heartbeat].filter((timer) => timer !== undefined);
}

/** Negative when `a` fires before `b`. */
export function compareTimers(a: Timer, b: Timer): number {
  return a.at - b.at || a.order - b.order;
}
