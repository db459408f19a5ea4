// How a process of ten thousand open executions stays below 400 MB: nearly all that a step makes is garbage at once, and V8
// lets its nursery grow to tens of megabytes, and the heap with it, before it looks.

import { setFlagsFromString } from 'node:v8';

/** Keeps the nursery as small as it began. Measured with 10,000 open executions in memory: 250 MB instead of 410, a tenth slower. */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
