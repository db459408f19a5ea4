// `npm run test:kill`: the replay, killed at random moments and started again, ends as one that nobody killed.
// ROWS and KILLS say how much; LEADS names another file, SEED another life. Prints the table's differences and `N passed, N failed`.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

const {
  ROWS = '200',
  KILLS = '10',
  SEED = `${process.pid}`,
  LEADS = '/work/shared/data/olist/olist_marketing_qualified_leads_dataset.csv',
} = process.env;
/** Loading the code takes this long; a kill before tells nothing. */
const WARM_UP = 2000;

const folder = await mkdtemp(join(tmpdir(), 'leadloop-kill-'));
console.log(`${ROWS} rows of ${LEADS}, seed ${SEED}, ${KILLS} kills`);
const began = performance.now();
const whole = await replay('whole');
const length = performance.now() - began;
console.log(`uninterrupted: ${seconds(length)}`);

const results: { readonly name: string; readonly passed: boolean }[] = [
  { name: 'the uninterrupted replay ends well', passed: whole.code === 0 },
];
let kills = 0;
let killed = whole;
for (let run = 0; ; run += 1) {
  // Spread over the time that is left if each run got an equal part of it.
  const patience = WARM_UP + Math.random() * 2 * (length / (Number(KILLS) + 1));
  killed = await replay('killed', kills < Number(KILLS) ? patience : undefined);
  if (killed.signal === null) break;
  kills += 1;
  console.log(`killed ${kills}: after ${seconds(patience)}, ${killed.progress}`);
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

/** One run of the command; killed with SIGKILL after so many milliseconds, if it still runs then. */
async function replay(name: string, killAfter?: number) {
  const command = ['infra/local/commands/replay.ts', '--leads', LEADS, '--limit', ROWS];
  const options = ['--seed', SEED, '--data', join(folder, name)];
  const child = spawn(process.execPath, [...command, ...options]);
  const out: Buffer[] = [];
  const said: Buffer[] = [];
  child.stdout.on('data', (bytes) => out.push(bytes));
  child.stderr.on('data', (bytes) => said.push(bytes));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  );
  const stop = new AbortController();
  if (killAfter !== undefined) {
    void after(killAfter, undefined, { signal: stop.signal })
      .then(() => child.kill('SIGKILL'))
      .catch(() => {});
  }
  const { code, signal } = await ended;
  stop.abort();
  const errors = Buffer.concat(said).toString();
  const progress = errors.match(/\d+\/\d+ leads.*/g)?.at(-1) ?? 'before the first line';
  if (code !== 0 && signal === null) console.log(errors);
  return { code, signal, table: Buffer.concat(out).toString(), progress };
}

function showDifference(expected: string, found: string): void {
  const [wanted, got] = [expected.split('\n'), found.split('\n')];
  for (const text of wanted.filter((one) => !got.includes(one))) console.log(`- ${text}`);
  for (const text of got.filter((one) => !wanted.includes(one))) console.log(`+ ${text}`);
}

function seconds(millis: number): string {
  return `${(millis / 1000).toFixed(1)} s`;
}
