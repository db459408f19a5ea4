import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { golden, writeGolden } from '../emulator/golden.ts';
import { journeys, openDesk, signatureOf } from '../emulator/journeys.ts';
import { type OfflineTarget, offlineTarget } from '../emulator/offline-target.ts';
import { goldenReports, reportsOf, writeReports } from '../emulator/reports.ts';

// The emulator suite holds a deployment to the same signatures (npm run test:emulator).
describe('a main journey tells the same events as committed', () => {
  let target: OfflineTarget;
  const told: Record<string, readonly string[]> = {};

  beforeAll(async () => {
    target = await offlineTarget();
    await openDesk(target);
  });

  afterAll(async () => {
    if (process.env.GOLDEN === 'write') writeGolden(told);
    await target.stop();
  });

  it.each(Object.entries(journeys))('%s', async (name, walk) => {
    const leadId = await walk(target);
    told[name] = await signatureOf(target, leadId);

    if (process.env.GOLDEN === 'write') return;
    expect(told[name]).toEqual(golden()[name]);
  });

  it('and makes the same figures', async () => {
    await target.caughtUp();
    const figures = await reportsOf(target);

    if (process.env.GOLDEN === 'write') return writeReports(figures);
    expect(figures).toEqual(goldenReports());
  });
});
