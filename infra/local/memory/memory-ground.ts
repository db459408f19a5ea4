// A runtime in the memory of its process: the product's rows in a table of its own, everything else as it was written. Nothing is kept.

import type { Catalog } from '../../emulator/catalog-shape.ts';
import { DynamoError } from '../../emulator/dynamodb/dynamo-error.ts';
import type { FolderRefused } from '../../emulator/dynamodb/folder-refused.ts';
import type { Ground, OpenGround } from '../../emulator/ground.ts';
import { MemoryFeed } from '../../emulator/memory/memory-feed.ts';
import { MemoryValues } from '../../emulator/memory/memory-values.ts';
import { MemoryMetrics } from './memory-metrics.ts';
import { MemoryTable } from './memory-table.ts';

/** Nothing but the machine's end ends it. */
const NEVER = new Promise<FolderRefused>(() => {});

export class MemoryGround implements Ground {
  readonly values: MemoryValues;
  readonly feed: MemoryFeed;
  readonly table: MemoryTable;
  readonly metrics: MemoryMetrics;
  readonly failed = NEVER;
  readonly isStraight = true;

  constructor(now: () => number, from?: MemoryGround) {
    this.values = from?.values.copy() ?? new MemoryValues();
    this.feed = from?.feed.copy() ?? new MemoryFeed();
    const parts = { feed: this.feed, now };
    this.table = from?.table.copy(parts) ?? new MemoryTable(parts);
    this.metrics = from?.metrics.copy() ?? new MemoryMetrics();
  }

  static readonly open: OpenGround = async ({ now, path }) => MemoryGround.#opened({ now, path });

  static #opened({ now, path }: Parameters<OpenGround>[0], from?: MemoryGround): MemoryGround {
    if (path !== undefined)
      throw new RangeError(`what is in memory is not kept in ${path}; leave the folder out`);
    return new MemoryGround(now, from);
  }

  /** There are two tables, and they are there. */
  async createTables(_tables: Catalog['tables']): Promise<void> {}

  async call(operation: string): Promise<never> {
    throw new DynamoError(
      'UnknownOperationException',
      `${operation}: this runtime keeps its rows in memory and speaks no DynamoDB; open it without that`,
    );
  }

  async expireDue(): Promise<number> {
    return this.table.expireDue();
  }

  async copy(): Promise<OpenGround> {
    const then = new MemoryGround(() => 0, this);
    return async (at) => MemoryGround.#opened(at, then);
  }

  async close(): Promise<void> {}
}
