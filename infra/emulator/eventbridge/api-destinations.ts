// Events that leave the house by HTTP, as EventBridge's API destinations send them: the same call, tried again on the virtual clock
// for a day. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html

import type { Json } from '../asl/types.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { KeyValues } from '../key-values.ts';
import type { RunQueue } from '../loop.ts';
import type { Pattern } from './pattern.ts';

export interface ApiDestination {
  readonly name: string;
  readonly bus: string;
  readonly pattern: Pattern;
  readonly url: string;
  /** The connection's API key: AWS can sign nothing here, so that the receiver knows us by this header. */
  readonly header: string;
  readonly key: string;
}

interface ApiDestinationsOptions {
  readonly destinations: readonly ApiDestination[];
  readonly values: KeyValues;
  readonly clock: VirtualClock;
  readonly queue: RunQueue;
}

/** An event on its way; times are epoch milliseconds on the virtual clock. */
export interface Parcel {
  readonly destination: string;
  readonly event: { readonly [field: string]: Json };
  readonly since: number;
  readonly tries: number;
  /** When it is tried again. */
  readonly next: number;
}

export const PARCELS = 'destination-pending';
const PARKED = 'destination-parked';
const TIMER = 'destination/';

/** EventBridge's defaults: up to a day, and up to 185 times more than once. */
const DAY = 86_400_000;
const MOST_RETRIES = 185;
/** AWS says "exponential back off" and no number: with this one 185 retries take the day. */
const LONGEST_WAIT = 480_000;
/** The receiver has five seconds. */
const PATIENCE_MS = 5000;

type Outcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'later'; readonly why: string; readonly afterMs: number };

export class ApiDestinations {
  readonly #options: ApiDestinationsOptions;
  readonly #onTheirWay = new Set<Promise<void>>();

  constructor(options: ApiDestinationsOptions) {
    this.#options = options;
  }

  static owns(timerKey: string): boolean {
    return timerKey.startsWith(TIMER);
  }

  get destinations(): readonly ApiDestination[] {
    return this.#options.destinations;
  }

  /** After a restart: what was not taken is tried again when its turn comes. */
  async resume(): Promise<void> {
    for (const { key, value } of await this.#options.values.list(PARCELS)) {
      // Codec: written by the bus and by #again only.
      const { next } = value as Parcel;
      this.#options.clock.schedule(TIMER + key, Math.max(next, this.#options.clock.now()));
    }
  }

  /** The first try, at once. */
  send(key: string, parcel: Parcel): void {
    this.#try(key, parcel);
  }

  /** Resolves when what has been sent until now is answered; false when that was nothing. */
  async settled(): Promise<boolean> {
    const answered = await Promise.all(this.#onTheirWay);
    return answered.length > 0;
  }

  /** A parcel's timer is due. */
  retry(timerKey: string): void {
    const key = timerKey.slice(TIMER.length);
    const parcel = this.#options.values.get(PARCELS, key) as Parcel | undefined;
    if (parcel) this.#try(key, parcel);
  }

  #try(key: string, parcel: Parcel): void {
    const { queue, destinations } = this.#options;
    const destination = destinations.find(({ name }) => name === parcel.destination);
    const job = `event ${String(parcel.event['detail-type'])} to ${parcel.destination}`;
    const bring = async () => {
      const outcome: Outcome = destination
        ? await post(destination, parcel.event)
        : { kind: 'refused', why: 'nobody is configured to get it any more' };
      await this.#after(key, parcel, outcome, job);
    };
    // Beside the queue: a slow receiver holds up no function, only the clock.
    const way = bring().catch((error: unknown) => queue.note(job, error));
    this.#onTheirWay.add(way);
    void way.finally(() => this.#onTheirWay.delete(way));
  }

  async #after(key: string, parcel: Parcel, outcome: Outcome, job: string): Promise<void> {
    const { values, clock, queue } = this.#options;
    const done = { area: PARCELS, type: 'del', key } as const;
    if (outcome.kind === 'taken') {
      await values.write([done]);
      return;
    }
    const tries = parcel.tries + 1;
    const wait = Math.min(1000 * 2 ** parcel.tries, LONGEST_WAIT);
    const next = clock.now() + Math.max(wait, outcome.kind === 'later' ? outcome.afterMs : 0);
    const isOver = tries > MOST_RETRIES || next > parcel.since + DAY;
    if (outcome.kind === 'refused' || isOver) {
      queue.note(job, new Error(`${outcome.why}; given up after ${tries} tries`));
      const parked = { area: PARKED, type: 'put', key, value: { ...parcel, tries } } as const;
      await values.write([done, parked]);
      return;
    }
    const value: Parcel = { ...parcel, tries, next };
    await values.write([{ area: PARCELS, type: 'put', key, value }]);
    clock.schedule(TIMER + key, next);
  }
}

async function post({ url, header, key }: ApiDestination, event: Json): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Amazon/EventBridge/ApiDestinations',
        [header]: key,
      },
      body: JSON.stringify(event),
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await response.arrayBuffer();
    return outcomeOf(response.status, response.headers.get('retry-after'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'later', why, afterMs: 0 };
  }
}

/** Only these are tried again: the receiver is away, busy, or its key is being changed. */
const TRIED_AGAIN = new Set([401, 407, 409, 429]);

function outcomeOf(status: number, retryAfter: string | null): Outcome {
  if (status < 300) return { kind: 'taken' };
  const why = `the receiver answered ${status}`;
  if (status < 500 && !TRIED_AGAIN.has(status)) return { kind: 'refused', why };
  const seconds = Number(retryAfter ?? 0);
  return { kind: 'later', why, afterMs: Number.isFinite(seconds) ? seconds * 1000 : 0 };
}
