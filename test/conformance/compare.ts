import type { HistoryEvent, Json } from '../../infra/emulator/asl/types.ts';
import type { Case, ExpectedEvent } from './cases.ts';
import { difference } from './difference.ts';
import type { Outcome } from './execute.ts';

// Every field that a case records against what the interpreter did.

type Details = { readonly [name: string]: Json };

interface Comparable {
  readonly id: number;
  readonly prev: number;
  readonly type: string;
  readonly details: Details | undefined;
}

const JSON_TEXTS = ['input', 'output', 'parameters'];

function parsedDetails(details: object): Details {
  const entries = Object.entries(details)
    .filter(([name, value]) => !name.endsWith('Details') && value !== undefined)
    .map(([name, value]): [string, Json] => {
      if (JSON_TEXTS.includes(name)) return [name, JSON.parse(value)];
      if (name !== 'assignedVariables') return [name, value];
      return [
        name,
        Object.fromEntries(
          Object.entries(value).map(([variable, text]) => [variable, JSON.parse(String(text))]),
        ),
      ];
    });
  return Object.fromEntries(entries);
}

/** An event in the form of a case: details without the flags of truncation, texts of JSON read. */
export function comparable(event: HistoryEvent): Comparable {
  const member = Object.keys(event).find((name) => name.endsWith('EventDetails'));
  const details = member === undefined ? undefined : event[member];
  return {
    id: event.id,
    prev: event.previousEventId,
    type: event.type,
    details: typeof details === 'object' && details !== null ? parsedDetails(details) : undefined,
  };
}

/** What differs between an expected event and one that happened, beside their places. */
export function sameContent(expected: ExpectedEvent, actual: Comparable): string | undefined {
  if (expected.type !== actual.type) return `expected ${expected.type}, got ${actual.type}`;
  return difference(expected.details ?? {}, actual.details ?? {}, expected.type);
}

function inOrder(expected: readonly ExpectedEvent[], actual: readonly Comparable[]): string[] {
  const differences: string[] = [];
  for (const [index, event] of expected.entries()) {
    const found = actual[index];
    if (found === undefined) {
      differences.push(`event ${String(event.id)} ${event.type}: missing`);
      continue;
    }
    const content = sameContent(event, found);
    if (content !== undefined) differences.push(`event ${found.id}: ${content}`);
    else if (event.prev !== found.prev || event.id !== found.id) {
      const place = `${String(event.id)} after ${event.prev}`;
      differences.push(
        `event ${found.id} ${found.type}: expected ${place}, got ${found.id} after ${found.prev}`,
      );
    }
  }
  for (const extra of actual.slice(expected.length)) {
    differences.push(`event ${extra.id} ${extra.type}: not expected`);
  }
  return differences;
}

// Recordings of unordered events were sorted; that lost the event which closes a group before its exit.
const LOST = /^(Parallel|Map)State(Succeeded|Failed|Aborted)$/;

function asSet(expected: readonly ExpectedEvent[], actual: readonly Comparable[]): string[] {
  const left = [...actual];
  const differences: string[] = [];
  for (const event of expected) {
    const at = left.findIndex((other) => sameContent(event, other) === undefined);
    if (at >= 0) left.splice(at, 1);
    else differences.push(`event ${event.type} ${JSON.stringify(event.details)}: missing`);
  }
  const sorted = expected.some(({ id }) => typeof id !== 'number');
  for (const { id, type, details } of left) {
    if (sorted && LOST.test(type)) continue;
    differences.push(`event ${id} ${type} ${JSON.stringify(details)}: not expected`);
  }
  return differences;
}

/** Whether branches can run at the same time: a Parallel, or a Map that isn't held to one at a time. */
export function isConcurrent(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(isConcurrent);
  const { Type: type, MaxConcurrency: most } = value;
  if (type === 'Parallel' || (type === 'Map' && most !== 1)) return true;
  return Object.values(value).some(isConcurrent);
}

function historyDifferences(given: Case, { events }: Outcome): string[] {
  if (given.expectedHistory === null) return [];
  const actual = events.map(comparable);
  const strict = inOrder(given.expectedHistory, actual);
  if (strict.length === 0 || !isConcurrent(given.definition)) return strict;
  return asSet(given.expectedHistory, actual).length === 0 ? [] : strict;
}

function pathDifference(given: Case, { events }: Outcome): string[] {
  if (given.expectedHistory === null || isConcurrent(given.definition)) return [];
  const want = given.expectedHistory
    .filter(({ type }) => type.endsWith('StateEntered'))
    .map(({ details }) => String(details?.name));
  const got = events
    .map(comparable)
    .filter(({ type }) => type.endsWith('StateEntered'))
    .map(({ details }) => String(details?.name));
  return want.join('>') === got.join('>')
    ? []
    : [`path: expected ${want.join('>')}, got ${got.join('>')}`];
}

/** All differences between a case and its outcome, one a line. */
export function compare(given: Case, outcome: Outcome): string[] {
  const { execution, unexpected } = outcome;
  const found: (string | undefined)[] = [];
  if (execution.status !== given.expectedStatus) {
    const why = `${execution.error ?? ''} ${execution.cause ?? ''}`.trim();
    found.push(`status: expected ${given.expectedStatus}, got ${execution.status} ${why}`);
  } else if (given.expectedStatus === 'SUCCEEDED') {
    if (given.outputTruncated !== true) {
      found.push(difference(given.expectedOutput, execution.output, 'output'));
    }
  } else {
    if (given.expectedError !== null) {
      found.push(difference(given.expectedError, execution.error, 'error'));
    }
    if (given.expectedCause !== null) {
      found.push(difference(given.expectedCause, execution.cause, 'cause'));
    }
  }
  for (const state of unexpected) found.push(`task ${state}: called more often than recorded`);
  found.push(...pathDifference(given, outcome), ...historyDifferences(given, outcome));
  return found.filter((difference) => difference !== undefined);
}
