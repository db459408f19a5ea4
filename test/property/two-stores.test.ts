import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PATIENCE, runs } from './commands.ts';
import { aLife, lifeOver } from './two-stores.ts';

it(
  'leaves the same rows, events, messages and executions, wherever rows are kept: with races, outages, and wakes that are lost or come twice',
  () =>
    fc.assert(
      fc.asyncProperty(aLife, async (life) => {
        expect(await lifeOver('memory', life)).toEqual(await lifeOver('dynamodb', life));
      }),
      runs(1),
    ),
  PATIENCE,
);
