import { describe, expect, it } from 'vitest';
import { parseFlags, ReplayFlagError } from '../../../../infra/tools/replay/options.ts';

describe('the command line of a replay', () => {
  it('needs the leads only', () => {
    expect(parseFlags(['--leads', 'x.csv'])).toEqual({
      leads: 'x.csv',
      reps: 8,
      sdrs: 3,
      seed: undefined,
      model: 'answers',
      dataDir: undefined,
      limit: undefined,
      until: undefined,
      json: undefined,
      record: undefined,
    });
  });

  it('takes everything else as a flag', () => {
    const flags =
      '--reps 5 --sdrs 1 --seed s --model accept-all --data d --limit 9 --until 2019-01-01';

    expect(parseFlags(['--leads', 'x.csv', ...flags.split(' ')])).toMatchObject({
      reps: 5,
      sdrs: 1,
      seed: 's',
      model: 'accept-all',
      dataDir: 'd',
      limit: 9,
      until: '2019-01-01T00:00:00.000Z',
    });
  });

  it.each([
    [[], '--leads is missing'],
    [['--leads', 'x', '--reps', '0'], 'reps 0 is not'],
    [['--leads', 'x', '--reps', '1.5'], 'reps 1.5 is not'],
    [['--leads', 'x', '--limit', 'all'], 'limit all is not'],
    [['--leads', 'x', '--model', 'lazy'], 'model lazy is none of'],
    [['--leads', 'x', '--until', '2019-02-30'], 'until 2019-02-30 is not'],
    [['--leads', 'x', '--nonsense'], 'Unknown option'],
  ])('refuses %j in one line', (args, message) => {
    expect(() => parseFlags(args)).toThrow(ReplayFlagError);
    expect(() => parseFlags(args)).toThrow(message);
  });
});
