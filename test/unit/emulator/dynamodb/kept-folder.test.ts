import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LevelStore } from '../../../../infra/emulator/dynamodb/level-store.ts';

// A store whose files were cut, overwritten or lost says so at the start; one that was killed or lost its power does not.

let all: string;
let path: string;
let count = 0;

beforeAll(async () => {
  all = await mkdtemp(join(tmpdir(), 'leadloop-'));
  const store = await LevelStore.open(join(all, 'open'));
  await write(store, 30);
  await store.close();
  // Its first log has become a table, the second is open.
  const again = await LevelStore.open(join(all, 'open'));
  await write(again, 150);
  await cp(join(all, 'open'), join(all, 'killed'), { recursive: true });
  await again.close();
});

beforeEach(() => {
  count += 1;
  path = join(all, `${count}`);
});

afterAll(async () => {
  await rm(all, { recursive: true, force: true });
});

async function write(store: LevelStore, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await store.commit([{ key: `key ${n}`, value: `${'value '.repeat(50)}${n}` }]);
  }
}

/** A folder as `kill -9` leaves it, or as a server that was stopped does. */
async function left(how: 'killed' | 'open'): Promise<string> {
  await cp(join(all, how), path, { recursive: true });
  return path;
}

async function fileIn(folder: string, ending: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending));
  return join(folder, names.at(-1) ?? '');
}

async function overwrite(file: string, at: (size: number) => number, bytes = 40): Promise<void> {
  const content = await readFile(file);
  const begin = at(content.length);
  await writeFile(file, content.fill('x', begin, begin + bytes));
}

async function cut(file: string, size: (size: number) => number): Promise<void> {
  await truncate(file, size((await readFile(file)).length));
}

const HARM: readonly (readonly [string, RegExp, (folder: string) => Promise<void>])[] = [
  ['cut in half', /last \d+ writes are gone/, async (f) => cut(await fileIn(f, '.log'), half)],
  ['cut by a byte', /last 1 writes are gone/, async (f) => cut(await fileIn(f, '.log'), butOne)],
  ['emptied', /writes are gone/, async (f) => cut(await fileIn(f, '.log'), () => 0)],
  ['deleted', /writes are gone/, async (f) => rm(await fileIn(f, '.log'))],
  [
    'overwritten in the middle',
    /\.log was changed/,
    async (f) => overwrite(await fileIn(f, '.log'), half),
  ],
  [
    'overwritten at its end',
    /\.log was changed|gone/,
    async (f) => overwrite(await fileIn(f, '.log'), (size) => size - 40),
  ],
  ['overwritten by zeros', /\.log was changed/, async (f) => zeros(await fileIn(f, '.log'))],
];

const OTHER_HARM: typeof HARM = [
  [
    'a table overwritten',
    /\.ldb was changed/,
    async (f) => overwrite(await fileIn(f, '.ldb'), half),
  ],
  ['a table cut', /\.ldb was changed/, async (f) => cut(await fileIn(f, '.ldb'), half)],
  ['a table deleted', /changed or lost/, async (f) => rm(await fileIn(f, '.ldb'))],
  [
    'the manifest overwritten',
    /changed or lost/,
    async (f) => overwrite(await manifest(f), () => 10, 10),
  ],
  ['the manifest cut', /changed or lost/, async (f) => cut(await manifest(f), () => 10)],
  ['CURRENT deleted', /CURRENT is gone/, async (f) => rm(join(f, 'CURRENT'))],
];

async function zeros(file: string): Promise<void> {
  const content = await readFile(file);
  await writeFile(file, content.fill(0, half(content.length), half(content.length) + 5000));
}

async function manifest(folder: string): Promise<string> {
  const names = await readdir(folder);
  return join(folder, names.find((name) => name.startsWith('MANIFEST')) ?? '');
}

function half(size: number): number {
  return Math.floor(size / 2);
}

function butOne(size: number): number {
  return size - 1;
}

describe('a folder that was killed while it was open', () => {
  it('is opened without a word, with all that was acknowledged', async () => {
    const store = await LevelStore.open(await left('killed'));

    expect([store.newest('key 149'), store.newest('key 0')]).toEqual([
      expect.stringMatching(/149$/),
      expect.stringMatching(/ 0$/),
    ]);
    await store.close();
  });

  it('is opened without a word when the write that was under way is there by half', async () => {
    const folder = await left('killed');
    const log = await fileIn(folder, '.log');
    const content = await readFile(log);
    const record = content.subarray(0, 200);
    await writeFile(log, Buffer.concat([content, record]));

    await (await LevelStore.open(folder)).close();
  });

  it.each([...HARM, ...OTHER_HARM])('and then harmed is refused: %s', async (_, words, harm) => {
    const folder = await left('killed');
    await harm(folder);

    const opening = LevelStore.open(folder);

    await expect(opening).rejects.toMatchObject({
      name: 'FolderRefused',
      reason: 'damaged',
      message: expect.stringMatching(words),
    });
    await expect(LevelStore.open(folder), 'the second time too').rejects.toThrow(words);
  });

  it.each(HARM)(
    'is opened with what is left by whoever accepts the loss: its log %s',
    async (_, __, harm) => {
      const folder = await left('killed');
      await harm(folder);
      await LevelStore.open(folder).catch(() => {});
      await rm(join(folder, 'acknowledged'));

      const store = await LevelStore.open(folder);

      expect(store.newest('key 0')).toBeDefined();
      await store.close();
      await (await LevelStore.open(folder)).close();
    },
  );

  it('is opened without a word after a power cut, whatever had not reached the disk', async () => {
    const folder = await left('killed');
    await cut(await fileIn(folder, '.log'), half);
    const said = await readFile(join(folder, 'acknowledged'), 'utf8');
    const [group = ''] = said.trim().split(/\s+/);
    await writeFile(join(folder, 'acknowledged'), `${group.padStart(16)} ${'1000'.padStart(16)}\n`);

    await (await LevelStore.open(folder)).close();
  });
});

describe('a folder that was closed in good order', () => {
  it.each(HARM)('is refused with its log %s, after a power cut too', async (_, words, harm) => {
    await left('open');
    await harm(path);

    await expect(LevelStore.open(path)).rejects.toThrow(words);
  });

  it('of a release that wrote nothing down is opened as it is', async () => {
    await (await LevelStore.open(path)).close();
    await rm(join(path, 'acknowledged'));
    await rm(join(path, 'tables'));

    await (await LevelStore.open(path)).close();
  });

  it('is opened by one only', async () => {
    const store = await LevelStore.open(path);

    await expect(LevelStore.open(path)).rejects.toThrow(
      `the data folder ${path}: another process has it open: stop that one, or take another folder`,
    );
    await store.close();
  });

  it('cannot be a file', async () => {
    const file = path;
    await writeFile(file, '');

    await expect(LevelStore.open(file)).rejects.toThrow(/it is a file, or lies under one/);
  });
});
