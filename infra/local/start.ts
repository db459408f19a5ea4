// `npm start`: the offline target on a loopback port.

import { FolderRefused } from '../emulator/dynamodb/folder-refused.ts';
import { keepHeapSmall } from './heap.ts';
import { KeptOpen } from './kept-open.ts';
import { OptionError, parseOptions, type StartOptions } from './options.ts';
import { project } from './project.ts';
import { startRuntime } from './runtime.ts';
import { listen } from './server.ts';

/** Exit codes: 2 is that of shells for a command line that makes no sense. */
const EXIT = { failed: 1, wrongUse: 2, folderRefused: 3, folderDamaged: 4 } as const;

keepHeapSmall();
try {
  await run(parseOptions(process.argv.slice(2), process.env));
} catch (error) {
  giveUp(error);
}

async function run(options: StartOptions): Promise<void> {
  const { dataDir, mode, rate, start } = options;
  let opened: KeptOpen | undefined;
  const target = await KeptOpen.open({
    start: () =>
      startRuntime({
        ...project,
        ...(dataDir === undefined ? {} : { dataDir }),
        ...(options.webhook ? { webhooks: { webhook: options.webhook } } : {}),
        clock: { mode, rate, ...(start === undefined ? {} : { start }) },
        failed: ({ job, error }) => {
          // Once the store has failed so does everything: that is said in one sentence.
          if (!opened?.refused) console.error(`${job}: ${stackOf(error)}`);
        },
      }),
    told: (sentence) => console.error(sentence),
    gaveUp: giveUp,
  });
  opened = target;
  if (!options.empty) await target.firstly(project.demonstrate);
  const server = await listen(target, {
    port: options.port,
    failed: (error) => console.error(stackOf(error)),
  }).catch(async (error: unknown) => {
    await target.stop();
    throw error;
  });
  console.log(`ready ${server.origin}`);
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    await server.close();
    await target.stop();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function giveUp(error: unknown): void {
  console.error(sentenceOf(error));
  // A clock that runs would keep the process alive.
  process.exit(exitCodeOf(error));
}

function exitCodeOf(error: unknown): number {
  if (error instanceof OptionError) return EXIT.wrongUse;
  if (!(error instanceof FolderRefused)) return EXIT.failed;
  return error.reason === 'damaged' ? EXIT.folderDamaged : EXIT.folderRefused;
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as Error & { readonly code?: string; readonly port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is taken: give another by --port`;
  return error.message;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
