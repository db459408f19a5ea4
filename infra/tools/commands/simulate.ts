// `npm run simulate -- WHAT`: what would have become of recorded leads otherwise (docs/recording.md). One line of the table a WHAT.

import { writeFile } from 'node:fs/promises';
import { RecordingError, readRecording, toldOf } from '../simulate/recording-file.ts';
import { ChangeRefused, changesOf } from '../simulate/routing-changes.ts';
import { fairnessOf } from '../simulate/routing-fairness.ts';
import { simulateRouting } from '../simulate/routing-simulation.ts';
import { routingJson, routingText } from '../simulate/routing-text.ts';
import { SimulationError, stringFlags } from '../simulate/simulation-flags.ts';

/** The exit code of shells for a command line that makes no sense. */
const WRONG_USE = 2;
const WRONG = [SimulationError, RecordingError, ChangeRefused];

interface Subcommand {
  /** Its flags, as the help shows them. */
  readonly use: string;
  readonly run: (args: readonly string[]) => Promise<void>;
}

const subcommands: Readonly<Record<string, Subcommand>> = {
  routing: {
    use: '--leads RECORDING [--policy FILE] [--roster FILE] [--reps FILE] [--json FILE]',
    run: routing,
  },
  show: { use: '--leads RECORDING', run: show },
};

/** Files that say what is to be otherwise. */
const CHANGED = ['policy', 'roster', 'reps'] as const;

const USE = Object.entries(subcommands)
  .map(([name, { use }]) => `npm run simulate -- ${name} ${use}`)
  .join('\n');

const [name = '', ...args] = process.argv.slice(2);
try {
  const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (!subcommand) throw new SimulationError(`there is no ${name || 'simulation of nothing'}; use`);
  await subcommand.run(args);
} catch (error) {
  const isWrong = WRONG.some((one) => error instanceof one);
  if (error instanceof SimulationError) console.error(`${error.message}\n${USE}`);
  else console.error(isWrong ? Object(error).message : error);
  process.exitCode = isWrong ? WRONG_USE : 1;
}

/** What a recording holds, once all of it could be read. */
async function show(flags: readonly string[]): Promise<void> {
  const { leads } = stringFlags(flags, ['leads']);
  const recording = await readRecording(leads);
  console.log(toldOf(recording));
}

/** To whom each lead would have gone under another roster, policy or desk. */
async function routing(flags: readonly string[]): Promise<void> {
  const { leads, json, ...files } = stringFlags(flags, ['leads'], [...CHANGED, 'json']);
  const recording = await readRecording(leads);
  const changes = await changesOf(recording, files);
  const simulated = simulateRouting(recording, changes);
  if (simulated.handovers.length === 0)
    throw new RecordingError(
      `${leads} has no lead that came to a rep from ${toldOf(recording)}; record another period`,
    );
  const { before, after } = await fairnessOf(recording, simulated, changes.all.inPlaceOf);
  const result = { recording, changes, simulated, before, after };
  console.log(routingText(result));
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify(routingJson(result), null, 2)}\n`);
}
