import { LostRace } from '../../leads/errors.ts';

const TRIES = 5;

/** Decides again on what is stored now when somebody else wrote first; the fifth lost race is thrown. */
export async function retryLostRace<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof LostRace) || tries === TRIES) throw error;
    }
  }
}
