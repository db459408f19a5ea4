// Every report of random histories equals a naive reckoning by SQL over the exported events, which shares no code with functions/reports.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPORT_NAMES } from '../../functions/reports/definitions/reports.ts';
import { type Duck, openDuck } from '../support/duckdb.ts';
import { compareReport, reckon, settings } from './compare.ts';
import { type History, historyOf } from './histories.ts';

const SEEDS = (process.env.ORACLE_SEEDS ?? '1,2,3').split(',').map(Number);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oracle-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(SEEDS)('random history %i', (seed) => {
  let history: History;
  let duck: Duck;
  beforeAll(async () => {
    const out = join(process.env.ORACLE_DIR ?? folder, `${seed}`);
    history = await historyOf(seed, out);
    duck = await openDuck(out);
    await settings(duck, { hours: 8, own: 'CNY' });
  });
  afterAll(async () => {
    duck.close();
    await history.close();
  });

  it.each(REPORT_NAMES)('%s is what SQL reckons, at the end and half-way', async (name) => {
    const [half] = await duck.ask(
      `SELECT strftime(quantile_disc(occurred_at, 0.5), '%Y-%m-%d') AS day FROM 'events.parquet'`,
    );
    for (const asOf of [String(half?.day), history.today]) {
      await reckon(duck, asOf);
      const { differences, numbers } = await compareReport(duck, history.ask, name, asOf);
      if (process.env.ORACLE_TELLS) console.log(`${name} as of ${asOf}: ${numbers} numbers`);
      expect(differences).toEqual([]);
    }
  });
});
