// Which items changed, in which order, and who has seen it? DynamoDB Streams as one ordered log in the store itself:
// a record is committed in the same batch as its item.

import type { DynamoDBRecord } from 'aws-lambda';
import { type Item, type ItemChange, type StreamViewType, sameValue } from './item.ts';
import { keyOf } from './item-writes.ts';
import type { Entry, LevelStore } from './level-store.ts';

/** A record as a Lambda function gets it from a stream; images are in wire form, instants in epoch seconds. */
type FeedRecord = Omit<DynamoDBRecord, 'dynamodb'> & {
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly StreamViewType: StreamViewType;
  };
};

const RECORD = 'feed~';
const POSITION = 'position~';

export class ChangeFeed {
  readonly #store: LevelStore;
  readonly #now: () => number;
  readonly #positions: Map<string, number>;
  readonly #listeners = new Set<() => void>();
  #last: number;

  private constructor(
    store: LevelStore,
    now: () => number,
    positions: Map<string, number>,
    last: number,
  ) {
    this.#store = store;
    this.#now = now;
    this.#positions = positions;
    this.#last = last;
  }

  static async open(store: LevelStore, now: () => number): Promise<ChangeFeed> {
    const positions = new Map<string, number>();
    for await (const [key, value] of store.entries({ gte: POSITION, lt: `${POSITION}~` })) {
      positions.set(key.slice(POSITION.length), Number(value));
    }
    const [newest] = await store
      .entries({ gte: RECORD, lt: `${RECORD}~`, reverse: true, limit: 1 })
      .all();
    const last = newest ? Number(newest[0].slice(RECORD.length)) : 0;
    return new ChangeFeed(store, now, positions, Math.max(last, ...positions.values()));
  }

  /** The sequence number of the newest change, committed or about to be. */
  get last(): number {
    return this.#last;
  }

  /** Committed records after that sequence number, oldest first. */
  async read(after: number, limit: number): Promise<readonly FeedRecord[]> {
    const range = { gt: recordKey(after), lt: `${RECORD}~`, limit };
    const values = await this.#store.values(range).all();
    // Codec: records are written by `record` below only.
    return values.map((value) => JSON.parse(value) as FeedRecord);
  }

  /** Calls back after each commit that appended records. Returns how to stop. */
  onAppend(callback: () => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  /** The sequence number up to which the consumer is done; 0 for a new one, which counts as a consumer from now on. */
  position(consumer: string): number {
    const known = this.#positions.get(consumer);
    if (known === undefined) this.#positions.set(consumer, 0);
    return known ?? 0;
  }

  /** Stores the consumer's position and drops the records that every consumer is done with. */
  async commit(consumer: string, sequence: number): Promise<void> {
    if (!Number.isSafeInteger(sequence) || sequence > this.#last) {
      throw new RangeError(
        `feed position ${sequence} is not a record, the last one is ${this.#last}`,
      );
    }
    const trimmed = Math.min(...this.#positions.values());
    this.#positions.set(consumer, sequence);
    const done = Math.min(...this.#positions.values());
    const entries: Entry[] = [{ key: POSITION + consumer, value: String(sequence) }];
    const from = Number.isFinite(trimmed) ? Math.min(trimmed, done) : 0;
    for (let seen = from + 1; seen <= done; seen += 1) {
      entries.push({ key: recordKey(seen), value: undefined });
    }
    await this.#store.commit(entries);
  }

  /** The entries to commit with these changes; numbers are given out here, so commit in the same turn. */
  entriesOf(changes: readonly ItemChange[]): readonly Entry[] {
    return changes.flatMap((change) => {
      const view = change.table.StreamSpecification?.StreamViewType;
      // Like AWS: a write that leaves the item as it was is no change.
      if (view === undefined || sameValue(change.before, change.after)) return [];
      this.#last += 1;
      const value = JSON.stringify(record(change, view, this.#last, this.#now()));
      return { key: recordKey(this.#last), value };
    });
  }

  /** To be called when records are committed. */
  appended(): void {
    for (const listener of this.#listeners) listener();
  }
}

function recordKey(sequence: number): string {
  return RECORD + String(sequence).padStart(16, '0');
}

function record(
  change: ItemChange,
  view: StreamViewType,
  sequence: number,
  now: number,
): FeedRecord {
  const { table, before, after, by } = change;
  const SequenceNumber = String(sequence).padStart(21, '0');
  const withNew = view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  const withOld = view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  return {
    eventID: SequenceNumber.padStart(32, '0'),
    eventName: eventName(change),
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: table.TableArn.split(':')[3] ?? '',
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(now / 1000),
      Keys: keyOf(after ?? before ?? {}, table),
      ...(withNew && after && { NewImage: after }),
      ...(withOld && before && { OldImage: before }),
      SequenceNumber,
      StreamViewType: view,
    },
    ...(table.LatestStreamArn && { eventSourceARN: table.LatestStreamArn }),
    ...(by === 'time-to-live' && {
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    }),
  };
}

function eventName({ before, after }: ItemChange): 'INSERT' | 'MODIFY' | 'REMOVE' {
  if (after === undefined) return 'REMOVE';
  return before === undefined ? 'INSERT' : 'MODIFY';
}
