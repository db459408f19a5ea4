// `npm run simulate -- policy` and `-- merge`: from the command line to the printed result.

import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Policy } from '../../../functions/leads/policy.ts';
import { barOf } from '../replay/progress.ts';
import { jsonOf, parseChange, type Variant, variantsOf } from './change.ts';
import { DELAY_FITS, type DelayFit } from './habits.ts';
import {
  answersOf,
  happenedTo,
  movesDeadline,
  type Question,
  recordedPolicy,
  scriptOf,
} from './policy-replay.ts';
import type { Recording } from './recording.ts';
import { readRecording } from './recording-file.ts';
import { fingerprintOf, merged, ReplayResult, withConclusion } from './replay-result.ts';
import { playRuns, runsOf } from './replay-runs.ts';
import { replayTable } from './replay-table.ts';
import { policyIn } from './routing-changes.ts';
import { parsed, SimulationError } from './simulation-flags.ts';

export const POLICY_USE =
  '--leads RECORDING [--policy FILE] [--change path=value[,value…] …] [--runs 20] [--seed TEXT] [--delays steps|steady] [--shard 3/20] [--threads N] [--json FILE]';
export const MERGE_USE = 'PART.json PART.json … [--json FILE]';

const FLAGS = {
  leads: { type: 'string' },
  policy: { type: 'string' },
  change: { type: 'string', multiple: true },
  runs: { type: 'string', default: '20' },
  seed: { type: 'string' },
  delays: { type: 'string', default: 'steps' },
  shard: { type: 'string', default: '1/1' },
  threads: { type: 'string' },
  json: { type: 'string' },
} as const;

/** The spread of fewer runs is chance itself. */
const FEWEST_RUNS = 5;
const MOST_RUNS = 1000;

export async function simulatePolicy(args: readonly string[]): Promise<void> {
  const flags = parsed(() => parseArgs({ args: [...args], options: FLAGS }).values);
  const { leads: file } = flags;
  if (file === undefined) throw new SimulationError('--leads is missing; use');
  const shard = shardOf(flags.shard);
  if (shard.of > 1 && flags.seed === undefined)
    throw new SimulationError('the parts of a replay share a seed; give one by --seed; use');
  const question: Question = {
    seed: flags.seed ?? randomBytes(4).toString('hex'),
    delays: delaysOf(flags.delays),
    runs: wholeOf('runs', flags.runs, FEWEST_RUNS, MOST_RUNS),
    worlds: [],
  };
  const recording = await readRecording(file);
  const script = scriptOf(recording);
  const recorded = recordedPolicy(recording);
  const worlds = (await variantsIn(recording, flags.policy, flags.change ?? [])).flatMap(
    (variant) => nearsOf(recorded, variant).map((near) => ({ ...variant, near })),
  );
  const asked = { ...question, worlds };
  console.error(`seed ${asked.seed}; the same again by --seed ${asked.seed}`);
  const bar = timeLeft();
  const runs = await playRuns({ file, question: asked }, runsOf(asked.runs, shard), {
    threads: flags.threads === undefined ? undefined : wholeOf('threads', flags.threads, 1, 256),
    progress: bar.show,
  });
  bar.done();
  await tell(
    {
      is: 'policy-replay',
      version: 1,
      asked: {
        recording: fingerprintOf(await readFile(file)),
        seed: asked.seed,
        delays: asked.delays,
        runs: asked.runs,
        worlds: worlds.map(({ name, near }) => ({ name, near })),
      },
      leads: script.leads.length,
      leftOut: recording.leads.length - script.leads.length,
      people: answersOf(script, asked.delays),
      happened: happenedTo(script),
      // The file's form is the schema's: lists that may be changed.
      runs: ReplayResult.shape.runs.parse(runs),
    },
    flags.json,
  );
}

export async function mergeReplays(args: readonly string[]): Promise<void> {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args: [...args],
      options: { json: { type: 'string' } },
      allowPositionals: true,
    }),
  );
  const parts = await Promise.all(positionals.map(readPart));
  await tell(merged(parts), values.json);
}

async function tell(result: ReplayResult, json: string | undefined): Promise<void> {
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify(withConclusion(result), null, 1)}\n`);
  console.log(replayTable(result));
}

async function readPart(file: string): Promise<ReplayResult> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new SimulationError(`cannot read ${file} (${error.message}); use`);
  });
  const parsed = ReplayResult.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SimulationError(
    `${file} is no result of a policy replay (${issue?.path.join('.')} ${issue?.message}); use`,
  );
}

/** What the file says to be otherwise, and on top of it each combination of changes. */
async function variantsIn(
  recording: Recording,
  file: string | undefined,
  texts: readonly string[],
): Promise<readonly Variant[]> {
  if (file === undefined && texts.length === 0)
    throw new SimulationError('nothing is changed; give --policy FILE or --change path=value; use');
  const variants = variantsOf(texts.map(parseChange));
  if (file === undefined) return variants;
  const said = await policyIn(recording, file);
  return variants.map(({ name, set }) => ({
    name: [file, ...(name === '' ? [] : [name])].join(', '),
    ...{ said, set },
  }));
}

/** Where the deadline moves, both ends of the knob are shown. */
function nearsOf(recorded: Policy, variant: Variant): readonly number[] {
  return movesDeadline(recorded, variant) ? [0, 1] : [0];
}

function wholeOf(flag: string, text: string, least: number, most: number): number {
  const count = Number(text);
  if (/^\d{1,6}$/.test(text) && count >= least && count <= most) return count;
  throw new SimulationError(`${flag} ${text} is not a whole number from ${least} to ${most}; use`);
}

function delaysOf(text: string): DelayFit {
  // Codec: what is in the table is one of its names.
  if (Object.hasOwn(DELAY_FITS, text)) return text as DelayFit;
  throw new SimulationError(`delays ${text} is none of ${Object.keys(DELAY_FITS).join(', ')}; use`);
}

function shardOf(text: string): { readonly part: number; readonly of: number } {
  const [, part = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (part >= 1 && part <= of) return { part, of };
  throw new SimulationError(`shard ${text} is no part of a whole, such as 3/20; use`);
}

/** A bar and the time left, on stderr of a terminal; a line now and then elsewhere. */
function timeLeft() {
  const started = performance.now();
  let shownAt = 0;
  const { isTTY } = process.stderr;
  return {
    show(share: number): void {
      const now = performance.now();
      if (now - shownAt < (isTTY ? 500 : 15_000)) return;
      shownAt = now;
      const left = Math.round((((now - started) / 1000) * (1 - share)) / Math.max(share, 0.001));
      const text = `${(share * 100).toFixed(0)} %, ${left} s left`;
      process.stderr.write(isTTY ? `\r${barOf(share)} ${text}   ` : `${text}\n`);
    },
    done(): void {
      if (isTTY) process.stderr.write('\n');
    },
  };
}
