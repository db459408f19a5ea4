// What was written goes out: to the bus, to people, to the executions that start or wait (architecture.md, rules 2 and 4).

import type { EventData, EventFor } from '../../leads/events/events.ts';
import { contactReminder } from '../../leads/first-contact.ts';
import { executionName, LeadId, OfferId, OpportunityId } from '../../leads/ids.ts';
import type { Instant } from '../../leads/instant.ts';
import type { Paging, StoredEvent } from '../../ports.ts';
import { type Deps, system } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { finishErasure } from '../identity/finish-erasure.ts';
import { advanceImport } from '../intake/import-cards.ts';
import { tellEngagement } from '../intake/record-engagement.ts';
import { finishMerge } from '../merging/finish-merge.ts';
import { finishUnmerge } from '../merging/unmerge-lead.ts';
import { extendDeadlines } from '../offer/extend-deadlines.ts';
import { freeAcceptedLeads } from '../offer/free-accepted-leads.ts';
import { firstInLine } from '../offer/waiting-leads.ts';
import { leaveLeads } from '../qualification/leave-leads.ts';
import { sendMessage } from '../send-message.ts';

/** What follows from an event whose data say at least this. */
type Relay<Data = unknown> = (
  deps: Deps,
  event: Pick<StoredEvent, 'id' | 'scope' | 'occurredAt' | 'by'> & { readonly data: Data },
) => Promise<void>;

const UNROUTED_PAGE = 500;

/** Starts the execution of a cycle or stay: its name and input are made of the event alone. */
const startCycle: Relay<{ readonly cycle: number }> = async (
  { executions },
  { scope, data: { cycle } },
) => {
  const leadId = LeadId.parse(scope);
  await executions.start('lead-journey', executionName(leadId, `c${cycle}`, 0), { leadId, cycle });
};

const startJourney: Relay = (deps, event) => startCycle(deps, { ...event, data: { cycle: 1 } });

const startNurture: Relay<{ readonly stay: number }> = async (
  { executions },
  { scope, data: { stay } },
) => {
  const leadId = LeadId.parse(scope);
  await executions.start('nurture', executionName(leadId, `n${stay}`, 0), { leadId, stay });
};

/** The execution of an opportunity: its first, or the next after a reopening. */
const startOpportunity: Relay<{
  readonly opportunityId: string;
  readonly seq: number;
  readonly run?: number | undefined;
}> = async ({ executions }, { scope, data: { opportunityId, seq, run = 0 } }) => {
  const leadId = LeadId.parse(scope);
  const name = executionName(leadId, `p${seq}`, run);
  await executions.start('opportunity', name, { leadId, opportunityId });
};

const startNextRun: Relay<{ readonly cycle: number; readonly run: number }> = async (
  { executions },
  { scope, data: { cycle, run } },
) => {
  const leadId = LeadId.parse(scope);
  await executions.start('lead-journey', executionName(leadId, `c${cycle}`, run), { leadId });
};

const startContinued: Relay<EventData<'ExecutionContinued'>> = async (deps, event) => {
  const { stay, cycle = 1, run, opportunityId, seq = 1 } = event.data;
  if (opportunityId !== undefined)
    return startOpportunity(deps, { ...event, data: { opportunityId, seq, run } });
  if (stay === undefined) return startNextRun(deps, { ...event, data: { cycle, run } });
  const leadId = LeadId.parse(event.scope);
  await deps.executions.start('nurture', executionName(leadId, `n${stay}`, run), { leadId });
};

/** Somebody may be free now: leads that nobody could take look again. */
const wakeUnrouted: Relay = async (deps) => {
  const { items } = await deps.store.leadsIn('UNROUTED', { limit: UNROUTED_PAGE });
  for (const { leadId } of items) await wakeAll(deps, leadId);
};

/** An offer is over, and its rep may have room: the first who waits and whom somebody could take looks again (4.5). */
const wakeFirstInLine: Relay = async (deps, { occurredAt }) => {
  const lead = await firstInLine(deps, occurredAt);
  if (lead) await wakeAll(deps, lead.leadId);
};

/** The step of another lead made this offer: the lead's own execution waits, and has not seen it. */
const wakeServed: Relay<EventData<'OfferMade'>> = async (deps, { scope, data: { inTurn } }) => {
  if (inTurn) await wakeAll(deps, LeadId.parse(scope));
};

async function wakeAll({ store, executions }: Deps, leadId: LeadId): Promise<void> {
  for (const token of await store.tokensOf(leadId)) await executions.wake(token.taskToken);
}

