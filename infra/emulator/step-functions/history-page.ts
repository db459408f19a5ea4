// GetExecutionHistory: pages of events, oldest or newest first.

import type { HistoryEvent } from '../asl/types.ts';
import { AwsError } from '../aws-error.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { ExecutionRecord } from './records.ts';

interface HistoryRequest {
  readonly reverseOrder: boolean;
  readonly includeExecutionData: boolean;
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** A page as it goes over the wire, instants in epoch seconds. Throws InvalidToken. */
export async function historyOf(
  store: ExecutionStore,
  { sequence }: ExecutionRecord,
  request: HistoryRequest,
) {
  const from = request.nextToken === undefined ? {} : { from: eventId(request.nextToken) };
  const page = await store.history(sequence, {
    ...from,
    limit: request.maxResults || 100,
    reverse: request.reverseOrder,
  });
  const events = page.events.map((event) => onTheWire(event, request.includeExecutionData));
  return page.next === undefined ? { events } : { events, nextToken: `event-${page.next}` };
}

function eventId(token: string): number {
  const id = /^event-(\d{1,9})$/.exec(token)?.[1];
  if (id !== undefined) return Number(id);
  throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
}

function onTheWire(event: HistoryEvent, withData: boolean) {
  const onWire = { ...event, timestamp: event.timestamp / 1000 };
  return withData ? onWire : withoutData(onWire);
}

const DATA = new Set(['input', 'output', 'parameters', 'inputDetails', 'outputDetails']);

function withoutData(event: object): object {
  const entries = Object.entries(event).map(([name, details]) => {
    if (typeof details !== 'object' || details === null) return [name, details];
    const kept = Object.entries(details).filter(([field]) => !DATA.has(field));
    return [name, Object.fromEntries(kept)];
  });
  return Object.fromEntries(entries);
}
