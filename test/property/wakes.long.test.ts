// The same people do the same things at the same hours, once with all well and once with broken wakes (4.1, 1; 4.12, 13).

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Instant, instantOf, millisOf } from '../../functions/leads/instant.ts';
import { anAct, type Command, PATIENCE, runs } from './commands.ts';
import { breaches } from './invariants.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';
import { happen, openWorld } from './world.ts';

const HOUR = 3_600_000;
const SHANGHAI = 8 * HOUR;
/** Long enough for the sweep to have done what no wake did. */
const SWEPT = 20 * 60_000;

/** The next half past of a working hour: deadlines lie there or minutes after, never about an opening or closing hour. */
function nextHour(after: Instant): Instant {
  let at = Math.ceil((millisOf(after) + SWEPT) / HOUR) * HOUR + HOUR / 2;
  const local = () => new Date(at + SHANGHAI);
  const isClosed = () =>
    [0, 6].includes(local().getUTCDay()) || local().getUTCHours() < 9 || local().getUTCHours() > 16;
  while (isClosed()) at += HOUR;
  return instantOf(at);
}

type Trouble = 'none' | 'duplicateWakes' | 'loseWakes' | 'stepFunctions';

async function endOf(commands: readonly Command[], trouble: Trouble): Promise<Snapshot> {
  const world = await openWorld();
  try {
    if (trouble !== 'none') await happen(world, { do: 'fault', fault: trouble, on: true });
    for (const command of commands) {
      await happen(world, command);
      await world.company.advanceTo(nextHour(world.company.now));
    }
    return await snapshotOf(world);
  } finally {
    await world.company.close();
  }
}

/** What must not depend on wakes: states, offers, strikes and turns; not the minute in which they came about. */
function outcome({ leads, desk, records }: Snapshot): unknown {
  return {
    leads: leads.map(({ lead, offers }) => ({
      state: lead.state,
      cycle: lead.cycle,
      exclusions: lead.exclusions,
      offers: offers.map(({ repId, status, excused }) => [repId, status, excused]),
    })),
    reps: desk.reps.map(({ repId, openOffers, suspensions }) => [
      repId,
      openOffers,
      suspensions.length,
      records.get(repId)?.handled.map(({ outcome: how }) => how),
    ]),
    turns: desk.pools.map(({ turns, members }) => [
      turns,
      Object.entries(members).map(([repId, { served }]) => [repId, served]),
    ]),
  };
}

const later = fc
  .integer({ min: 1, max: 8 })
  .map((days): Command => ({ do: 'advance', by: `P${days}D` }));
const scripts = fc.array(
  fc.oneof({ weight: 4, arbitrary: anAct }, { weight: 1, arbitrary: later }),
  { minLength: 10, maxLength: 30, size: 'max' },
);

describe.each([
  ['duplicateWakes', 'comes twice'],
  ['loseWakes', 'is lost'],
  ['stepFunctions', 'never comes, for only the sweep runs'],
] as const)('the same end, when each wake … (%s)', (trouble, how) => {
  it(
    how,
    async () => {
      await fc.assert(
        fc.asyncProperty(scripts, async (commands) => {
          const [well, ill] = [await endOf(commands, 'none'), await endOf(commands, trouble)];

          expect(breaches(ill)).toEqual([]);
          expect(outcome(ill)).toEqual(outcome(well));
        }),
        runs(1),
      );
    },
    PATIENCE,
  );
});