/** Somebody is out: his pending offers look whether they have to be taken back (16). */
const wakeOffersOfRep: Relay<{ readonly repId: string }> = async (deps, { data: { repId } }) => {
  const { items } = await deps.store.offersOfRep(repId, 'PENDING', {
    limit: UNROUTED_PAGE,
  });
  for (const offer of items) {
    const tokens = await deps.store.tokensOf(offer.leadId);
    for (const token of tokens.filter(({ id }) => id === offer.offerId))
      await deps.executions.wake(token.taskToken);
  }
};

/** A file of cards goes in chunk by chunk: each is a step of the outbox, so that one that fails is tried again. */
const bringInNext: Relay<{ readonly importId: string; readonly next: number }> = async (
  deps,
  { data: { importId, next }, occurredAt, id },
) => advanceImport(deps, system(occurredAt, id), { importId, next });

/** What a merge or its undoing leaves to do, told by the lead whose log has it. */
const afterMerge: Relay<{ readonly mergeId: string }> = async (
  deps,
  { scope, data: { mergeId }, by, occurredAt, id },
) => {
  if (!mergeId.startsWith(scope)) return;
  await finishMerge(deps, { by, at: occurredAt, requestId: id }, LeadId.parse(scope), mergeId);
};

const afterUnmerge: Relay<{ readonly mergeId?: string | undefined }> = async (
  deps,
  { scope, data: { mergeId = '' } },
) => finishUnmerge(deps, LeadId.parse(scope), mergeId);

/** Other journeys that the erasure ended tell it too: each of them may finish it, once is enough. */
const afterErasure: Relay<EventData<'PersonErased'>> = async (
  deps,
  { scope, data: { personId, erasureReason: reason }, by, occurredAt, id },
) =>
  finishErasure(
    deps,
    { by, at: occurredAt, requestId: id },
    { personId, leadId: LeadId.parse(scope), reason },
  );

/** An SDR may be gone: what was his goes on, in the name of who said so, so that its executions hear of it. */
const afterSdr: Relay<{ readonly sdrId: string }> = async (
  deps,
  { data: { sdrId }, by, occurredAt, id },
) => leaveLeads(deps, { by, at: occurredAt, requestId: id }, sdrId);

/** The rep is reminded of the customer. That it could not be delivered is kept: then what he misses is excused (A3-3, X-18). */
const remindOfContact: Relay<EventData<'ContactReminded'>> = async (
  deps,
  { scope, data: { offerId, repId, contactDueAt }, occurredAt: at },
) => {
  if (repId === undefined) return;
  const watched = { leadId: scope, offerId, repId, contactDueAt };
  const message = { ...contactReminder(watched), at, leadId: scope, offerId };
  const { delivered } = await sendMessage(deps, message);
  if (delivered || offerId === undefined) return;
  await retryLostRace(async () => {
    const offer = await deps.store.offer(offerId);
    if (!offer) return;
    const after = { ...offer, contactReminderLost: true };
    await deps.store.commit({ changes: [replace('offer', offer, after)] });
  });
};

const both =
  <Data>(...relays: readonly Relay<Data>[]): Relay<Data> =>
  async (deps, event) => {
    for (const relay of relays) await relay(deps, event);
  };

type Followed = EventFor<'start' | 'wake' | 'work'>;

/** What follows from the events that the registry marks so, besides telling them. All others are told and wake their own executions. */
const consequences: { readonly [Name in Followed]: Relay<EventData<Name>> } = {
  SubmissionReceived: startJourney,
  SelfSourced: startJourney,
  Requalified: startCycle,
  HandRaised: startCycle,
  RevisitDue: startCycle,
  SdrWoke: startCycle,
  NotNow: startNurture,
  Rejected: both<EventData<'Rejected'>>(startNurture, wakeFirstInLine),
  OfferMade: wakeServed,
  Accepted: wakeFirstInLine,
  Misrouted: wakeFirstInLine,
  TimedOut: wakeFirstInLine,
  Withdrawn: wakeFirstInLine,
  Recalled: wakeFirstInLine,
  Returned: startNurture,
  SentBack: startNurture,
  OppWindowExpired: startNurture,
  OppCancelled: startNurture,
  OpportunityOpened: startOpportunity,
  Reopened: startOpportunity,
  ExecutionContinued: startContinued,
  ImportStarted: bringInNext,
  ImportAdvanced: bringInNext,
  ContactReminded: remindOfContact,
  EngagementHeard: (deps, { data: { touchId }, occurredAt, id }) =>
    tellEngagement(deps, system(occurredAt, id), touchId),
  RosterPublished: wakeUnrouted,
  RepChanged: wakeUnrouted,
  RepActivated: wakeUnrouted,
  DepartmentChanged: wakeUnrouted,
  SuspensionEnded: wakeUnrouted,
  PolicyChanged: wakeUnrouted,
  OwnerLeft: startNextRun,
  Erased: afterErasure,
  PersonErased: afterErasure,
  Merged: afterMerge,
  AccountsMerged: afterMerge,
  Unmerged: both<EventData<'Unmerged'>>(startNextRun, afterUnmerge),
  UnmergedToRest: both<EventData<'UnmergedToRest'>>(startNurture, afterUnmerge),
  RepDeactivated: both(wakeOffersOfRep, async (deps, { data, occurredAt, id }) =>
    freeAcceptedLeads(deps, system(occurredAt, id), data.repId),
  ),
  RepSuspended: wakeOffersOfRep,
  SdrAbsent: afterSdr,
  SdrChanged: afterSdr,
  AbsenceRecorded: both(wakeOffersOfRep, wakeUnrouted),
  CalendarPublished: async (deps, { scope, occurredAt, id }) => {
    await extendDeadlines(deps, system(occurredAt, id), scope.slice('calendar_'.length));
  },
};

