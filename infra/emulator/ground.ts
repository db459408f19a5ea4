// What everything rests on: where the parts keep what they know, and the log of what changed in tables.

import type { Catalog } from './catalog-shape.ts';
import type { FolderRefused } from './dynamodb/folder-refused.ts';
import type { KeyValues } from './key-values.ts';
import type { Feed } from './lambda/stream-consumer.ts';

export interface Ground {
  /** Whether functions reach the other services without their protocols, too. */
  readonly isStraight: boolean;
  /** Every committed item change of tables with a stream, in order. */
  readonly feed: Feed;
  /** A store of the other parts next to the tables. */
  readonly values: KeyValues;
  /** Makes the tables that are not there yet. */
  createTables(tables: Catalog['tables']): Promise<void>;
  /** Does one operation of the DynamoDB API, e.g. `PutItem`. The body is in wire form and used up. */
  call(operation: string, body: unknown): Promise<unknown>;
  /** Deletes every item whose time to live is over. Returns how many. */
  expireDue(): Promise<number>;
  /** Opens others that begin with all that is in it now, and go their own ways. */
  copy(): Promise<OpenGround>;
  /** Resolves when nothing can be written any more; it has to be opened anew. */
  readonly failed: Promise<FolderRefused>;
  close(): Promise<void>;
}

export type OpenGround = (at: {
  /** The clock, in epoch milliseconds. */
  readonly now: () => number;
  /** The folder; in memory without it. */
  readonly path?: string | undefined;
}) => Promise<Ground>;
