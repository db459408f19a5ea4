// A replay of real leads and their signed deals: every report equals SQL over the exported events, says of every Monday at the end what it
// said that Monday, and tells what a plain reading of the two files tells. LEADS and DEALS are the files; without them this is left out.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instant, instantOf, latest, millisOf, plus } from '../../functions/leads/instant.ts';
import type { Actor } from '../../functions/ports.ts';
import { REPORT_NAMES, reports } from '../../functions/reports/definitions/reports.ts';
import type { ReportDefinition } from '../../functions/reports/report.ts';
import type { ReportAnswer } from '../../functions/use-cases/answers/report-answers.ts';
import { readReport } from '../../functions/use-cases/reporting/read-report.ts';
import { MemoryGround } from '../../infra/local/memory/memory-ground.ts';
import type { Runtime } from '../../infra/local/runtime.ts';
import { exportInto } from '../../infra/tools/export/export.ts';
import { dayOf } from '../../infra/tools/replay/company.ts';
import type { Played } from '../../infra/tools/replay/play.ts';
import { readDeals } from '../../infra/tools/replay/read-deals.ts';
import { readLeads } from '../../infra/tools/replay/read-leads.ts';
import { replay } from '../../infra/tools/replay/replay.ts';
import { lookAt } from '../../infra/tools/replay/stored-leads.ts';
import { type Duck, openDuck } from '../support/duckdb.ts';
import { metricDeps } from '../support/metrics.ts';
import { type Ask, compareReport, isReckoned, reckon, settings, sqlOf } from './compare.ts';

const { LEADS = '', DEALS = '' } = process.env;
const ROWS = Number(process.env.ORACLE_ROWS ?? 800);
const DIRECTOR: Actor = { kind: 'director', sub: 'director-1' };
const DAY = 86_400_000;
const MONDAY = 1;
/** The replay makes an hour from 9 to 17 of a day's first contact: a span of days is as much shorter. */
const MIDDLE_HOUR = 13 / 24;
const HALF_OF_THEM = 4 / 24;

/** A report as it was told on a day, to be asked for again. */
interface Said {
  readonly asOf: string;
  readonly again: () => Promise<ReportAnswer>;
  readonly text: string;
}

let folder: string;
let duck: Duck;
let running: Runtime;
let replayed: Played;
let ask: Ask;
let today: string;
let blemishes: Readonly<Record<string, number>>;
const mondays: Said[] = [];

/** What an answer says, but for when it was asked for and how fresh it was. */
function saying({ askedAt: _, changes: _c, upTo: _u, ...answer }: ReportAnswer): string {
  return JSON.stringify(answer);
}

function dateOf(at: number): string {
  return instantOf(at).slice(0, 10);
}

/** Asks for figures as they are at that moment. */
function askAt(runtime: Runtime): Ask {
  const store = lookAt(runtime);
  return (name, query) => {
    const deps = metricDeps(runtime.services.metrics, store);
    return readReport(deps, { at: runtime.now, by: DIRECTOR }, name, query);
  };
}

/** Once a Monday is over, each view of each report as it was known at its end: in total, and by one dimension. */
function mondayBefore(from: Instant) {
  let reached = millisOf(dayOf(from));
  return async ({ now }: { readonly now: Instant }) => {
    for (; reached + DAY <= millisOf(dayOf(now)); reached += DAY) {
      if (new Date(reached).getUTCDay() !== MONDAY) continue;
      await running.caughtUp();
      await tellMonday(dateOf(reached));
    }
  };
}

async function tellMonday(asOf: string): Promise<void> {
  for (const name of REPORT_NAMES) {
    const { views, dimensions }: ReportDefinition = reports[name];
    for (const [view, { open }] of Object.entries(views))
      for (const by of ['all', ...dimensions.slice(0, 1)]) {
        const query = { view, asOf, by, ...(open ? {} : { from: '2017' }) };
        const again = () => ask(name, query);
        mondays.push({ asOf, again, text: saying(await again()) });
      }
  }
}

/** A figure of each row of a report: what its SQL over the files is compared with. */
async function told(
  name: (typeof REPORT_NAMES)[number],
  figure: string,
  query: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { rows } = await ask(name, { from: '2017', ...query });
  const shown = rows.map(({ value, figures }) => [value, figures[figure]] as const);
  return Object.fromEntries(shown.filter(([, one]) => one !== 0));
}

/** What the files say: `key` and `value` of each row. */
async function plain(sql: string): Promise<Readonly<Record<string, unknown>>> {
  const rows = await duck.ask(sql);
  return Object.fromEntries(rows.map(({ key, value }) => [String(key), value]));
}

