// What the people model may know, read from the table through the SDK, beside the handlers' own clients.

import { tableStore } from '../../../functions/adapters/table/store.ts';
import type { LeadId } from '../../../functions/leads/ids.ts';
import type { Instant } from '../../../functions/leads/instant.ts';
import type { Lead } from '../../../functions/leads/lead.ts';
import { type State, states } from '../../../functions/leads/states.ts';
import { awsTable } from '../../../functions/platform/table-deps.ts';
import type { Store, StoredEvent } from '../../../functions/ports.ts';
import { dynamodbClient } from '../../emulator/clients.ts';
import { MemoryGround } from '../../local/memory/memory-ground.ts';
import { LEAD_TABLE, type Runtime } from '../../local/runtime.ts';
import type { Known } from './people-model.ts';

const PAGE = 200;
/** Events of one lead that are read at once; a life has some dozens. */
const EVENTS = 1000;

/** A store on a client of its own, so that looking is not counted with the work. */
export function lookAt({ database, table }: Runtime): Store {
  const inMemory = database instanceof MemoryGround;
  return tableStore(inMemory ? table : awsTable(dynamodbClient(database), LEAD_TABLE));
}

/** Every lead there is, state by state. */
export async function* allLeads(store: Store, among: readonly State[] = states) {
  for (const state of among) {
    let cursor: string | undefined;
    do {
      const page = await store.leadsIn(state, { limit: PAGE, cursor });
      yield* page.items;
      cursor = page.cursor;
    } while (cursor !== undefined);
  }
}

/** All events of a lead, oldest first. */
export async function eventsOf(store: Store, leadId: LeadId): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.eventsOf(leadId, { limit: EVENTS, cursor });
    events.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return events;
}

/** What the model looks at, for a lead in its present state: rows that this state does not ask for stay unread. */
export async function knownOf(
  store: Store,
  lead: Lead,
  readPerson = WRITES.has(lead.state),
): Promise<Known> {
  const [offer, person, calls, extraCycleAskedAt] = await Promise.all([
    lead.offerId && store.offer(lead.offerId),
    readPerson ? store.person(lead.personId) : undefined,
    lead.state === 'SDR_WORKING' ? store.activitiesOf(lead.leadId) : [],
    lead.extraCycle === 'asked' ? askedAt(store, lead.leadId) : undefined,
  ]);
  return {
    lead,
    offer: offer || undefined,
    person,
    calls: calls.toSorted((one, other) => (one.loggedAt < other.loggedAt ? -1 : 1)),
    extraCycleAskedAt,
  };
}

/** States in which the person may write again, or the SDR correct the address. */
const WRITES: ReadonlySet<State> = new Set(['MAL', 'SDR_WORKING', 'NURTURE']);

async function askedAt(store: Store, leadId: LeadId): Promise<Instant | undefined> {
  const events = await eventsOf(store, leadId);
  return events.findLast(({ type }) => type === 'ExtraCycleAsked')?.occurredAt;
}
