import type { Json } from '../types.ts';

/** What expressions can see while a state is evaluated. */
export interface Scope {
  readonly input: Json;
  readonly result?: Json;
  readonly errorOutput?: Json;
  /** The context object, built when an expression asks for it. */
  readonly context: () => { [key: string]: Json };
  /** A variable of this scope or of an outer one. */
  readonly variable: (name: string) => Json | undefined;
  /** Epoch milliseconds of the virtual clock. */
  readonly now: number;
  /** A text that is different at every call and the same in every replay. */
  readonly seed: () => string;
}

/** Gives the value of a field in a scope. Throws StateFailure. */
export type Template = (scope: Scope) => Json | Promise<Json>;
