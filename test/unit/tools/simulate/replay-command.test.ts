// What `npm run simulate -- policy` says of a command line that it cannot follow; nothing is played then.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeRecording } from '../../../../infra/tools/simulate/recording-file.ts';
import { mergeReplays, simulatePolicy } from '../../../../infra/tools/simulate/replay-command.ts';
import { knownRecording } from '../../../support/recordings.ts';

const known = {
  ...{ weeks: 2, reps: ['rep-a', 'rep-b'], accepts: 0.7, seed: 'command' },
  answersAfter: () => 5,
};

describe('a policy replay that cannot be played', () => {
  let folder = '';
  const fileOf = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'replay-'));
    const recording = knownRecording({ ...known, leads: 40 });
    await writeRecording(fileOf('good.ndjson'), recording);
    await writeRecording(fileOf('few.ndjson'), knownRecording({ ...known, leads: 5 }));
    const [first] = recording.leads;
    const open = { ...recording, leads: first ? [{ ...first, arrivals: [] }] : [] };
    await writeRecording(fileOf('none.ndjson'), open);
    await writeFile(fileOf('policy.json'), JSON.stringify({ strikes: { missesToSuspend: 0 } }));
    await writeFile(fileOf('part.json'), '{"is":"something"}');
  });

  it.each([
    ['no recording', [], /--leads is missing/],
    ['no change', ['--leads', 'good.ndjson'], /nothing is changed/],
    ['an unknown flag', ['--leads', 'good.ndjson', '--chance', 'x'], /--chance/],
    ['a missing file', ['--leads', 'gone.ndjson', '--change', 'offer.accept=PT24H'], /cannot read/],
    [
      'a path that the policy has not',
      ['--leads', 'good.ndjson', '--change', 'offer.acept=PT24H'],
      /no path offer\.acept; did you mean/,
    ],
    [
      'a value that the policy refuses',
      ['--leads', 'good.ndjson', '--change', 'offer.accept=soon'],
      /clocks\.accept\.duration not a duration/,
    ],
    [
      'a policy that is refused',
      ['--leads', 'good.ndjson', '--policy', 'policy.json'],
      /strikes\.missesToSuspend/,
    ],
    [
      'a period without leads',
      ['--leads', 'none.ndjson', '--change', 'offer.accept=PT24H'],
      /no lead of the recording came by a form/,
    ],
    [
      'too few answers',
      ['--leads', 'few.ndjson', '--change', 'offer.accept=PT24H'],
      /5 offers with 5 answers are too few/,
    ],
    [
      'one run',
      ['--leads', 'good.ndjson', '--change', 'offer.accept=PT24H', '--runs', '1'],
      /runs 1 is not/,
    ],
    [
      'a part of no whole',
      ['--leads', 'good.ndjson', '--change', 'offer.accept=PT24H', '--shard', '4/3'],
      /shard 4\/3 is no part/,
    ],
    [
      'parts without a seed that they share',
      ['--leads', 'good.ndjson', '--change', 'offer.accept=PT24H', '--shard', '1/3'],
      /give one by --seed/,
    ],
    [
      'delays of no kind',
      ['--leads', 'good.ndjson', '--change', 'offer.accept=PT24H', '--delays', 'weibull'],
      /delays weibull is none of steps, steady/,
    ],
  ])('says what is wrong with %s', async (_, args, why) => {
    const placed = args.map((arg) => (/\.(ndjson|json)$/.test(arg) ? fileOf(arg) : arg));
    await expect(simulatePolicy(placed)).rejects.toThrow(why);
  });

  it('merges no file that is no result, and nothing', async () => {
    await expect(mergeReplays([fileOf('part.json')])).rejects.toThrow(/part\.json is no result/);
    await expect(mergeReplays([])).rejects.toThrow(/nothing to merge/);
  });
});
