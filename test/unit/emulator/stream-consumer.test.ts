import { describe, expect, it } from 'vitest';
import { openFaults } from '../../../infra/emulator/faults.ts';
import {
  type FunctionHandler,
  LambdaFunctions,
} from '../../../infra/emulator/lambda/lambda-functions.ts';
import {
  type Feed,
  PARKED,
  StreamConsumer,
} from '../../../infra/emulator/lambda/stream-consumer.ts';
import { RunQueue } from '../../../infra/emulator/loop.ts';
import { MemoryValues } from './memory-values.ts';

/** A feed of so many records, told to whoever listens by `append`. */
class StubFeed implements Feed {
  last = 0;
  readonly positions = new Map<string, number>();
  readonly #listeners: (() => void)[] = [];

  append(records: number): void {
    this.last += records;
    for (const listener of this.#listeners) listener();
  }

  async read(after: number, limit: number) {
    const count = Math.min(limit, this.last - after);
    return Array.from({ length: count }, (_, index) => ({
      dynamodb: { SequenceNumber: String(after + index + 1) },
    }));
  }

  onAppend(callback: () => void): () => void {
    this.#listeners.push(callback);
    return () => {};
  }

  position(consumer: string): number {
    return this.positions.get(consumer) ?? 0;
  }

  async commit(consumer: string, sequence: number): Promise<void> {
    this.positions.set(consumer, sequence);
  }
}

type Batch = { Records: { dynamodb: { SequenceNumber: string } }[] };

function open(answer: (batch: string[]) => unknown) {
  const feed = new StubFeed();
  const queue = new RunQueue({ failed: () => {}, begins: () => {} });
  const values = new MemoryValues();
  const batches: string[][] = [];
  const handler: FunctionHandler = async (event) => {
    // Codec: the consumer under test makes this event.
    const { Records } = event as unknown as Batch;
    const batch = Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
    batches.push(batch);
    return answer(batch);
  };
  const faults = openFaults();
  new StreamConsumer({
    feed,
    queue,
    values,
    faults,
    function: 'RelayEvents',
    functions: new LambdaFunctions(['RelayEvents'], async () => handler),
    batchSize: 3,
    tries: 3,
  });
  return { feed, queue, values, batches, faults };
}

describe('a stream consumer', () => {
  it('brings every change to its function in order and in batches', async () => {
    const { feed, queue, batches } = open(() => undefined);

    feed.append(5);
    await queue.settled();

    expect(batches).toEqual([
      ['1', '2', '3'],
      ['4', '5'],
    ]);
    expect(feed.position('RelayEvents')).toBe(5);
  });

  it('goes on at the first record that the function gave back', async () => {
    let failing = true;
    const { feed, queue, batches } = open((batch) => {
      if (!failing || !batch.includes('2')) return undefined;
      failing = false;
      return { batchItemFailures: [{ itemIdentifier: '2' }] };
    });

    feed.append(3);
    await queue.settled();

    expect(batches).toEqual([
      ['1', '2', '3'],
      ['2', '3'],
    ]);
  });

  it('parks a record that fails again and again, and goes on behind it', async () => {
    const { feed, queue, values, batches } = open((batch) => {
      if (batch[0] === '1') throw new Error('poison');
    });

    feed.append(2);
    await queue.settled();

    expect(batches).toEqual([['1', '2'], ['1', '2'], ['1', '2'], ['2']]);
    expect(await values.list(PARKED)).toHaveLength(1);
    expect(queue.failures.map(({ job }) => job)).toEqual([
      'stream to RelayEvents: record 1 parked',
    ]);
  });

  it('brings each batch twice when wakes are doubled', async () => {
    const { feed, queue, batches, faults } = open(() => undefined);
    faults.duplicateWakes = true;

    feed.append(1);
    await queue.settled();

    expect(batches).toEqual([['1'], ['1']]);
  });
});
