// What the offline target reads of the catalogue: plain data, no code.

import type { ApiDestination } from '../emulator/eventbridge/api-destinations.ts';
import type { Rule } from '../emulator/eventbridge/event-bus.ts';
import type { Pattern } from '../emulator/eventbridge/pattern.ts';
import type { Schedule } from '../emulator/eventbridge/schedules.ts';
import type { Route } from '../emulator/http/route-table.ts';

export interface LocalWorkflow {
  /** The ASL file, from the repository's root; or, for tests, the definition itself. */
  readonly file?: string;
  readonly definition?: object;
}

interface LocalTable {
  /** The body of DynamoDB's CreateTable, with TableName. */
  readonly create: Readonly<Record<string, unknown>> & { readonly TableName: string };
  /** The attribute that holds an item's time to live. */
  readonly timeToLive?: string;
}

interface LocalStream {
  /** Name of the function that gets the changes. */
  readonly function: string;
  readonly batchSize?: number;
  /** An event pattern: only records that match reach the function, as an event source mapping filters. */
  readonly filter?: Pattern;
}

interface LocalApiDestination extends Omit<ApiDestination, 'url' | 'key'> {
  /** The setting that names its address. */
  readonly contextKey: string;
}

export interface LocalCatalog {
  readonly functions: Readonly<Record<string, unknown>>;
  readonly workflows: Readonly<Record<string, LocalWorkflow>>;
  readonly routes: readonly Route[];
  readonly rules: readonly Rule[];
  readonly apiDestinations?: readonly LocalApiDestination[];
  readonly schedules: readonly Schedule[];
  readonly tables: readonly LocalTable[];
  readonly streams: readonly LocalStream[];
}
