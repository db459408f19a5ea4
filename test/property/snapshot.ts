// All that is stored of a company at one moment: what the invariants are checked on.

import type { Desk, RepRecord } from '../../functions/leads/desk/desk.ts';
import type { Instant } from '../../functions/leads/instant.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import type { Offer } from '../../functions/leads/offer/offer.ts';
import type { Credit } from '../../functions/leads/opportunity/credit.ts';
import type { Opportunity } from '../../functions/leads/opportunity/opportunity.ts';
import type { Store, StoredEvent } from '../../functions/ports.ts';
import { lockIds } from '../../functions/use-cases/commit/locks.ts';
import type { World } from './acting.ts';
import { standingNoes } from './heard.ts';

export interface LeadRows {
  readonly lead: Lead;
  readonly offers: readonly Offer[];
  readonly opportunities: readonly Opportunity[];
  readonly credits: readonly Credit[];
  /** In the order in which they were written. */
  readonly events: readonly StoredEvent[];
}

export interface Snapshot {
  readonly at: Instant;
  readonly leads: readonly LeadRows[];
  readonly desk: Desk;
  readonly records: ReadonlyMap<string, RepRecord>;
  /** Of reps and rosters. */
  readonly deskEvents: readonly StoredEvent[];
  readonly locks: ReadonlyMap<string, Lead['leadId']>;
  /** What people sent, and the noes of theirs that nobody but themselves could have lifted. */
  readonly sent: World['sent'];
  readonly noes: Awaited<ReturnType<typeof standingNoes>>;
  /** Staff see these in the list of what is put aside. */
  readonly aside: ReadonlySet<Lead['leadId']>;
}

export async function snapshotOf(world: World): Promise<Snapshot> {
  const { company, leadIds, sent } = world;
  const { store } = company;
  const desk = await store.desk();
  const leads = await Promise.all(
    leadIds.map(async (leadId): Promise<LeadRows> => {
      const [lead, offers, opportunities, credits, events] = await Promise.all([
        company.lead(leadId),
        store.offersOf(leadId),
        store.opportunitiesOf(leadId),
        store.creditsOf(leadId),
        allEvents(store, leadId),
      ]);
      return { lead, offers, opportunities, credits, events };
    }),
  );
  const held = await store.locks(
    [...new Set(leads.flatMap(({ lead }) => lockIds(lead)))].slice(0, 100),
  );
  const records = await Promise.all(
    desk.reps.map(async ({ repId }) => [repId, await store.record(repId)] as const),
  );
  const scopes = [
    ...desk.reps.map(({ repId }) => `rep_${repId}`),
    ...(await store.rosters()).map(({ month }) => `roster_${month}`),
  ];
  const aside = await store.leadsIn('QUARANTINED', { limit: 100 });
  return {
    at: company.now,
    leads,
    desk,
    records: new Map(records.flatMap(([repId, record]) => (record ? [[repId, record]] : []))),
    deskEvents: (await Promise.all(scopes.map((scope) => allEvents(store, scope)))).flat(),
    locks: new Map([...held].map(([id, lock]) => [id, lock.leadId])),
    sent: [...sent],
    noes: await standingNoes(world),
    aside: new Set(aside.items.map(({ leadId }) => leadId)),
  };
}

async function allEvents(store: Store, scope: string): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.eventsOf(scope, { limit: 1000, cursor });
    events.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return events;
}
