// `npm run simulate -- WHAT`: what would have become of recorded leads otherwise (docs/recording.md). One line of the table a WHAT.

import { RecordingError, readRecording, toldOf } from '../simulate/recording-file.ts';
import { SimulationError, stringFlags } from '../simulate/simulation-flags.ts';

/** The exit code of shells for a command line that makes no sense. */
const WRONG_USE = 2;

interface Subcommand {
  /** Its flags, as the help shows them. */
  readonly use: string;
  readonly run: (args: readonly string[]) => Promise<void>;
}

const subcommands: Readonly<Record<string, Subcommand>> = {
  show: { use: '--leads RECORDING', run: show },
};

const USE = Object.entries(subcommands)
  .map(([name, { use }]) => `npm run simulate -- ${name} ${use}`)
  .join('\n');

const [name = '', ...args] = process.argv.slice(2);
try {
  const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (!subcommand) throw new SimulationError(`there is no ${name || 'simulation of nothing'}; use`);
  await subcommand.run(args);
} catch (error) {
  const isWrong = error instanceof SimulationError || error instanceof RecordingError;
  if (error instanceof SimulationError) console.error(`${error.message}\n${USE}`);
  else console.error(isWrong ? error.message : error);
  process.exitCode = isWrong ? WRONG_USE : 1;
}

/** What a recording holds, once all of it could be read. */
async function show(flags: readonly string[]): Promise<void> {
  const { leads } = stringFlags(flags, ['leads']);
  const recording = await readRecording(leads);
  console.log(toldOf(recording));
}
