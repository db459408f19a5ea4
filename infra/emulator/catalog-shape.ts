// What the emulator is told to run: plain data, no code. Times are milliseconds.

import type { ApiDestination } from './eventbridge/api-destinations.ts';
import type { Rule } from './eventbridge/event-bus.ts';
import type { Pattern } from './eventbridge/pattern.ts';
import type { Schedule } from './eventbridge/schedules.ts';
import type { Route } from './http/route-table.ts';
import type { QueueDefinition } from './sqs/message.ts';
import type { QueueMapping } from './sqs/queue-consumer.ts';

export interface Workflow {
  /** The ASL file, from the root that the emulator is given; or, for tests, the definition itself. */
  readonly file?: string;
  readonly definition?: object;
}

interface Table {
  /** The body of DynamoDB's CreateTable, with TableName. */
  readonly create: Readonly<Record<string, unknown>> & { readonly TableName: string };
  /** The attribute that holds an item's time to live. */
  readonly timeToLive?: string;
}

interface Stream {
  /** Name of the function that gets the changes. */
  readonly function: string;
  readonly batchSize?: number;
  /** An event pattern: only records that match reach the function, as an event source mapping filters. */
  readonly filter?: Pattern;
}

interface Destination extends Omit<ApiDestination, 'url' | 'key'> {
  /** The setting that names its address. */
  readonly contextKey: string;
}

export interface Catalog {
  readonly functions: Readonly<Record<string, unknown>>;
  readonly workflows: Readonly<Record<string, Workflow>>;
  readonly routes: readonly Route[];
  readonly rules: readonly Rule[];
  readonly apiDestinations?: readonly Destination[];
  readonly schedules: readonly Schedule[];
  readonly tables: readonly Table[];
  readonly streams: readonly Stream[];
  readonly queues?: readonly QueueDefinition[];
  readonly queueMappings?: readonly QueueMapping[];
}
