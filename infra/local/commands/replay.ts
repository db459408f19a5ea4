// `npm run replay`: real leads from a CSV file, each sent at its own date, through people who answer by a seeded model.

import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { plus } from '../../../functions/leads/instant.ts';
import { dayOf } from '../replay/company.ts';
import { parseFlags, ReplayFlagError, type ReplayFlags } from '../replay/options.ts';
import { progressBar } from '../replay/progress.ts';
import { type LeadFile, LeadFileError, readLeads } from '../replay/read-leads.ts';
import { type Refusal, type Replayed, replay } from '../replay/replay.ts';
import { reportOn } from '../replay/report.ts';
import { claimFolder, fingerprint, storedSeed } from '../replay/stored-run.ts';
import { tableOf } from '../replay/table.ts';

/** The exit code of shells for a command line that makes no sense. */
const WRONG_USE = 2;
/** How long the world goes on after the last lead's day. */
const AFTERWARDS = 'P90D';

try {
  await run(parseFlags(process.argv.slice(2)));
} catch (error) {
  const use = error instanceof ReplayFlagError || error instanceof LeadFileError;
  console.error(use ? error.message : error);
  process.exitCode = use ? WRONG_USE : 1;
}

async function run(flags: ReplayFlags): Promise<void> {
  const { rows, blemishes } = await readFileOf(flags);
  const last = rows.at(-1)?.at;
  const first = rows[0]?.at;
  if (!first || !last) throw new LeadFileError('the file has no row that can be used');
  const until = flags.until ?? dayOf(plus(last, AFTERWARDS));
  if (until <= last)
    throw new ReplayFlagError(
      `until ${until.slice(0, 10)} is not after the last lead, ${last.slice(0, 10)}`,
    );
  const seed = flags.seed ?? (await earlierSeed(flags)) ?? randomBytes(4).toString('hex');
  const { model, reps, sdrs } = flags;
  const people = { seed, model, reps, sdrs };
  console.error(`seed ${seed}; the same again by --seed ${seed}`);
  for (const [blemish, count] of blemishes)
    console.error(`${flags.leads}: ${blemish}: ${count} rows`);
  const dataDir =
    flags.dataDir &&
    (await claimFolder(flags.dataDir, { ...people, rows: fingerprint(rows), until }));

  const started = performance.now();
  const bar = progressBar(process.stderr, () => performance.now());
  const refusals: Refusal[] = [];
  const replayed = await replay({
    rows,
    people,
    until,
    progress: bar.show,
    refused: (refusal) => refusals.push(refusal),
    ...(dataDir ? { dataDir } : {}),
  });
  bar.done();
  const seconds = (performance.now() - started) / 1000;
  const report = await reportOn(replayed, rows.length);
  const settings = [
    ['leads', `${rows.length} from ${first.slice(0, 10)} to ${last.slice(0, 10)}`],
    ['until', until.slice(0, 10)],
    ['people', `${model}, seed ${seed}, ${reps} reps, ${sdrs} SDRs`],
  ] as const;
  console.log(tableOf(report, settings));
  tellCosts(replayed, { seconds, leads: rows.length, refusals });
  if (flags.json) await writeFile(flags.json, `${JSON.stringify({ seed, ...report }, null, 2)}\n`);
  const { failures } = replayed.runtime;
  for (const { job, error } of failures) console.error(`${job}:`, error);
  await replayed.runtime.stop();
  if (failures.length > 0 || report.leads !== rows.length) process.exitCode = 1;
}

async function readFileOf({ leads, limit }: ReplayFlags): Promise<LeadFile> {
  const text = await readFile(leads, 'utf8').catch((error: unknown) => {
    throw new LeadFileError(
      `cannot read ${leads}: ${error instanceof Error ? error.message : error}`,
    );
  });
  try {
    return readLeads(text, limit);
  } catch (error) {
    if (error instanceof LeadFileError) throw new LeadFileError(`${leads}: ${error.message}`);
    throw error;
  }
}

/** A random seed is drawn once: a folder that was begun goes on with its own. */
async function earlierSeed({ dataDir }: ReplayFlags): Promise<string | undefined> {
  return dataDir === undefined ? undefined : storedSeed(dataDir);
}

/** What depends on the machine, and on this process alone. */
function tellCosts(
  { commands }: Replayed,
  { seconds, leads, refusals }: { seconds: number; leads: number; refusals: readonly Refusal[] },
): void {
  const total = [...commands.values()].reduce((sum, count) => sum + count, 0);
  console.error(
    `${seconds.toFixed(1)} s, ${(leads / seconds).toFixed(1)} leads/s; in this process ${total} DynamoDB commands, ${(total / leads).toFixed(1)} a lead`,
  );
  const reasons = new Map<string, number>();
  for (const { action, status, body } of refusals) {
    const what = `${action.key.replace(/^lead_\w+-/, '')} ${status} ${JSON.stringify(body).slice(0, 200)}`;
    reasons.set(what, (reasons.get(what) ?? 0) + 1);
  }
  for (const [what, count] of [...reasons].slice(0, 10))
    console.error(`refused ${count}×: ${what}`);
}
