// `npm run test:kill`: the replay, killed at random moments and started again, ends as one that nobody killed.
// ROWS and KILLS say how much, LEADS names a file of real leads (made-up ones otherwise), SEED another life.
// Prints how the tables differ, if they do, and `N passed, N failed`.

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

const { ROWS = '200', KILLS = '10', SEED = `${process.pid}`, LEADS } = process.env;
/** One kill of so many comes while the replay starts, within so many milliseconds. */
const ONE_WHILE_STARTING = 5;
const STARTING = 4000;
/** The others come within so many milliseconds after a line that tells of a random share of the leads, or of all. */
const A_WHILE = 5000;

const PROGRESS = /(\d+)\/(\d+) leads.*/;

const folder = await mkdtemp(join(tmpdir(), 'leadloop-kill-'));
const leads = LEADS ?? (await makeUpLeads());
console.log(`${ROWS} rows of ${leads}, seed ${SEED}, ${KILLS} kills`);
const moments = Array.from({ length: Number(KILLS) }, () => Math.min(1, Math.random() * 1.05));
const [whole, { killed, kills }] = await Promise.all([
  replay('whole'),
  replayKilledAt(moments.toSorted((one, other) => one - other)),
]);

const results: { readonly name: string; readonly passed: boolean }[] = [
  { name: 'the uninterrupted replay ends well', passed: whole.code === 0 },
  { name: 'it was killed at least once', passed: kills > 0 },
  { name: 'the killed replay ends well', passed: killed.code === 0 },
  { name: 'both end with the same table, byte for byte', passed: killed.table === whole.table },
];
if (killed.table !== whole.table) showDifference(whole.table, killed.table);
for (const { name } of results.filter(({ passed }) => !passed)) console.log(`FAILED ${name}`);
if (results.every(({ passed }) => passed)) await rm(folder, { recursive: true });
else console.log(`kept ${folder}`);
const failed = results.filter(({ passed }) => !passed).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** When a run is to be killed: so many milliseconds after it began, or after it told that it has that share of the leads. */
interface Moment {
  readonly share: number;
  readonly millis: number;
}

/** Runs the same command again and again, as often as there are moments to kill it and once to its end. */
async function replayKilledAt(shares: readonly number[]) {
  let deaths = 0;
  for (const share of shares) {
    const starting = deaths % ONE_WHILE_STARTING === ONE_WHILE_STARTING - 1;
    const moment = starting
      ? { share: Number.NEGATIVE_INFINITY, millis: Math.random() * STARTING }
      : { share, millis: Math.random() * A_WHILE };
    const run = await replay('killed', moment);
    if (run.signal === null) return { killed: run, kills: deaths };
    deaths += 1;
    console.log(`killed ${deaths}${starting ? ' while starting' : ''}: ${run.progress}`);
  }
  return { killed: await replay('killed'), kills: deaths };
}

/** One run of the command; killed with SIGKILL at its moment, if it still runs then. */
async function replay(name: string, moment?: Moment) {
  const command = ['infra/tools/commands/replay.ts', '--leads', leads, '--limit', ROWS];
  const options = ['--seed', SEED, '--data', join(folder, name)];
  const child = spawn(process.execPath, [...command, ...options]);
  const out: Buffer[] = [];
  const said: Buffer[] = [];
  child.stdout.on('data', (bytes) => out.push(bytes));
  child.stderr.on('data', (bytes) => {
    said.push(bytes);
    const [, done, of] = PROGRESS.exec(String(bytes)) ?? [];
    if (done !== undefined && Number(done) / Number(of) >= (moment?.share ?? 2)) killLater();
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  );
  const stop = new AbortController();
  let counting = false;
  const killLater = () => {
    if (counting) return;
    counting = true;
    void after(moment?.millis, undefined, { signal: stop.signal })
      .then(() => child.kill('SIGKILL'))
      .catch(() => {});
  };
  if (moment && moment.share < 0) killLater();
  const { code, signal } = await ended;
  stop.abort();
  const errors = Buffer.concat(said).toString();
  const [progress = 'before the first line'] =
    [...errors.matchAll(new RegExp(PROGRESS, 'g'))].at(-1) ?? [];
  if (code !== 0 && signal === null) console.log(errors);
  return { code, signal, table: Buffer.concat(out).toString(), progress };
}

function showDifference(expected: string, found: string): void {
  const [wanted, got] = [expected.split('\n'), found.split('\n')];
  for (const text of wanted.filter((one) => !got.includes(one))) console.log(`- ${text}`);
  for (const text of got.filter((one) => !wanted.includes(one))) console.log(`+ ${text}`);
}

/** Made-up leads, one or two a day, for whoever has no real ones at hand. */
async function makeUpLeads(): Promise<string> {
  const rows = Array.from({ length: Number(ROWS) }, (_, n) => {
    const day = new Date(Date.UTC(2017, 6, 3 + Math.floor(n / 1.5))).toISOString().slice(0, 10);
    return `made-up-${n},${day},page-${n % 9},${n % 50 === 0 ? '' : 'organic search'}`;
  });
  const file = join(folder, 'leads.csv');
  await writeFile(file, ['mql_id,first_contact_date,landing_page_id,origin', ...rows].join('\n'));
  return file;
}