/** Relays events in the order in which they were written. Each part may happen twice: names and ids make it harmless. */
export async function relayEvents(deps: Deps, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return;
  await deps.bus.publish(events);
  for (const event of events) await relayOne(deps, event);
  await deps.store.markRelayed(events);
}

async function relayOne(deps: Deps, event: StoredEvent): Promise<void> {
  for (const message of event.messages ?? [])
    await sendMessage(deps, { ...about(event), ...message, at: event.occurredAt });
  if (isFollowed(event)) await follow(deps, event);
  if (isNewsToSomebody(event)) await wakeExecutions(deps, event);
}

function isFollowed(event: StoredEvent): event is StoredEvent<Followed> {
  return Object.hasOwn(consequences, event.type);
}

async function follow<Name extends Followed>(deps: Deps, event: StoredEvent<Name>): Promise<void> {
  await consequences[event.type](deps, event);
}

/**
 * Whether a waiting execution may not know it yet. What the system did was done by the execution itself, or by the sweep for a
 * row that was overdue: then the execution's own wait is over too.
 */
function isNewsToSomebody({ index, scope, by }: StoredEvent): boolean {
  return index === 0 && scope.startsWith('lead_') && by.kind !== 'system';
}

/** Wakes the executions of this lead that wait and have not seen what this event tells. */
async function wakeExecutions(deps: Deps, event: StoredEvent): Promise<void> {
  const tokens = await deps.store.tokensOf(LeadId.parse(event.scope));
  for (const token of tokens) {
    const told = toldTo(token.id, event);
    if (told !== undefined && told > token.seen) await deps.executions.wake(token.taskToken);
  }
}

/** The version that the event tells of the row this execution waits on; undefined when it is another offer's. */
function toldTo(
  execution: string,
  { at, offerId, offerVersion, opportunityId, opportunityVersion }: StoredEvent,
): number | undefined {
  if (OfferId.safeParse(execution).success) return execution === offerId ? offerVersion : undefined;
  const inItsFirstRun = execution.replace(/-r\d+$/, '');
  if (OpportunityId.safeParse(inItsFirstRun).success)
    return inItsFirstRun === opportunityId ? opportunityVersion : undefined;
  return at;
}

function about({ scope, offerId }: StoredEvent): { leadId?: string; offerId?: string } {
  return {
    ...(scope.startsWith('lead_') ? { leadId: scope } : {}),
    ...(offerId ? { offerId } : {}),
  };
}

/**
 * Relays what the stream has not relayed in time, oldest first, each by itself: one that fails holds up no other and stays. Goes on
 * page by page while there is time, unless nothing of a page goes out: then what is down is down.
 */
export async function relayLeftovers(
  deps: Deps,
  {
    until,
    shards,
    mayGoOn,
  }: { readonly until: Instant; readonly shards: number; readonly mayGoOn: () => boolean },
  { limit }: Paging,
): Promise<{ readonly relayed: number; readonly failed: number }> {
  const counted = { relayed: 0, failed: 0 };
  let left: readonly { shard: number; cursor?: string | undefined }[] = Array.from(
    { length: shards },
    (_, shard) => ({ shard }),
  );
  while (left.length > 0) {
    const pages = await Promise.all(
      left.map(async ({ shard, cursor }) => ({
        shard,
        ...(await deps.store.unrelayed(shard, until, { limit, cursor })),
      })),
    );
    const before = counted.relayed;
    for (const event of pages.flatMap(({ items }) => items).toSorted(inOrder)) {
      try {
        await relayEvents(deps, [event]);
        counted.relayed += 1;
      } catch {
        // Whatever is down is told by its own metrics; the event keeps its mark and comes again.
        counted.failed += 1;
      }
    }
    if (counted.relayed === before || !mayGoOn()) break;
    left = pages.filter(({ cursor }) => cursor !== undefined);
  }
  return counted;
}

function inOrder(a: StoredEvent, b: StoredEvent): number {
  return a.occurredAt.localeCompare(b.occurredAt) || a.at - b.at || a.index - b.index;
}
