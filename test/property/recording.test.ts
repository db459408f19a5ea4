// A recording of any history can be gone through again: under the same policy and roster nothing changes, lead by lead (issue 14, 3).

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Recording, RecordingLine } from '../../infra/tools/simulate/recording.ts';
import { recordingOf } from '../../infra/tools/simulate/recording-of.ts';
import type { Changes } from '../../infra/tools/simulate/routing-changes.ts';
import { simulateRouting } from '../../infra/tools/simulate/routing-simulation.ts';
import { aCommand, type Command } from './commands.ts';
import { happen, openWorld } from './world.ts';

const COMMANDS = 80;
const SEEDS = Array.from(
  { length: Number(process.env.PROPERTY_RUNS ?? 2) },
  (_, index) => Number(process.env.FIRST_SEED ?? 1) + index,
);
/** What has nothing to do with whom a lead goes to, or stops the company. */
const IDLE: readonly Command['do'][] = ['restart', 'fault', 'delivery'];

const nothing: Changes = { all: { inPlaceOf: (line) => line, besides: [] }, parts: [] };

async function lived(seed: number): Promise<Recording> {
  const useful = aCommand().filter(({ do: what }) => !IDLE.includes(what));
  const size = { minLength: COMMANDS, maxLength: COMMANDS, size: 'max' } as const;
  const [commands = []] = fc.sample(fc.array(useful, size), { seed, numRuns: 1 });
  const world = await openWorld();
  for (const command of commands) {
    // Of acts at one instant nobody could say which came first.
    await world.company.advance('PT1M');
    await happen(world, command);
  }
  const recording = await recordingOf(world.company.store);
  await world.company.close();
  return recording;
}

describe('a recording of any history', () => {
  it.each(SEEDS)(
    'is of the shape that its reader checks, and comes out again as it was: seed %s',
    async (seed) => {
      const recording = await lived(seed);

      const { head, house, leads } = recording;
      for (const line of [head, ...house, ...leads])
        RecordingLine.parse(JSON.parse(JSON.stringify(line)));
      const { handovers, decisions, sameAgain, firstOther } = simulateRouting(recording, nothing);
      const others = handovers
        .filter(({ had, deal }) => had !== deal?.repId)
        .map(({ slot, had, deal }) => `${slot.id}: ${had} → ${deal?.repId}`);
      expect({ others, other: decisions - sameAgain, firstOther }).toEqual({
        others: [],
        other: 0,
      });
    },
  );
});
