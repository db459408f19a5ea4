import type { HistoryEvent, Json } from '../types.ts';
import type { Branch } from './frames.ts';
import type { Run } from './run.ts';

// The event history as GetExecutionHistory returns it. `previousEventId` follows a branch's own chain, with AWS's
// exceptions: the first state follows 0, and …Succeeded/…Aborted events of a group are followed by nothing.

/** AWS ends an execution whose history reaches 25,000 events; the last one is its failure. */
const MOST_EVENTS = 25_000;

/** Thrown when only the closing event still fits. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
  constructor() {
    super(`The execution reached the maximum number of history events (${MOST_EVENTS}).`);
  }
}

export const NOT_TRUNCATED = { truncated: false } as const;

let lastValue: Json | undefined;
let lastText = '';

/** JSON text of a payload. A state's output is the next one's input, so the last text is kept. */
export function jsonText(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (value !== lastValue) {
    lastText = JSON.stringify(value);
    lastValue = value;
  }
  return lastText;
}

type Details = readonly [member: string, details: object];

function append(run: Run, previousEventId: number, type: string, details?: Details): number {
  run.eventCount += 1;
  run.draws = 0;
  const event: { -readonly [key in keyof HistoryEvent]: HistoryEvent[key] } = {
    id: run.eventCount,
    previousEventId,
    timestamp: run.now,
    type,
  };
  if (details !== undefined) event[details[0]] = details[1];
  run.events.push(event);
  return run.eventCount;
}

/** Appends an event to the branch's chain. */
export function record(run: Run, branch: Branch, type: string, details?: Details): number {
  branch.previousId = recordBeside(run, branch.previousId, type, details);
  return branch.previousId;
}

/** Appends an event after `previousId` that the branch's next event will not follow. */
export function recordBeside(
  run: Run,
  previousId: number,
  type: string,
  details?: Details,
): number {
  if (run.eventCount >= MOST_EVENTS - 1) throw new HistoryFull();
  return append(run, previousId, type, details);
}

/** Appends the event that ends the execution. */
export function recordEnd(run: Run, previousId: number, type: string, details: object): void {
  append(run, previousId, type, [
    `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`,
    details,
  ]);
}
