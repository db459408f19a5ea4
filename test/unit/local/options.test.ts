import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../../infra/local/options.ts';

describe('the options of npm start', () => {
  it('run in real time on port 4000 and keep the data in a folder when nothing is said', () => {
    expect(parseOptions([], {})).toEqual({
      port: 4000,
      dataDir: '.data',
      mode: 'real',
      rate: 1440,
      start: undefined,
      empty: false,
    });
  });

  it('are followed when all are given', () => {
    const args =
      '--port 0 --memory --clock scaled --rate 60 --start 2026-09-14T10:00:00+08:00 --empty';

    const options = parseOptions(args.split(' '), { PORT: '5000' });

    expect(options).toEqual({
      port: 0,
      dataDir: undefined,
      mode: 'scaled',
      rate: 60,
      start: '2026-09-14T02:00:00.000Z',
      empty: true,
    });
  });

  it('name who receives stage changes, and the key by which he knows us', () => {
    const args = ['--webhook', 'http://127.0.0.1:5000/leads', '--webhook-key', 'k'];

    expect(parseOptions(args, {}).webhook).toEqual({
      url: 'http://127.0.0.1:5000/leads',
      key: 'k',
    });
  });

  it('take the port from PORT when no flag gives it', () => {
    expect(parseOptions([], { PORT: '5000' }).port).toBe(5000);
  });

  it.each([
    ['--port 70000', 'port 70000 is not a number'],
    ['--port abc', 'port abc is not a number'],
    ['--clock fast', 'clock fast is none of'],
    ['--rate 0', 'rate 0 is not a number above 0'],
    ['--start tomorrow', 'start tomorrow is not an instant'],
    ['--webhook nowhere', 'webhook nowhere is not a web address'],
    ['--webhook http://crm.example/leads', 'is not a web address such as https://'],
    ['--webhook http://localhost.crm.example/', 'is not a web address such as https://'],
    ['--memory --data x', 'exclude each other'],
    ['--colour', "Unknown option '--colour'"],
    ['stray', "Unexpected argument 'stray'"],
  ])('say in one line what is wrong with %s', (args, message) => {
    const parsing = () => parseOptions(args.split(' '), {});

    expect(parsing).toThrow(message);
    expect(parsing).toThrow(/^[^\n]+$/);
  });

  it('of a replay’s folder say where its database is, and open none beside it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'replay-'));
    await writeFile(join(folder, 'replay.json'), '{}');

    expect(() => parseOptions(['--data', folder], {})).toThrow(`open ${folder}/database`);
    expect(parseOptions(['--data', `${folder}/database`], {}).dataDir).toBe(`${folder}/database`);

    await rm(folder, { recursive: true });
  });
});
