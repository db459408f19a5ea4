// The log of changes in the memory of the process: a record is made when it is read.

import type { Feed, FeedItem } from '../lambda/stream-consumer.ts';

export class MemoryFeed implements Feed {
  readonly #positions: Map<string, number>;
  readonly #listeners = new Set<() => void>();
  /** Those that not every consumer is done with. */
  #records: (() => FeedItem)[] = [];
  #last: number;

  constructor(last = 0, positions: ReadonlyMap<string, number> = new Map()) {
    this.#last = last;
    this.#positions = new Map(positions);
  }

  /** Of one that everybody is done with. */
  copy(): MemoryFeed {
    return new MemoryFeed(this.#last, this.#positions);
  }

  get last(): number {
    return this.#last;
  }

  /** Appends what comes of the changes, each with its sequence number. */
  append(records: readonly ((sequence: number) => FeedItem)[]): void {
    for (const record of records) {
      this.#last += 1;
      const sequence = this.#last;
      this.#records.push(() => record(sequence));
    }
    if (records.length > 0) for (const listener of this.#listeners) listener();
  }

  async read(after: number, limit: number): Promise<readonly FeedItem[]> {
    const from = this.#records.length - (this.#last - after);
    return this.#records.slice(from, from + limit).map((record) => record());
  }

  onAppend(callback: () => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  position(consumer: string): number {
    const known = this.#positions.get(consumer);
    if (known === undefined) this.#positions.set(consumer, 0);
    return known ?? 0;
  }

  async commit(consumer: string, sequence: number): Promise<void> {
    this.#positions.set(consumer, sequence);
    const done = Math.min(...this.#positions.values());
    this.#records = this.#records.slice(Math.max(0, this.#records.length - (this.#last - done)));
  }
}
