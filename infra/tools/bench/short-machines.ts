// A runtime with one machine and nothing else, for benches of executions rather than of leads.

import { instantOf } from '../../../functions/leads/instant.ts';
import { type Runtime, startRuntime } from '../../local/runtime.ts';

/** The machine is called `Bench`; everything is kept in the folder, or in memory without one. */
export async function runtimeWith(definition: object, dataDir?: string): Promise<Runtime> {
  return await startRuntime({
    catalog: {
      functions: {},
      workflows: { Bench: { definition } },
      routes: [],
      rules: [],
      schedules: [],
      tables: [],
      streams: [],
    },
    createFunction: (name) => {
      throw new RangeError(`the bench has no function ${name}`);
    },
    clock: { mode: 'manual', start: instantOf(Date.UTC(2026, 0, 5, 9)) },
    ...(dataDir === undefined ? {} : { dataDir }),
  });
}
