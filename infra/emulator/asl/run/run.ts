import type { Graph, Machine } from '../compile/definition.ts';
import type { Failure } from '../state-failure.ts';
import type { Effect, HistoryEvent, Json, Start } from '../types.ts';
import type { Branch, Root, Timer } from './frames.ts';

/** One begin or advance: what it works on and what it has produced so far. */
export interface Run {
  readonly machine: Machine;
  readonly start: Start;
  readonly now: number;
  readonly root: Root;
  readonly events: HistoryEvent[];
  readonly effects: Effect[];
  /** Runs a branch until it waits (undefined) or ends: groups do so with each of theirs. */
  readonly drive: (node: Node) => Promise<Ending | undefined>;
  eventCount: number;
  transitions: number;
  /** Transitions left before control goes back. */
  budget: number;
  /** Draws of chance since the last event; see work-scope.ts. */
  draws: number;
}

/** A branch with the graph it runs in and the branch around it. */
export interface Node {
  readonly branch: Branch;
  readonly graph: Graph;
  readonly outer?: Node;
}

/** How a branch ended. */
export type Ending =
  | { readonly kind: 'succeeded'; readonly output: Json }
  | { readonly kind: 'failed'; readonly failure: Failure };

export function newTimer(run: Run, at: number): Timer {
  run.root.timerOrder += 1;
  return { at, order: run.root.timerOrder };
}
