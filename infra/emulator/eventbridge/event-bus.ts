// EventBridge offline: takes events, and brings each to the functions whose rules match it, at least once.

import * as z from 'zod';
import { ACCOUNT, REGION } from '../arns.ts';
import type { Json } from '../asl/types.ts';
import { AwsError, uuidOf } from '../aws-error.ts';
import { isoSecondsOf } from '../clock/iso-text.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { Faults } from '../faults.ts';
import { type KeyValues, orderedKey, type Write } from '../key-values.ts';
import type { LambdaFunctions } from '../lambda/lambda-functions.ts';
import type { RunQueue } from '../loop.ts';
import type { Queues } from '../sqs/queues.ts';
import { type ApiDestinations, PARCELS, type Parcel } from './api-destinations.ts';
import { matches, type Pattern } from './pattern.ts';

export interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly pattern: Pattern;
  /** Name of the function that gets the event, or of the queue. */
  readonly function?: string;
  readonly queue?: string;
}

interface PutEventsAnswer {
  readonly FailedEntryCount: number;
  readonly Entries: readonly { EventId?: string; ErrorCode?: string; ErrorMessage?: string }[];
}

interface BusOptions {
  readonly rules: readonly Rule[];
  readonly values: KeyValues;
  readonly clock: VirtualClock;
  readonly queue: RunQueue;
  readonly functions: LambdaFunctions;
  readonly queues?: Pick<Queues, 'send'>;
  readonly faults: Faults;
  /** Receivers outside the house. */
  readonly outside?: ApiDestinations;
}

const AREA = { pending: 'bus-pending', parked: 'bus-parked', counts: 'bus-counts' } as const;
const LARGEST_REQUEST = 262_144;
const MOST_ENTRIES = 10;
const TRIES = 3;

const Entry = z.looseObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  Time: z.number().optional(),
});

interface Delivery extends Pick<Rule, 'function' | 'queue'> {
  readonly event: { readonly [field: string]: Json };
}

export class EventBus {
  readonly #options: BusOptions;
  #sequence: number;

  constructor(options: BusOptions) {
    this.#options = options;
    this.#sequence = Number(options.values.get(AREA.counts, 'events') ?? 0);
  }

  /** After a restart: delivers again what was taken and not delivered, oldest first. */
  async resume(): Promise<void> {
    for (const { key, value } of await this.#options.values.list(AREA.pending)) {
      // Codec: written by putEvents below only.
      this.#deliver(key, value as Delivery);
    }
    await this.#options.outside?.resume();
  }

