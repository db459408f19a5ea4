// EventBridge behind the Bus port. Ids and facts go out; who a person is stays in the table (architecture.md, Security).

import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { present } from '../leads/present.ts';
import type { Bus, StoredEvent } from '../ports.ts';

/** What PutEvents takes in one call; some bytes are kept for what it counts besides the texts. */
const ENTRIES = 10;
const BYTES = 250_000;
/** So often an entry is put at once before it is left for later. */
const TRIES = 3;

interface Connection {
  readonly client: EventBridgeClient;
  readonly bus: string;
}

/** An event and its entry, so that what the bus says of one is known of the other. */
interface Parcel {
  readonly id: string;
  readonly entry: PutEventsRequestEntry;
  readonly bytes: number;
  readonly cut: boolean;
}

/** Publishes by as many as PutEvents takes. What it refuses holds up nothing else: each is asked for alone, and then left for later. */
export function eventBus({ client, bus }: Connection): Bus {
  return {
    async publish(events) {
      const refused = new Map<string, unknown>();
      const parcels = events.map((event) => parcelOf(event, bus));
      for (const group of grouped(parcels)) {
        let left = group;
        for (let tries = 0; left.length > 0 && tries < TRIES; tries += 1)
          left = await put(client, left, refused);
      }
      return { refused, cut: parcels.filter(({ cut }) => cut).length };
    },
  };
}

/** Puts them, and returns those that the bus refused one by one. When all of it fails, trying at once is the SDK's. */
async function put(
  client: EventBridgeClient,
  parcels: readonly Parcel[],
  refused: Map<string, unknown>,
): Promise<readonly Parcel[]> {
  try {
    const Entries = parcels.map(({ entry }) => entry);
    const { FailedEntryCount = 0, Entries: answers = [] } = await client.send(
      new PutEventsCommand({ Entries }),
    );
    for (const { id } of parcels) refused.delete(id);
    if (FailedEntryCount === 0) return [];
    // An answer that names none means all: twice is better than never.
    const isRefused = (index: number) => answers.length === 0 || answers[index]?.ErrorCode;
    const again = parcels.filter((_, index) => isRefused(index));
    for (const { id } of again)
      refused.set(id, new Error(`the bus refused ${again.length} of ${parcels.length} events`));
    return again;
  } catch (error) {
    for (const { id } of parcels) refused.set(id, error);
    return [];
  }
}

/** In their order, as many together as one call takes. */
function grouped(parcels: readonly Parcel[]): readonly (readonly Parcel[])[] {
  const groups: Parcel[][] = [];
  let room = 0;
  for (const parcel of parcels) {
    const last = groups.at(-1);
    if (last && last.length < ENTRIES && parcel.bytes <= room) last.push(parcel);
    else {
      groups.push([parcel]);
      room = BYTES;
    }
    room -= parcel.bytes;
  }
  return groups;
}

/** What is too long for the bus is told all the same, and says so: who wants its data asks the API for the lead's story. */
function parcelOf(event: StoredEvent, bus: string): Parcel {
  const { id } = event;
  const whole = entryOf(event, bus, event.data);
  if (bytesOf(whole) <= BYTES) return { id, entry: whole, bytes: bytesOf(whole), cut: false };
  const entry = entryOf(event, bus, {}, true);
  return { id, entry, bytes: bytesOf(entry), cut: true };
}

function bytesOf(entry: PutEventsRequestEntry): number {
  return Buffer.byteLength(JSON.stringify(entry));
}

function entryOf(
  event: StoredEvent,
  EventBusName: string,
  data: object,
  tooLong?: true,
): PutEventsRequestEntry {
  const { id, scope, at, occurredAt, type, about, by: actor, schemaVersion = 1 } = event;
  const leadId = scope.startsWith('lead_') ? scope : undefined;
  const metadata = present({ id, version: at, schemaVersion, occurredAt, scope, leadId, tooLong });
  return {
    EventBusName,
    Source: 'leads',
    DetailType: type,
    Detail: JSON.stringify({ metadata, about: { ...about, actor }, data }),
  };
}
