// `npm start`: the offline target on a loopback port.

import { keepHeapSmall } from './heap.ts';
import { OptionError, parseOptions, type StartOptions } from './options.ts';
import { project } from './project.ts';
import { startRuntime } from './runtime.ts';
import { listen } from './server.ts';

/** The exit code of shells for a command line that makes no sense. */
const WRONG_USE = 2;

keepHeapSmall();
try {
  await run(parseOptions(process.argv.slice(2), process.env));
} catch (error) {
  console.error(error instanceof OptionError ? error.message : lineOf(error));
  // A clock that runs would keep the process alive.
  process.exit(error instanceof OptionError ? WRONG_USE : 1);
}

async function run(options: StartOptions): Promise<void> {
  const { dataDir, mode, rate, start } = options;
  const runtime = await startRuntime({
    ...project,
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(options.webhook ? { webhooks: { webhook: options.webhook } } : {}),
    clock: { mode, rate, ...(start === undefined ? {} : { start }) },
    failed: ({ job, error }) => console.error(`${job}: ${stackOf(error)}`),
  });
  if (!options.empty) await project.demonstrate(runtime);
  const server = await listen(runtime.door, {
    port: options.port,
    failed: (error) => console.error(stackOf(error)),
  }).catch(async (error: unknown) => {
    await runtime.stop();
    throw error;
  });
  console.log(`ready ${server.origin}`);
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    await server.close();
    await runtime.stop();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function lineOf(error: unknown): string {
  return error instanceof Error ? `${error.message}${causeOf(error)}` : String(error);
}

/** LevelDB says that another process has the folder open only in the cause. */
function causeOf({ cause }: Error): string {
  return cause instanceof Error ? `: ${cause.message}` : '';
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
