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
  const values = valuesOf(args, options as Record<string, { readonly type: 'string' }>);
  const missing = must.find((flag) => !values[flag]);
  if (missing !== undefined) throw new SimulationError(`--${missing} is missing; use`);
  // Codec: parseArgs forgets which flags there were.
  return values as { [Flag in Must]: string } & { [Flag in May]?: string };
}

function valuesOf(
  args: readonly string[],
  options: Readonly<Record<string, { readonly type: 'string' }>>,
): Readonly<Record<string, string | undefined>> {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const [line = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new SimulationError(`${line}; use`);
  }
}
