// When to try again what did not get through: soon at first, then ever more seldom, and still within the hour of an outage's end.

import { type Instant, plus } from './instant.ts';

/** Minutes of elapsed time; the last one goes on. */
const WAITS = [1, 2, 4, 8, 16, 30] as const;

/** When the next try is due after so many that failed, the last of them at `at`. */
export function tryAgainAt(at: Instant, tries: number): Instant {
  return plus(at, `PT${WAITS[Math.min(tries, WAITS.length) - 1] ?? WAITS[0]}M`);
}
