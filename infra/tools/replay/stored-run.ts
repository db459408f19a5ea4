// What a data folder was begun with: the same command goes on with it, another one is refused.

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ReplayFlagError } from './options.ts';

const Run = z.object({
  seed: z.string(),
  model: z.string(),
  reps: z.int(),
  sdrs: z.int(),
  /** SHA-256 of the rows that are replayed. */
  rows: z.string(),
  until: z.string(),
});
type Run = z.infer<typeof Run>;

const FILE = 'replay.json';

/** The seed that the folder's replay began with, if it has begun. Throws ReplayFlagError when the folder is something else's. */
export async function storedSeed(folder: string): Promise<string | undefined> {
  return (await readRun(folder))?.seed;
}

/** Claims the folder for this run, or checks that it is this run's. Returns where the database is. Throws ReplayFlagError. */
export async function claimFolder(folder: string, run: Run): Promise<string> {
  const known = await readRun(folder);
  if (known) refuseOther(folder, known, run);
  else {
    // Written whole and then named: a kill leaves either nothing or all of it.
    const draft = join(folder, `${FILE}.draft`);
    await writeFile(draft, `${JSON.stringify(run, null, 2)}\n`);
    await rename(draft, join(folder, FILE));
  }
  return join(folder, 'database');
}

/** What tells one list of rows from another. */
export function fingerprint(rows: unknown): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

async function readRun(folder: string): Promise<Run | undefined> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.includes(FILE)) {
    return Run.parse(JSON.parse(await readFile(join(folder, FILE), 'utf8')));
  }
  const foreign = names.find((name) => name !== `${FILE}.draft`);
  if (foreign === undefined) return undefined;
  throw new ReplayFlagError(
    `the folder ${folder} holds ${foreign} and no replay; name an empty or new one`,
  );
}

function refuseOther(folder: string, known: Run, run: Run): void {
  const keys = Object.keys(Run.shape) as (keyof Run)[];
  const other = keys.filter((key) => known[key] !== run[key]);
  if (other.length === 0) return;
  throw new ReplayFlagError(
    `the folder ${folder} holds a replay with other ${other.join(', ')}; repeat its command, or name a new folder`,
  );
}
