// What the registry says of one event: the schema of its data, its version, and whom it is for. Its sentence in the timeline is in sentences/.

import * as z from 'zod';
import { ours } from '../kept.ts';

/**
 * What becomes of an event besides its place in the lead's story.
 * `report`: the dashboard counts it and alarms watch it. `tell`: the company's webhook hears of it. `start`: an execution starts.
 * `wake`: executions that wait elsewhere look again. `work`: it leaves work that the relay does. `credit`: it may change an SDR's
 * credit. Whoever does one of these has a table over exactly the names that are marked here.
 */
export type Purpose = 'report' | 'tell' | 'start' | 'wake' | 'work' | 'credit';

/**
 * An event of the registry. It changes in one of two ways. It gets keys that are optional, since stored events lack them. Or a key is
 * to mean something else: then it gets the next version, whoever emits it says `schemaVersion`, and `storedEvent` (rows.ts of the
 * table) makes the data of the version before into the new before anybody reads them. No key is renamed or taken away.
 */
export interface EventDefinition<
  Data extends z.ZodObject,
  For extends Purpose,
  Version extends number,
> {
  readonly version: Version;
  readonly for: readonly For[];
  /** Made when asked for: what runs needs the types alone. */
  readonly data: () => Data;
}

/** Version 1 without data and for the story alone, unless said otherwise. */
export function event<
  Data extends z.ZodObject = z.ZodObject<Record<never, never>>,
  const For extends Purpose = never,
  const Version extends number = 1,
>(said: Partial<EventDefinition<Data, For, Version>> = {}): EventDefinition<Data, For, Version> {
  // What is left out is what the type parameters stand at: no keys, no mark, 1.
  return { version: 1 as Version, for: [], data: () => z.object({}) as Data, ...said };
}

/** What people may write: an erasure takes it. Whatever else is text is marked (kept.ts). */
export const text = z.string();
export const names = z.array(ours).readonly();
export const count = z.int();
export const yes = z.boolean();
