// Every report of random histories equals a naive reckoning by SQL over the exported events, which shares no code with functions/reports.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPORT_NAMES } from '../../functions/reports/definitions/reports.ts';
import { type Duck, openDuck } from '../support/duckdb.ts';
import { compareCockpit, compareWarnings, compareWhatIf } from './beside.ts';
import { compareReport, isReckoned, reckon, settings } from './compare.ts';
import { type History, historyOf } from './histories.ts';

const SEEDS = (process.env.ORACLE_SEEDS ?? '5,6,7,8').split(',').map(Number);

/** What moves figures of before, and has to have happened in one of the histories. */
const RESTATING = [
  ...['Merged', 'Unmerged', 'MergeUndone', 'SourceAdjudicated', 'StrikeAnnulled', 'Corrected'],
  ...[
    'SpendTold',
    'SpendCorrected',
    'Reopened',
    'Erased',
    'CancelRuled',
    'Returned',
    'Won',
    'SelfSourced',
  ],
];
/** Reports for which there is no SQL here. */
const NOT_RECKONED: readonly string[] = [];

const happened = new Set<unknown>();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oracle-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.each(SEEDS)('random history %i', (seed) => {
  let history: History;
  let duck: Duck;
  beforeAll(async () => {
    const out = join(folder, `${seed}`);
    history = await historyOf(seed, out);
    duck = await openDuck(out);
    await settings(duck, { hours: 8, own: 'CNY' });
    const types = await duck.ask(`SELECT DISTINCT type FROM 'events.parquet'`);
    for (const { type } of types) happened.add(type);
  });
  afterAll(async () => {
    duck.close();
    await history.close();
  });

  it.each(REPORT_NAMES.filter(isReckoned))(
    '%s is what SQL reckons, at the end and half-way',
    async (name) => {
      const [half] = await duck.ask(
        `SELECT strftime(quantile_disc(occurred_at, 0.5), '%Y-%m-%d') AS day FROM 'events.parquet'`,
      );
      for (const asOf of [String(half?.day), history.today]) {
        await reckon(duck, asOf);
        expect(await compareReport(duck, history.ask, name, asOf)).toEqual([]);
        expect(await compareWarnings(duck, history.ask, name, asOf)).toEqual([]);
      }
    },
  );

  it('the cockpit and what-if are what SQL reckons', async () => {
    await reckon(duck, history.today);

    expect(await compareCockpit(duck, history, history.today)).toEqual([]);
    expect(await compareWhatIf(duck, history, history.today)).toEqual([]);
  });
});

it('all reports are reckoned but those that are said, and of everything that moves figures there was some', () => {
  expect(REPORT_NAMES.filter((name) => !isReckoned(name))).toEqual(NOT_RECKONED);
  expect(RESTATING.filter((type) => !happened.has(type))).toEqual([]);
});
