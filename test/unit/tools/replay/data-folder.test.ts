import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { claimFolder, fingerprint, storedSeed } from '../../../../infra/tools/replay/stored-run.ts';

const run = {
  seed: 'drawn',
  model: 'answers',
  reps: 8,
  sdrs: 3,
  rows: fingerprint(['a']),
  until: '2018-09-01T00:00:00.000Z',
};

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'leadloop-replay-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe('the data folder of a replay', () => {
  it('keeps the seed that was drawn when it began', async () => {
    const folder = join(await emptyFolder(), 'new');
    expect(await storedSeed(folder)).toBeUndefined();

    await claimFolder(folder, run);

    expect(await storedSeed(folder)).toBe('drawn');
  });

  it('goes on with the same command', async () => {
    const folder = await emptyFolder();

    const first = await claimFolder(folder, run);

    expect(await claimFolder(folder, run)).toBe(first);
  });

  it('refuses a command that differs, and says in what', async () => {
    const folder = await emptyFolder();
    await claimFolder(folder, run);

    const other = claimFolder(folder, { ...run, reps: 9, rows: fingerprint(['b']) });

    await expect(other).rejects.toThrow('a replay with other reps, rows');
  });

  it('refuses a folder that holds something else', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'thesis.doc'), '');

    await expect(claimFolder(folder, run)).rejects.toThrow('holds thesis.doc and no replay');
  });

  it('begins anew when it was killed before it had written what it is', async () => {
    const folder = await emptyFolder();
    await writeFile(join(folder, 'replay.json.draft'), '{"se');

    await claimFolder(folder, run);

    expect(await storedSeed(folder)).toBe('drawn');
  });
});
