import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '../../../../functions/leads/instant.ts';
import type { Recording } from '../../../../infra/tools/simulate/recording.ts';
import { readRecording, writeRecording } from '../../../../infra/tools/simulate/recording-file.ts';

const at = '2026-09-14T01:30:00.000Z' as Instant;
const period = { from: null, to: null, beginsAt: at, endsAt: at, zone: 'Asia/Shanghai' };
const recording = {
  head: { is: 'recording', version: 1, ...period },
  house: [{ is: 'roster', seq: 0, at, month: '2026-09', repIds: ['rep-a'] }],
  leads: [],
} as unknown as Recording;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = () => join(folder, 'leads.ndjson');

/** The recording with its text changed. */
async function spoilt(spoil: (text: string) => string): Promise<string> {
  await writeRecording(file(), recording);
  await writeFile(file(), spoil(await readFile(file(), 'utf8')));
  return file();
}

describe('a recording', () => {
  it('is read as it was written, and the same is the same bytes', async () => {
    await writeRecording(file(), recording);
    const bytes = await readFile(file(), 'utf8');
    await writeRecording(file(), recording);

    expect(await readRecording(file())).toEqual({ ...recording, beginning: undefined });
    expect(await readFile(file(), 'utf8')).toBe(bytes);
    expect(await readdir(folder)).toEqual(['leads.ndjson']);
  });

  it.each([
    [
      'of another version',
      (text: string) => text.replace('"version":1', '"version":2'),
      /line 1: is a recording of version 2, and this Leadloop reads version 1; export it again/,
    ],
    [
      'whose last line is missing',
      (text: string) => text.replace(/\{"is":"end".*\n/, ''),
      /ends after line 2 without its last line/,
    ],
    [
      'that lacks a line',
      (text: string) => text.replace(/\{"is":"roster".*\n/, ''),
      /line 2: there should be 2 lines before it, and there are 1/,
    ],
    ['that was torn', (text: string) => text.slice(0, -60), /line 2: is torn or no JSON/],
    [
      'with a field that is wrong',
      (text: string) => text.replace('2026-09"', 'May"'),
      /line 2: month not a month such as 2026-09/,
    ],
    [
      'with a field that nobody knows',
      (text: string) => text.replace('"seq":0', '"seq":0,"name":"Li Lei"'),
      /line 2: a line of "roster" unrecognized key: "name"/,
    ],
    [
      'with a line that nobody knows',
      (text: string) => text.replace('"roster"', '"budget"'),
      /line 2: is /,
    ],
    [
      'that is something else',
      () => '{"leads": []}\n',
      /line 1: begins no recording; make one by npm run export -- --for replay/,
    ],
    ['that is empty', () => '', /is empty; make one/],
    ['with another behind it', (text: string) => text + text, /line 4: comes after the end/],
  ])('is refused %s, with the line and what to do', async (_what, spoil, message) => {
    await expect(readRecording(await spoilt(spoil))).rejects.toThrow(message);
  });

  it('says of a file that is not there which one, and of a folder that takes none', async () => {
    await expect(readRecording(join(folder, 'none'))).rejects.toThrow(
      /cannot read .*none \(ENOENT/,
    );
    await expect(writeRecording(join(folder, 'no', 'x'), recording)).rejects.toThrow(
      /cannot write/,
    );
  });
});
