// What a recording is made of: the stories of the house and of the leads, transaction by transaction, each with its row before and after.

import { localDateOf } from '../../../functions/leads/calendar/local-dates.ts';
import type { Instant } from '../../../functions/leads/instant.ts';
import type { Row } from '../../../functions/leads/lead-row.ts';
import type { Store, StoredEvent } from '../../../functions/ports.ts';
import { everyItem } from '../../../functions/use-cases/every-item.ts';
import { houseScopes, leadIds } from '../export/stories.ts';

const EVENTS = 1000;
/** Stories that are read at once. */
const AT_ONCE = 16;

/** A row as far as its events tell it (`changes`, `added`): of any kind, and read with care. */
export type ToldRow = Partial<Row> & Readonly<Record<string, unknown>>;

/** What was written at once in one story. */
export interface Transaction {
  readonly scope: string;
  readonly version: number;
  readonly at: Instant;
  readonly events: readonly StoredEvent[];
  readonly before: ToldRow;
  readonly after: ToldRow;
}

/** All stories up to the end of a day; `told`: how many were read. */
export async function readStories(
  store: Store,
  { to, zone }: { readonly to?: string | undefined; readonly zone: string },
  told: (stories: number) => void,
): Promise<readonly (readonly Transaction[])[]> {
  const scopes = [...(await houseScopes(store)), ...(await leadIds(store))];
  const stories: (readonly Transaction[])[] = [];
  for (let from = 0; from < scopes.length; from += AT_ONCE) {
    const some = scopes.slice(from, from + AT_ONCE);
    stories.push(...(await Promise.all(some.map((scope) => storyOf(store, scope, { to, zone })))));
    told(stories.length);
  }
  return stories.filter((story) => story.length > 0);
}

async function storyOf(
  store: Store,
  scope: string,
  { to, zone }: { readonly to?: string | undefined; readonly zone: string },
): Promise<readonly Transaction[]> {
  const story: Transaction[] = [];
  const all = everyItem((cursor) => store.eventsOf(scope, { limit: EVENTS, cursor }));
  for await (const event of all) {
    const last = story.at(-1);
    if (last?.version === event.at) {
      story[story.length - 1] = { ...last, events: [...last.events, event] };
      continue;
    }
    if (to !== undefined && localDateOf(zone, event.occurredAt) > to) break;
    const before = last?.after ?? {};
    const after = rowAfter(before, event);
    story.push({ scope, version: event.at, at: event.occurredAt, events: [event], before, after });
  }
  return story;
}

/** The first event of a transaction carries what it changed of the row. */
function rowAfter(before: ToldRow, { changes = {}, added = {} }: StoredEvent): ToldRow {
  const grown = Object.entries(added).map(([field, more]) => {
    const known = before[field];
    return [field, [...(Array.isArray(known) ? known : []), ...more]];
  });
  const after = { ...before, ...changes, ...Object.fromEntries(grown) };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== null));
}
