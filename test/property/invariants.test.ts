import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aCommand, type Command, runs } from './commands.ts';
import { breaches, shortened } from './invariants.ts';
import { snapshotOf } from './snapshot.ts';
import { happen, openWorld, type World } from './world.ts';

const CHECKED_EVERY = 8;

/** Plays the commands and tells all that was wrong on the way. */
async function play(world: World, commands: readonly Command[]): Promise<readonly string[]> {
  let before = await snapshotOf(world);
  for (const [index, command] of commands.entries()) {
    await happen(world, command);
    if (index % CHECKED_EVERY !== CHECKED_EVERY - 1 && index < commands.length - 1) continue;
    const now = await snapshotOf(world);
    const wrong = [...breaches(now), ...shortened(before, now), ...world.odd];
    if (wrong.length > 0) return wrong;
    before = now;
  }
  return [];
}

/** Executions that broke, and jobs that failed. */
async function broken({ company }: World): Promise<readonly string[]> {
  const executions = await company.runtime.executions.list('lead_');
  return [
    ...executions
      .filter(({ status }) => status !== 'RUNNING' && status !== 'SUCCEEDED')
      .map(({ name, status }) => `${name} is ${status}`),
    ...company.runtime.failures.map(({ job, error }) => `${job}: ${String(error)}`),
  ];
}

describe('whatever people do, in whatever order and at the same instant', () => {
  it('keeps the invariants of 4.12, and no execution fails', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aCommand(), { minLength: 10, maxLength: 60 }), async (commands) => {
        const world = await openWorld();
        try {
          expect(await play(world, commands)).toEqual([]);
          expect(await broken(world)).toEqual([]);
        } finally {
          await world.company.close();
        }
      }),
      { numRuns: runs(10) },
    );
  });
});
