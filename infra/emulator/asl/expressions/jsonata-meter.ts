import type { SyntaxNode } from './jsonata-references.ts';

// What an evaluation may use up. Bounds count steps and not milliseconds, so that a replay ends alike (AWS: 5 seconds, and
// a limit of memory that others have measured; the number of steps is ours).

const MOST_STEPS = 2_000_000;
const STEPS_BETWEEN_BREATHS = 20_000;
export const LONGEST_ARRAY = 873_782;
const LONGEST_TEXT = 6_990_256;
/** `^(…)` is sorted by the library, in memory that grows with the square of the number of items. */
const LONGEST_ORDERED = 5_000;

const TOO_LONG = 'Expression evaluation timeout: 5000ms. Check for infinite loop';
export const TOO_LARGE =
  'Expression evaluation memory limit exceeded: Check for excessive memory usage';

/** How far an evaluation has got; the library carries it as `environment.base`. */
export interface Meter {
  steps?: number;
  breathedAt?: number;
}

async function breathe(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Counts steps. Throws when there are too many. */
export function spend(meter: Meter, steps: number): void {
  meter.steps = (meter.steps ?? 0) + steps;
  if (meter.steps > MOST_STEPS) throw new Error(TOO_LONG);
}

/**
 * The function that the library calls after every node of a tree: counts it, looks at what it gave, and now and then
 * returns a promise, so that others get a turn.
 */
export function meterFor(tree: SyntaxNode) {
  const longest = JSON.stringify(tree).includes('"type":"sort"') ? LONGEST_ORDERED : LONGEST_ARRAY;
  return (
    _node: unknown,
    _input: unknown,
    { base }: { readonly base: Meter },
    result: unknown,
  ): Promise<void> | undefined => {
    spend(base, 1);
    const isTooLarge =
      typeof result === 'string'
        ? result.length > LONGEST_TEXT
        : Array.isArray(result) && result.length > longest;
    if (isTooLarge) throw new Error(TOO_LARGE);
    const { steps = 0, breathedAt = 0 } = base;
    if (steps - breathedAt < STEPS_BETWEEN_BREATHS) return undefined;
    base.breathedAt = steps;
    return breathe();
  };
}
