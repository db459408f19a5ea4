import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { present } from '../../functions/leads/present.ts';
import { openCompany } from '../support/company.ts';
import type { World } from './acting.ts';
import { aCommand, aPartysAct, type Command, HANDED_OVER, PATIENCE, runs } from './commands.ts';
import { breaches, shortened } from './invariants.ts';
import { lateWaits } from './late-waits.ts';
import { snapshotOf } from './snapshot.ts';
import { happen, openWorld } from './world.ts';

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

/** Executions that broke or wait too long, and jobs that failed. */
async function broken(world: World): Promise<readonly string[]> {
  const { company } = world;
  const executions = await company.runtime.executions.list('lead_');
  return [
    ...executions
      .filter(({ status }) => status !== 'RUNNING' && status !== 'SUCCEEDED')
      .map(({ name, status }) => `${name} is ${status}`),
    ...(await lateWaits(world)),
    ...company.runtime.failures.map(({ job, error }) => `${job}: ${String(error)}`),
  ];
}

function sequences(kinds: Parameters<typeof aCommand>[0] = {}): fc.Arbitrary<Command[]> {
  return fc.array(aCommand(kinds), { minLength: 10, maxLength: 40, size: 'max' });
}

async function inWorld(check: (world: World) => Promise<void>, dataDir?: string): Promise<void> {
  const world = await openWorld(present({ dataDir }));
  try {
    await check(world);
  } finally {
    await world.company.close();
  }
}

describe('whatever people do, in whatever order and at the same instant', () => {
  it(
    'keeps the invariants of 4.12, and no execution fails',
    () =>
      fc.assert(
        fc.asyncProperty(sequences(), (commands) =>
          inWorld(async (world) => {
            expect(await play(world, commands)).toEqual([]);
            expect(await broken(world)).toEqual([]);
          }),
        ),
        runs(2),
      ),
    PATIENCE,
  );

  it(
    'leaves a lead with the rep whom the router found, whatever its SDR and its rep do but answer (4.12, 16)',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(aPartysAct, { minLength: 8, maxLength: 18, size: 'max' }),
          (commands) =>
            inWorld(async (world) =>
              expect(await play(world, [...HANDED_OVER, ...commands])).toEqual([]),
            ),
        ),
        runs(1),
      ),
    PATIENCE,
  );

  it(
    'keeps them while Step Functions fails, and wakes are lost or come twice',
    () =>
      fc.assert(
        fc.asyncProperty(sequences({ faults: true }), (commands) =>
          inWorld(async (world) => expect(await play(world, commands)).toEqual([])),
        ),
        runs(2),
      ),
    PATIENCE,
  );

  it(
    'keeps them when the process stops and starts again in between',
    () =>
      fc.assert(
        fc.asyncProperty(sequences({ restarts: true }), async (commands) => {
          const folder = await mkdtemp(`${tmpdir()}/leadloop-`);
          await inWorld(async (world) => {
            expect(await play(world, commands)).toEqual([]);
            expect(await broken(world)).toEqual([]);
          }, folder);
          await rm(folder, { recursive: true });
        }),
        runs(1),
      ),
    PATIENCE,
  );

  it(
    'deals evenly to equal reps who stay, at every moment (4.12, 7)',
    () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ hours: fc.nat({ max: 3 }), accepts: fc.boolean() }), {
            minLength: 1,
            maxLength: 12,
          }),
          async (leads) => {
            const company = await openCompany();
            try {
              for (const { hours, accepts } of leads) {
                const { leadId } = await company.handOver();
                if (accepts) await company.accept(await company.offer(leadId));
                const [pool] = (await company.store.desk()).pools;
                const served = ['rep-a', 'rep-b', 'rep-c'].map(
                  (repId) => pool?.members[repId]?.served ?? 0,
                );
                expect(Math.max(...served) - Math.min(...served)).toBeLessThanOrEqual(1);
                // Twelve times three hours are less than any offer's 48.
                await company.advance(`PT${hours}H`);
              }
            } finally {
              await company.close();
            }
          },
        ),
        runs(1),
      ),
    PATIENCE,
  );
});
