import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aLife, lifeOver } from './two-stores.ts';

/** `LIVES=1000` is what a change of either keeper is held to: a quarter of an hour. */
const LIVES = Number(process.env.LIVES ?? 50);
/** A thousand may come in parts, each with other lives. */
const SEED = Number(process.env.SEED ?? 20260914);

it(
  'leaves the same in life after life, wherever rows are kept',
  () =>
    fc.assert(
      fc.asyncProperty(aLife, async (life) => {
        expect(await lifeOver('memory', life)).toEqual(await lifeOver('dynamodb', life));
      }),
      { numRuns: LIVES, seed: SEED, endOnFailure: true },
    ),
  LIVES * 10_000,
);
