// `npm run test:kill`: the replay, killed at random moments and started again, ends as one that nobody killed.
// ROWS and KILLS say how much, LEADS names a file of real leads (made-up ones otherwise), SEED another life.
// Prints how the tables differ, if they do, and `N passed, N failed`.

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

const { ROWS = '200', KILLS = '10', SEED = `${process.pid}`, LEADS } = process.env;
/** One kill of so many comes while the replay starts, within so many milliseconds; the others while it goes. */
const ONE_WHILE_STARTING = 5;
const STARTING = 4000;

const PROGRESS = /(\d+)\/(\d+) leads.*/;

const folder = await mkdtemp(join(tmpdir(), 'leadloop-kill-'));
const leads = LEADS ?? (await makeUpLeads());
console.log(`${ROWS} rows of ${leads}, seed ${SEED}, ${KILLS} kills`);
const began = performance.now();
const whole = await replay('whole');
const length = performance.now() - began;
console.log(`uninterrupted: ${seconds(length)}`);

const results: { readonly name: string; readonly passed: boolean }[] = [
  { name: 'the uninterrupted replay ends well', passed: whole.code === 0 },
];
let kills = 0;
let killed = whole;
let reached = 0;
for (;;) {
  // Spread over the rest of the way, as if each run got an equal part of it.
  const left = Number(KILLS) - kills;
  const rest = length * (1 - reached);
  const patience: Patience =
    kills % ONE_WHILE_STARTING === ONE_WHILE_STARTING - 1
      ? { from: 'start', millis: Math.random() * STARTING }
      : { from: 'first line', millis: Math.random() * 1.6 * (rest / (left + 1)) };
  killed = await replay('killed', left > 0 ? patience : undefined);
  if (killed.signal === null) break;
  kills += 1;
  reached = killed.share ?? reached;
  console.log(
    `killed ${kills}: ${seconds(patience.millis)} after its ${patience.from}, ${killed.progress}`,
  );
}
results.push(
  { name: 'it was killed at least once', passed: kills > 0 },
  { name: 'the killed replay ends well', passed: killed.code === 0 },
  { name: 'both end with the same table, byte for byte', passed: killed.table === whole.table },
);
if (killed.table !== whole.table) showDifference(whole.table, killed.table);
for (const { name } of results.filter(({ passed }) => !passed)) console.log(`FAILED ${name}`);
if (results.every(({ passed }) => passed)) await rm(folder, { recursive: true });
else console.log(`kept ${folder}`);
const failed = results.filter(({ passed }) => !passed).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** How long a run may go on, from when. */
interface Patience {
  readonly from: 'start' | 'first line';
  readonly millis: number;
}

/** One run of the command; killed with SIGKILL when patience is at its end, if it still runs then. */
async function replay(name: string, killAfter?: Patience) {
  const command = ['infra/local/commands/replay.ts', '--leads', leads, '--limit', ROWS];
  const options = ['--seed', SEED, '--data', join(folder, name)];
  const child = spawn(process.execPath, [...command, ...options]);
  const out: Buffer[] = [];
  const said: Buffer[] = [];
  child.stdout.on('data', (bytes) => out.push(bytes));
  child.stderr.on('data', (bytes) => {
    said.push(bytes);
    if (killAfter?.from === 'first line' && PROGRESS.test(String(bytes))) killLater(killAfter);
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  );
  const stop = new AbortController();
  let counting = false;
  const killLater = ({ millis }: Patience) => {
    if (counting) return;
    counting = true;
    void after(millis, undefined, { signal: stop.signal })
      .then(() => child.kill('SIGKILL'))
      .catch(() => {});
  };
  if (killAfter?.from === 'start') killLater(killAfter);
  const { code, signal } = await ended;
  stop.abort();
  const errors = Buffer.concat(said).toString();
  const [line, done, of] = [...errors.matchAll(new RegExp(PROGRESS, 'g'))].at(-1) ?? [
    'before the first line',
  ];
  const share = done === undefined ? undefined : Number(done) / Number(of);
  if (code !== 0 && signal === null) console.log(errors);
  return { code, signal, table: Buffer.concat(out).toString(), progress: line, share };
}

function showDifference(expected: string, found: string): void {
  const [wanted, got] = [expected.split('\n'), found.split('\n')];
  for (const text of wanted.filter((one) => !got.includes(one))) console.log(`- ${text}`);
  for (const text of got.filter((one) => !wanted.includes(one))) console.log(`+ ${text}`);
}

function seconds(millis: number): string {
  return `${(millis / 1000).toFixed(1)} s`;
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