  /** Takes up to ten events of 256 KB together; a bad one fails alone. Throws ValidationException and SerializationException. */
  async putEvents(given: readonly unknown[]): Promise<PutEventsAnswer> {
    if (this.#options.faults.bus === 'off')
      throw new AwsError('ServiceUnavailable', 'EventBridge is switched off', 503);
    const entries = given.map(entryOf);
    checkSize(entries);
    const { outside } = this.#options;
    const deliveries: (readonly [string, Delivery])[] = [];
    const parcels: (readonly [string, Parcel])[] = [];
    const answers = entries.map((entry) => {
      const detail = detailOf(entry);
      const failure = failureOf(entry, detail);
      if (failure || detail === undefined) return failure ?? {};
      this.#sequence += 1;
      const id = uuidOf('event', String(this.#sequence));
      const event = this.#envelope(entry, { id, detail });
      const isFor = (one: Pick<Rule, 'bus' | 'pattern'>) =>
        busNameOf(one.bus) === busNameOf(entry.EventBusName) && matches(one.pattern, event);
      for (const rule of this.#options.rules.filter(isFor)) {
        const key = `${orderedKey(this.#sequence)}/${orderedKey(deliveries.length)}`;
        const { function: name, queue } = rule;
        deliveries.push([key, { ...(queue ? { queue } : { function: name ?? '' }), event }]);
      }
      for (const { name: destination } of (outside?.destinations ?? []).filter(isFor)) {
        const key = `${orderedKey(this.#sequence)}/${orderedKey(parcels.length)}`;
        const now = this.#options.clock.now();
        parcels.push([key, { destination, event, since: now, tries: 0, next: now }]);
      }
      return { EventId: event.id };
    });
    await this.#options.values.write([
      { area: AREA.counts, type: 'put', key: 'events', value: this.#sequence },
      ...deliveries.map(([key, value]): Write => ({ area: AREA.pending, type: 'put', key, value })),
      ...parcels.map(([key, value]): Write => ({ area: PARCELS, type: 'put', key, value })),
    ]);
    for (const [key, delivery] of deliveries) this.#deliver(key, delivery);
    for (const [key, parcel] of parcels) outside?.send(key, parcel);
    const failed = answers.filter((answer) => 'ErrorCode' in answer).length;
    return { FailedEntryCount: failed, Entries: answers };
  }

  #envelope(entry: z.infer<typeof Entry>, told: { readonly id: string; readonly detail: Json }) {
    const at = entry.Time === undefined ? this.#options.clock.now() : entry.Time * 1000;
    return {
      version: '0',
      id: told.id,
      'detail-type': entry.DetailType ?? '',
      source: entry.Source ?? '',
      account: ACCOUNT,
      time: isoSecondsOf(at),
      region: REGION,
      resources: entry.Resources ?? [],
      detail: told.detail,
    };
  }

  /** The queue takes the event as its text, as EventBridge's target does. */
  async #enqueue(
    name: string,
    event: Delivery['event'],
  ): Promise<{ ok: boolean; error?: unknown }> {
    const { queues = noQueues() } = this.#options;
    try {
      await queues.send(name, { body: JSON.stringify(event) });
      return { ok: true };
    } catch (error) {
      return { ok: false, error };
    }
  }

  #deliver(key: string, delivery: Delivery, attempt = 1): void {
    const { queue, functions, values } = this.#options;
    const to = delivery.queue ?? delivery.function ?? '';
    const job = `event ${String(delivery.event['detail-type'])} to ${to}`;
    queue.add(job, async () => {
      const result = delivery.queue
        ? await this.#enqueue(delivery.queue, delivery.event)
        : await functions.invoke(to, delivery.event, `${key} try ${attempt}`);
      if (!result.ok && attempt < TRIES) {
        this.#deliver(key, delivery, attempt + 1);
        return;
      }
      const done: Write = { area: AREA.pending, type: 'del', key };
      if (result.ok) {
        await values.write([done]);
        return;
      }
      queue.note(job, result.error);
      await values.write([done, { area: AREA.parked, type: 'put', key, value: delivery }]);
    });
  }
}

function noQueues(): never {
  throw new RangeError('a rule names a queue, and there are none here; give the bus its queues');
}

function entryOf(given: unknown): z.infer<typeof Entry> {
  const parsed = Entry.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AwsError('SerializationException', `${issue?.path.join('.')}: ${issue?.message}`);
}

function busNameOf(name: string | undefined): string {
  return (name ?? 'default').replace(/^arn:.*:event-bus\//, '');
}

function checkSize(entries: readonly z.infer<typeof Entry>[]): void {
  if (entries.length === 0 || entries.length > MOST_ENTRIES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MOST_ENTRIES}`,
    );
  }
  const size = entries.reduce((sum, entry) => sum + Buffer.byteLength(JSON.stringify(entry)), 0);
  if (size <= LARGEST_REQUEST) return;
  throw new AwsError(
    'ValidationException',
    'Total size of the entries in the request is over the limit.',
  );
}

function failureOf(entry: z.infer<typeof Entry>, detail: Json | undefined) {
  for (const field of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[field]) continue;
    const reason = `${field} is a required argument.`;
    return {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${field} is not valid. Reason: ${reason}`,
    };
  }
  if (detail !== undefined) return undefined;
  return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

/** Undefined where it is no object's text. */
function detailOf({ Detail = '' }: z.infer<typeof Entry>): Json | undefined {
  try {
    const value: Json = JSON.parse(Detail);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
