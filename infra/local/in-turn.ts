// The Pauses port offline: nobody waits for time to pass, only for those who are before him.

import { setImmediate as turn } from 'node:timers/promises';
import type { Pauses } from '../../functions/ports.ts';

/** What reads and writes of one try take, in turns of the event loop. */
const TURNS = 40;

/** Those who lost a race go on one after another, in the order in which they came. */
export function inTurn(): Pauses {
  let before = Promise.resolve();
  return {
    chance: () => 0.5,
    wait: () => {
      before = before.then(async () => {
        for (let turns = 0; turns < TURNS; turns += 1) await turn();
      });
      return before;
    },
  };
}
