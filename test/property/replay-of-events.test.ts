import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aCommand, PATIENCE, runs } from './commands.ts';
import { untold } from './invariants.ts';
import { snapshotOf } from './snapshot.ts';
import { happen, openWorld } from './world.ts';

describe('the events alone', () => {
  it(
    'tell every lead’s row, every rep’s record and every suspension as they are stored (4.12, 12)',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(aCommand(), { minLength: 10, maxLength: 50, size: 'max' }),
          async (commands) => {
            const world = await openWorld();
            try {
              for (const command of commands) await happen(world, command);

              const rows = untold(await snapshotOf(world));

              expect(rows.map(({ folded }) => folded)).toEqual(rows.map(({ stored }) => stored));
            } finally {
              await world.company.close();
            }
          },
        ),
        runs(2),
      );
    },
    PATIENCE,
  );
});
