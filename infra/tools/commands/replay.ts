// `npm run replay`: real leads from a CSV file, each sent at its own date, through people who answer by a seeded model.

import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { latest, plus } from '../../../functions/leads/instant.ts';
import { MemoryGround } from '../../local/memory/memory-ground.ts';
import { dayOf } from '../replay/company.ts';
import { parseFlags, ReplayFlagError, type ReplayFlags } from '../replay/options.ts';
import type { Played, Refusal } from '../replay/play.ts';
import { progressBar } from '../replay/progress.ts';
import { type DealFile, readDeals } from '../replay/read-deals.ts';
import { type LeadFile, LeadFileError, type LeadRow, readLeads } from '../replay/read-leads.ts';
import { replay } from '../replay/replay.ts';
import { reportOn } from '../replay/report.ts';
import { claimFolder, fingerprint, storedSeed } from '../replay/stored-run.ts';
import { tableOf } from '../replay/table.ts';
import { RecordingError, writeRecording } from '../simulate/recording-file.ts';
import { recordingOf } from '../simulate/recording-of.ts';

/** The exit code of shells for a command line that makes no sense. */
const WRONG_USE = 2;
/** How long the world goes on after the last lead's day. */
const AFTERWARDS = 'P90D';
/** How long it goes on after the last deal: until its SDR's credit is settled. */
const AFTER_DEALS = 'P15D';

try {
  await run(parseFlags(process.argv.slice(2)));
} catch (error) {
  const use = [ReplayFlagError, LeadFileError, RecordingError].some((one) => error instanceof one);
  console.error(use ? Object(error).message : error);
  process.exitCode = use ? WRONG_USE : 1;
}

async function run(flags: ReplayFlags): Promise<void> {
  const file = await readLeadsOf(flags);
  const { deals, rows = file.rows, blemishes: odd } = await readDealsOf(flags, file.rows);
  const last = rows.at(-1)?.at;
  const first = rows[0]?.at;
  if (!first || !last) throw new LeadFileError('the file has no row that can be used');
  const lastDeal =
    deals &&
    [...deals.values()]
      .map(({ wonAt }) => wonAt)
      .toSorted()
      .at(-1);
  const until =
    flags.until ??
    dayOf(lastDeal ? plus(latest(last, lastDeal), AFTER_DEALS) : plus(last, AFTERWARDS));
  if (until <= last)
    throw new ReplayFlagError(
      `until ${until.slice(0, 10)} is not after the last lead, ${last.slice(0, 10)}`,
    );
  const seed = flags.seed ?? (await earlierSeed(flags)) ?? randomBytes(4).toString('hex');
  const { model, reps, sdrs } = flags;
  const people = { seed, model, reps, sdrs, ...(deals ? { deals } : {}) };
  console.error(`seed ${seed}; the same again by --seed ${seed}`);
  const blemishes = [
    ...[...file.blemishes].map(([what, count]) => [`leads: ${what}`, `${count} rows`] as const),
    ...[...(odd ?? [])].map(([what, count]) => [`deals: ${what}`, `${count} rows`] as const),
  ];
  for (const [what, count] of blemishes) console.error(`${what}: ${count}`);
  const input = fingerprint(deals ? [rows, [...deals]] : rows);
  const dataDir =
    flags.dataDir &&
    (await claimFolder(flags.dataDir, { seed, model, reps, sdrs, rows: input, until }));

  const started = performance.now();
  const bar = progressBar(process.stderr, () => performance.now());
  const refusals: Refusal[] = [];
  const replayed = await replay({
    rows,
    people,
    until,
    progress: bar.show,
    refused: (refusal) => refusals.push(refusal),
    ...(dataDir ? { dataDir } : { ground: MemoryGround.open }),
  });
  bar.done();
  const seconds = (performance.now() - started) / 1000;
  const report = await reportOn(replayed, rows.length);
  const cast = deals
    ? `of ${deals.size} signed deals, seed ${seed}`
    : `${model}, seed ${seed}, ${reps} reps, ${sdrs} SDRs`;
  const settings = [
    ['leads', `${rows.length} from ${first.slice(0, 10)} to ${last.slice(0, 10)}`],
    ['until', until.slice(0, 10)],
    ['people', cast],
  ] as const;
  console.log(tableOf(report, { settings, blemishes }));
  const what = dataDir ? 'DynamoDB commands' : 'calls of the table in memory';
  tellCosts(replayed, { seconds, leads: rows.length, refusals, what });
  if (flags.json) await writeFile(flags.json, `${JSON.stringify({ seed, ...report }, null, 2)}\n`);
  if (flags.record)
    await writeRecording(flags.record, await recordingOf(replayed.store, { knownUntil: until }));
  const { failures } = replayed.runtime;
  for (const { job, error } of failures) console.error(`${job}:`, error);
  await replayed.runtime.stop();
  if (failures.length > 0 || report.leads !== rows.length) process.exitCode = 1;
}

function readLeadsOf({ leads, limit }: ReplayFlags): Promise<LeadFile> {
  return readFileOf(leads, (text) => readLeads(text, limit));
}

async function readDealsOf(
  { deals }: ReplayFlags,
  leads: readonly LeadRow[],
): Promise<Partial<DealFile>> {
  return deals === undefined ? {} : readFileOf(deals, (text) => readDeals(text, leads));
}

/** Throws LeadFileError that names the file. */
async function readFileOf<Content>(
  file: string,
  readText: (text: string) => Content,
): Promise<Content> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new LeadFileError(
      `cannot read ${file}: ${error instanceof Error ? error.message : error}`,
    );
  });
  try {
    return readText(text);
  } catch (error) {
    if (error instanceof LeadFileError) throw new LeadFileError(`${file}: ${error.message}`);
    throw error;
  }
}

/** A random seed is drawn once: a folder that was begun goes on with its own. */
async function earlierSeed({ dataDir }: ReplayFlags): Promise<string | undefined> {
  return dataDir === undefined ? undefined : storedSeed(dataDir);
}

interface Told {
  readonly seconds: number;
  readonly leads: number;
  readonly refusals: readonly Refusal[];
  /** What of the table was counted. */
  readonly what: string;
}

/** What depends on the machine, and on this process alone. */
function tellCosts({ commands }: Played, { seconds, leads, refusals, what }: Told): void {
  const total = [...commands.values()].reduce((sum, count) => sum + count, 0);
  console.error(
    `${seconds.toFixed(1)} s, ${(leads / seconds).toFixed(1)} leads/s; in this process ${total} ${what}, ${(total / leads).toFixed(1)} a lead`,
  );
  const reasons = new Map<string, number>();
  for (const { action, status, body } of refusals) {
    const reason = `${action.key.replace(/^lead_\w+-/, '')} ${status} ${JSON.stringify(body).slice(0, 200)}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  for (const [what, count] of [...reasons].slice(0, 10))
    console.error(`refused ${count}×: ${what}`);
}