describe.skipIf(!LEADS)('the replay of signed deals', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'oracle-'));
    const file = readLeads(await readFile(LEADS, 'utf8'), ROWS);
    const { deals, rows, blemishes: odd } = readDeals(await readFile(DEALS, 'utf8'), file.rows);
    blemishes = Object.fromEntries([
      ...[...file.blemishes].map(([what, times]) => [`leads: ${what}`, times] as const),
      ...[...odd].map(([what, times]) => [`deals: ${what}`, times] as const),
    ]);
    const [first = instantOf(0)] = rows.map(({ at }) => at);
    const ends = [...rows.map(({ at }) => at), ...[...deals.values()].map(({ wonAt }) => wonAt)];
    replayed = await replay({
      ...{ rows, people: { seed: 'oracle', model: 'deals', reps: 8, sdrs: 3, deals } },
      until: dayOf(plus(latest(first, ...ends), 'P15D')),
      ...{ ground: MemoryGround.open, figures: true },
      opened: (runtime) => {
        running = runtime;
        ask = askAt(runtime);
      },
      progress: mondayBefore(first),
    });
    await replayed.runtime.caughtUp();
    today = replayed.runtime.now.slice(0, 10);
    await exportInto(replayed.store, { format: 'parquet', out: folder });
    duck = await openDuck(folder);
    await settings(duck, { hours: 0, own: 'CNY' });
    await duck.ask(
      `SET VARIABLE leads = '${LEADS}'; SET VARIABLE deals = '${DEALS}'; SET VARIABLE rows = ${ROWS}`,
    );
    await duck.ask(sqlOf('olist'));
  });
  afterAll(async () => {
    duck.close();
    await replayed.runtime.stop();
    await rm(folder, { recursive: true });
  });

  it.each(REPORT_NAMES.filter(isReckoned))(
    '%s is what SQL reckons, at the end and in spring',
    async (name) => {
      for (const asOf of ['2018-04-30', today]) {
        await reckon(duck, asOf);
        expect(await compareReport(duck, ask, name, asOf)).toEqual([]);
      }
    },
  );

  it('tells of each Monday at the end what it told that Monday', async () => {
    expect(mondays.length).toBeGreaterThan(500);

    for (const { asOf, again, text } of mondays)
      expect([asOf, saying(await again())]).toEqual([asOf, text]);
  });

  it('counts leads by month, origin and landing page as the file does', async () => {
    const leads = (key: string) =>
      plain(`SELECT ${key} AS key, count(*)::INT AS value FROM plain GROUP BY 1`);

    expect(await told('funnel', 'MAL', { by: 'month' })).toEqual(
      await leads(`strftime(came_on, '%Y-%m')`),
    );
    expect(await told('funnel', 'MAL', { by: 'source' })).toEqual(await leads('origin'));
    expect(await told('funnel', 'MAL', { by: 'page' })).toEqual(await leads('page'));
  });

  it('turns as many of them into deals, by origin, landing page, SDR and rep', async () => {
    const signed = (key: string) =>
      plain(`SELECT ${key} AS key, count(*)::INT AS value FROM plain WHERE signed GROUP BY 1`);

    expect(await told('funnel', 'WON', { by: 'source' })).toEqual(await signed('origin'));
    expect(await told('funnel', 'WON', { by: 'page' })).toEqual(await signed('page'));
    expect(await told('funnel', 'WON', { by: 'sdr' })).toEqual(await signed('sdr'));
    expect(await told('funnel', 'WON', { by: 'rep' })).toEqual(await signed('rep'));
    const rates = await told('funnel', 'WON of MAL', { by: 'source' });
    const both = `{'of': count(*)::INT, 'count': count(*) FILTER (signed)::INT}`;
    expect(rates).toMatchObject(
      await plain(`SELECT origin AS key, ${both} AS value FROM plain GROUP BY 1`),
    );
  });

  it('books deals and money in the month of the signature', async () => {
    const month = `strftime(won_at, '%Y-%m') AS key`;

    expect(await told('forecast', 'orders', { view: 'won', by: 'month' })).toEqual(
      await plain(`SELECT ${month}, count(*)::INT AS value FROM plain WHERE signed GROUP BY 1`),
    );
    expect(await told('forecast', 'amount', { view: 'won', by: 'month' })).toEqual(
      await plain(
        `SELECT ${month}, {'BRL': sum(amount)::DOUBLE} AS value FROM plain WHERE signed GROUP BY 1`,
      ),
    );
  });

  it('takes as many days to sign in the median, by the month of the signature', async () => {
    const days = await plain(`SELECT strftime(won_at, '%Y-%m') AS key,
      median(epoch_ms(won_at) - epoch_ms(came_on::TIMESTAMP)) / ${DAY} AS value FROM plain WHERE signed GROUP BY 1`);
    const toSign = await told('cycles', 'time to sign', { by: 'month' });

    expect(Object.keys(toSign)).toEqual(Object.keys(days).toSorted());
    for (const [month, { median }] of Object.entries(
      toSign as Record<string, { median: number }>,
    )) {
      const plainly = Number(days[month]) - MIDDLE_HOUR;
      expect([month, Math.abs(median / DAY - plainly) < HALF_OF_THEM + 0.03 * plainly]).toEqual([
        month,
        true,
      ]);
    }
  });

  it('lists what is odd in the files apart', async () => {
    const odd = await plain(`SELECT what AS key, times::INT AS value FROM blemish WHERE times > 0`);

    expect(blemishes).toEqual(odd);
  });
});
