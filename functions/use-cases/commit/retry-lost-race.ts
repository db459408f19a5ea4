import { LostRace } from '../../leads/errors.ts';
import { fullJitter } from '../../leads/full-jitter.ts';
import type { Pauses } from '../../ports.ts';

/** Where nobody may wait. */
const TRIES = 5;
/** What a call may spend on this, in milliseconds, with what a try is thought to take: API Gateway gives it 29 seconds for all it does. */
const MOST_SPENT = 20_000;
const A_TRY = 100;

/**
 * Decides again on what is stored now when somebody else wrote first. With `pauses` it lets the others go on, as long as a call
 * has time; without, the fifth lost race is thrown.
 */
export async function retryLostRace<Result>(
  attempt: () => Promise<Result>,
  pauses?: Pauses,
): Promise<Result> {
  let spent = 0;
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
      if (!pauses && tries === TRIES) throw error;
      const millis = pauses ? fullJitter(tries, pauses.chance()) : 0;
      spent += A_TRY + millis;
      if (spent > MOST_SPENT) throw error;
      await pauses?.wait(millis);
    }
  }
}
