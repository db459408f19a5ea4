// Dependencies of the function by which ops see what waits in the buffer.

import { bufferState } from '../adapters/buffer-state.ts';
import type { Deps } from '../ports.ts';
import { awsBuffer } from './buffer-deps.ts';
import { type Logged, once } from './first-call.ts';
import { tableDeps } from './table-deps.ts';

/** The handler of a function that is granted the table, and to look at the buffer. */
export function onTableAndBufferState<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
): Logged<Event, Result> {
  return once(create, () => tableDeps({ buffer: awsBuffer(bufferState) }));
}
