import { describe, expect, it } from 'vitest';
import { LostRace } from '../../../../functions/leads/errors.ts';
import type { Pauses } from '../../../../functions/ports.ts';
import { retryLostRace } from '../../../../functions/use-cases/commit/retry-lost-race.ts';

/** What a try takes between its first read and its write. */
const TRY = 60;

/** Time that passes as soon as everybody waits for it, and chance from a seed. */
function virtualTime(seed: number) {
  const waiting: { readonly at: number; readonly goOn: () => void }[] = [];
  let now = 0;
  let state = seed;
  const pauses: Pauses = {
    chance: () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    },
    wait: (millis) => new Promise((goOn) => waiting.push({ at: now + millis, goOn })),
  };
  const pass = async () => {
    for (;;) {
      await new Promise(setImmediate);
      waiting.sort((a, b) => b.at - a.at);
      const next = waiting.pop();
      if (!next) return;
      now = next.at;
      next.goOn();
    }
  };
  return { pauses, pass, now: () => now };
}

describe('many who write the same row at once', () => {
  it('all get their turn within the time of a call, 200 of them too', async () => {
    const { pauses, pass, now } = virtualTime(7);
    let version = 0;
    const ends: number[] = [];
    const write = async () => {
      const seen = version;
      await pauses.wait(TRY);
      if (version !== seen) throw new LostRace('a row changed meanwhile');
      version += 1;
      ends.push(now());
    };

    const all = Promise.all(Array.from({ length: 200 }, () => retryLostRace(write, pauses)));
    await Promise.all([all, pass()]);

    expect(version).toBe(200);
    expect(Math.max(...ends)).toBeLessThan(29_000);
  });

  it('hear that it is too much when the time is over: no pause longer than a second, all of them no longer than 20', async () => {
    const waited: number[] = [];
    const wait = async (millis: number) => void waited.push(millis);
    const lose = async () => {
      throw new LostRace('a row changed meanwhile');
    };

    await expect(retryLostRace(lose, { chance: () => 0.99, wait })).rejects.toThrow(LostRace);

    expect(Math.max(...waited)).toBeLessThanOrEqual(1000);
    expect(waited.reduce((sum, millis) => sum + millis, 0)).toBeLessThanOrEqual(20_000);
    expect(waited.length).toBeGreaterThan(15);
  });

  it('hear it, too, where chance gives them no time at all', async () => {
    const lose = async () => {
      throw new LostRace('a row changed meanwhile');
    };

    const tried = retryLostRace(lose, { chance: () => 0, wait: async () => {} });

    await expect(tried).rejects.toThrow(LostRace);
  });

  it('try no more than five times at once where nobody may wait', async () => {
    let tries = 0;
    const lose = async () => {
      tries += 1;
      throw new LostRace('a row changed meanwhile');
    };

    await expect(retryLostRace(lose)).rejects.toThrow(LostRace);

    expect(tries).toBe(5);
  });
});
