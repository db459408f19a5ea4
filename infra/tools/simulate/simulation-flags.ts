// How the command lines of simulations are read.

import { parseArgs } from 'node:util';

/** A command line that cannot be followed; the message says what to give instead. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
}

/** Flags with a text each: those that have to be there, and those that may. Throws SimulationError. */
export function stringFlags<Must extends string, May extends string = never>(
  args: readonly string[],
  must: readonly Must[],
  may: readonly May[] = [],
): { readonly [Flag in Must]: string } & { readonly [Flag in May]?: string } {
  const options = Object.fromEntries([...must, ...may].map((flag) => [flag, { type: 'string' }]));
  const values: Readonly<Record<string, unknown>> = parsed(
    () =>
      parseArgs({
        args: [...args],
        options: options as Record<string, { readonly type: 'string' }>,
      }).values,
  );
  const missing = must.find((flag) => !values[flag]);
  if (missing !== undefined) throw new SimulationError(`--${missing} is missing; use`);
  // Codec: parseArgs forgets which flags there were.
  return values as { [Flag in Must]: string } & { [Flag in May]?: string };
}

/** What parseArgs reads; the first line of its complaint where it cannot. Throws SimulationError. */
export function parsed<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new SimulationError(`${line}; use`);
  }
}
