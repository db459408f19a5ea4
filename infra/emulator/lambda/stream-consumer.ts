// How changes of a table reach a function: in order, in batches, at least once, as a DynamoDB stream does it.

import type { Json } from '../asl/types.ts';
import { matches, type Pattern } from '../eventbridge/pattern.ts';
import type { Faults } from '../faults.ts';
import type { KeyValues } from '../key-values.ts';
import { orderedKey } from '../key-values.ts';
import type { RunQueue } from '../loop.ts';
import { failedIn, type LambdaFunctions } from './lambda-functions.ts';

/** The store's log of changes; see the database. */
export interface Feed {
  /** The sequence number of the newest change. */
  readonly last: number;
  read(after: number, limit: number): Promise<readonly FeedItem[]>;
  onAppend(callback: () => void): () => void;
  position(consumer: string): number;
  commit(consumer: string, sequence: number): Promise<void>;
}

export interface FeedItem {
  readonly dynamodb: { readonly SequenceNumber: string };
}

interface ConsumerOptions {
  readonly feed: Feed;
  readonly function: string;
  readonly functions: LambdaFunctions;
  readonly queue: RunQueue;
  readonly faults: Faults;
  readonly values: KeyValues;
  readonly batchSize?: number;
  /** Only records that match are delivered, as an event source mapping filters; the others count as done. */
  readonly filter?: Pattern;
  /** How often a batch is tried before its first failing record is parked. */
  readonly tries?: number;
}

export const PARKED = 'stream-parked';

/** One function behind the feed. Its position is stored after success, so a crash delivers the batch again. */
export class StreamConsumer {
  readonly #options: ConsumerOptions;
  #queued = false;
  #tries = 0;

  constructor(options: ConsumerOptions) {
    this.#options = options;
    options.feed.onAppend(() => this.poll());
  }

  /** How many changes it could get and has not got yet. */
  get lag(): number {
    if (this.#options.faults.streams === 'off') return 0;
    return this.#options.feed.last - this.#position;
  }

  /** Sees to it that what is waiting is delivered; cheap when nothing is. */
  poll(): void {
    if (this.#queued || this.lag === 0) return;
    this.#queued = true;
    this.#options.queue.add(`stream to ${this.#options.function}`, async () => {
      this.#queued = false;
      if (this.lag > 0) await this.#deliver();
      this.poll();
    });
  }

  get #position(): number {
    return this.#options.feed.position(this.#options.function);
  }

  async #deliver(): Promise<void> {
    const { feed, batchSize = 100, filter, faults } = this.#options;
    const read = await feed.read(this.#position, batchSize);
    // Codec: a stream record is JSON.
    const wanted = (record: FeedItem) => !filter || matches(filter, record as unknown as Json);
    const records = read.filter(wanted);
    const seen = read.at(-1);
    if (records.length === 0) {
      if (seen) await feed.commit(this.#options.function, sequenceOf(seen));
      return;
    }
    if (faults.duplicateWakes) await this.#call(records);
    const failed = await this.#call(records);
    const done = failed === undefined ? records : records.slice(0, failed.index);
    const last = failed === undefined ? seen : done.at(-1);
    if (last) await feed.commit(this.#options.function, sequenceOf(last));
    const first = failed && records[failed.index];
    if (failed && first) await this.#failed(first, failed);
    else this.#tries = 0;
  }

  /** Undefined when all went well, otherwise the first record that did not. */
  async #call(records: readonly FeedItem[]) {
    const { functions } = this.#options;
    const first = records[0]?.dynamodb.SequenceNumber ?? '';
    // Codec: stream records are JSON already.
    const event = { Records: records } as unknown as Json;
    const cause = `stream ${first} try ${this.#tries}`;
    const result = await functions.invoke(this.#options.function, event, cause);
    if (!result.ok) return { index: 0, error: result.error };
    const reported = failedIn(result.payload);
    if (reported.length === 0) return undefined;
    const index = records.findIndex(({ dynamodb }) => reported.includes(dynamodb.SequenceNumber));
    const error = new Error(`${this.#options.function} gave back ${reported.length} records`);
    return { index: Math.max(index, 0), error };
  }

  async #failed(record: FeedItem, failed: { readonly index: number; readonly error: unknown }) {
    const { queue, feed, values, tries = 5 } = this.#options;
    this.#tries = failed.index === 0 ? this.#tries + 1 : 1;
    if (this.#tries < tries) return;
    this.#tries = 0;
    const sequence = sequenceOf(record);
    queue.note(`stream to ${this.#options.function}: record ${sequence} parked`, failed.error);
    const key = `${this.#options.function}/${orderedKey(sequence)}`;
    await values.write([{ area: PARKED, type: 'put', key, value: record }]);
    await feed.commit(this.#options.function, sequence);
  }
}

function sequenceOf(record: FeedItem): number {
  return Number(record.dynamodb.SequenceNumber);
}
