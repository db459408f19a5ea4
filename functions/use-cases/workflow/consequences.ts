// What follows from an event besides telling it: executions that start, those elsewhere that look again, work that is left (architecture.md, rule 4).

import { change } from '../../leads/decision.ts';
import type { EventData, EventFor, EventName, events } from '../../leads/events/events.ts';
import { contactReminder } from '../../leads/first-contact.ts';
import { executionName, LeadId } from '../../leads/ids.ts';
import { waitsForRouter } from '../../leads/offer/waiting.ts';
import { type Deps, type StoredEvent, system } from '../../ports.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { finishErasure } from '../identity/finish-erasure.ts';
import { advanceImport } from '../intake/import-cards.ts';
import { tellEngagement } from '../intake/record-engagement.ts';
import { finishMerge } from '../merging/finish-merge.ts';
import { finishUnmerge } from '../merging/unmerge-lead.ts';
import { extendDeadlines } from '../offer/extend-deadlines.ts';
import { freeAcceptedLeads } from '../offer/free-accepted-leads.ts';
import { firstInLine } from '../offer/waiting-leads.ts';
import { convertOrders } from '../opportunity/convert-orders.ts';
import { pendingOffersOf } from '../pending-offers.ts';
import { leaveLeads } from '../qualification/leave-leads.ts';
import { sendMessage } from '../send-message.ts';
import { convertSpend } from '../source/convert-spend.ts';
import { noteReminder } from './note-reminder.ts';

type Told<Data> = Pick<StoredEvent, 'id' | 'scope' | 'occurredAt' | 'by'> & {
  readonly data: Data;
};

/** What follows from an event whose data say at least this. */
type Relay<Data = unknown> = (deps: Deps, event: Told<Data>) => Promise<void>;

/** Who looks again: as many as one call takes, beginning at `from`. Returns where to go on, while there are more. */
type Waking<Data = unknown> = (
  deps: Deps,
  event: Told<Data>,
  from?: string | undefined,
) => Promise<string | undefined>;

/** Work that is done in one call, or page after page like a waking. */
type Working<Data> = (
  ...told: Parameters<Waking<Data>>
) => ReturnType<Relay<Data>> | ReturnType<Waking<Data>>;

/** So many leads look again in one call. */
const LINE_PAGE = 25;

/** Starts an execution of this lead: its name and input are made of the event alone, so that it starts once. */
async function start(
  { executions }: Deps,
  scope: string,
  {
    workflow,
    stay,
    run = 0,
    input,
  }: {
    readonly workflow: Parameters<Deps['executions']['start']>[0];
    /** The part of the lead's journey that it is: a cycle, a rest or an opportunity. */
    readonly stay: Parameters<typeof executionName>[1];
    readonly run?: number | undefined;
    readonly input?: object;
  },
): Promise<void> {
  const leadId = LeadId.parse(scope);
  await executions.start(workflow, executionName(leadId, stay, run), { leadId, ...input });
}

/** The first execution of a cycle. */
const startCycle: Relay<{ readonly cycle: number }> = (deps, { scope, data: { cycle } }) =>
  start(deps, scope, { workflow: 'lead-journey', stay: `c${cycle}`, input: { cycle } });

const startJourney: Relay = (deps, event) => startCycle(deps, { ...event, data: { cycle: 1 } });

const startNurture: Relay<{ readonly stay: number }> = (deps, { scope, data: { stay } }) =>
  start(deps, scope, { workflow: 'nurture', stay: `n${stay}`, input: { stay } });

/** The execution of an opportunity: its first, or the next after a reopening. */
const startOpportunity: Relay<{
  readonly opportunityId: string;
  readonly seq: number;
  readonly run?: number | undefined;
}> = (deps, { scope, data: { opportunityId, seq, run } }) =>
  start(deps, scope, { workflow: 'opportunity', stay: `p${seq}`, run, input: { opportunityId } });

const startNextRun: Relay<{ readonly cycle: number; readonly run: number }> = (
  deps,
  { scope, data: { cycle, run } },
) => start(deps, scope, { workflow: 'lead-journey', stay: `c${cycle}`, run });

const startContinued: Relay<EventData<'ExecutionContinued'>> = async (deps, event) => {
  const { stay, cycle = 1, run, opportunityId, seq = 1 } = event.data;
  if (opportunityId !== undefined)
    return startOpportunity(deps, { ...event, data: { opportunityId, seq, run } });
  if (stay === undefined) return startNextRun(deps, { ...event, data: { cycle, run } });
  return start(deps, event.scope, { workflow: 'nurture', stay: `n${stay}`, run });
};

/**
 * Somebody may be free now: leads that nobody could take look again. Their rows say so, so that a wake that is lost is made good by
 * the sweep; by themselves they look once a day.
 */
const wakeUnrouted: Waking = async (deps, event, from) => {
  const page = await deps.store.leadsIn('UNROUTED', { limit: LINE_PAGE, cursor: from });
  for (const { leadId } of page.items) await lookAgain(deps, event, leadId);
  return page.cursor;
};

/** An offer is over, and its rep may have room: the first who waits and whom somebody could take looks again (4.5). */
const wakeFirstInLine: Waking = async (deps, event) => {
  const lead = await firstInLine(deps, event.occurredAt);
  if (lead) await lookAgain(deps, event, lead.leadId);
  return undefined;
};

/** The router's next look at the lead is now; one that a director was asked about waits for him. */
async function lookAgain(
  deps: Deps,
  { occurredAt, id }: Told<unknown>,
  leadId: LeadId,
): Promise<void> {
  await retryLostRace(async () => {
    const lead = await deps.store.lead(leadId);
    if (lead?.state !== 'UNROUTED' || !waitsForRouter(lead) || lead.retryAt <= occurredAt) return;
    const decision = { lead: change(lead, { retryAt: occurredAt }), events: [] };
    await commitLead(deps, system(occurredAt, id), { before: lead, decision });
  });
  await wakeAll(deps, leadId);
}

/** The step of another lead made this offer: the lead's own execution waits, and has not seen it. */
const wakeServed: Waking<EventData<'OfferMade'>> = async (deps, { scope, data: { inTurn } }) => {
  if (inTurn) await wakeAll(deps, LeadId.parse(scope));
  return undefined;
};

async function wakeAll({ store, executions }: Deps, leadId: LeadId): Promise<void> {
  for (const token of await store.tokensOf(leadId)) await executions.wake(token.taskToken);
}

/** Somebody is out: his pending offers look whether they have to be taken back (16). */
const wakeOffersOfRep: Waking<{ readonly repId: string }> = async (deps, { data: { repId } }) => {
  for (const offer of await pendingOffersOf(deps.store, repId)) {
    const tokens = await deps.store.tokensOf(offer.leadId);
    for (const token of tokens.filter(({ id }) => id === offer.offerId))
      await deps.executions.wake(token.taskToken);
  }
  return undefined;
};

/** A rep is out, or is not out after all: his own offers look, and then whoever waits. */
const wakeOffersAndUnrouted: Waking<{ readonly repId: string }> = async (deps, event, from) => {
  if (from === undefined) await wakeOffersOfRep(deps, event);
  return wakeUnrouted(deps, event, from);
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
const afterSdr: Waking<{ readonly sdrId: string }> = async (
  deps,
  { data: { sdrId }, by, occurredAt, id },
  from,
) => leaveLeads(deps, { by, at: occurredAt, requestId: id }, sdrId, from);

/**
 * The rep is reminded of the customer, until it gets through or the contact was made or missed. While it has not, that is kept: then
 * what he misses is excused (A3-3, X-18).
 */
const remindOfContact: Relay<EventData<'ContactReminded'>> = async (
  deps,
  { scope, data: { offerId, repId, contactDueAt }, occurredAt: at },
) => {
  if (repId === undefined) return;
  const message = contactReminder({ leadId: scope, offerId, repId, contactDueAt });
  const offer = offerId && (await deps.store.offer(offerId));
  if (offer?.contactedAt || offer?.contactMissedAt) return;
  const sent = { ...message, at, offerId };
  try {
    await sendMessage(deps, { ...sent, leadId: scope });
  } catch (error) {
    await noteReminder(deps, sent, false);
    throw error;
  }
  await noteReminder(deps, sent, true);
};

/** Orders and then months whose rate was told afterwards are told anew, in the name of who said so (decision 0033). */
const afterRates: Waking<EventData<'RatesPublished'>> = async (
  deps,
  { data: { currency, since }, by, occurredAt, id },
  from = 'orders',
) => {
  if (since === undefined) return undefined;
  const command = { by, at: occurredAt, requestId: id };
  const said = { currency, since };
  const [what, ...place] = from.split(' ');
  const cursor = place.length === 0 ? undefined : place.join(' ');
  if (what === 'orders') {
    const orders = await convertOrders(deps, command, said, cursor);
    if (orders !== undefined) return `orders ${orders}`;
  }
  const spend = await convertSpend(deps, command, said, what === 'spend' ? cursor : undefined);
  return spend && `spend ${spend}`;
};

type Follows = 'start' | 'wake' | 'work';
type Followed = EventFor<Follows>;
type MarksOf<Name extends EventName> = Extract<(typeof events)[Name]['for'][number], Follows>;

/** What follows from an event, by the leg that does it: those that the registry marks. */
type Following<Name extends EventName> = {
  readonly [Leg in MarksOf<Name>]: Leg extends 'wake'
    ? Waking<EventData<Name>>
    : Working<EventData<Name>>;
};

const consequences: { readonly [Name in Followed]: Following<Name> } = {
  SubmissionReceived: { start: startJourney },
  SelfSourced: { start: startJourney },
  Requalified: { start: startCycle },
  HandRaised: { start: startCycle },
  RevisitDue: { start: startCycle },
  SdrWoke: { start: startCycle },
  NotNow: { start: startNurture },
  Rejected: { start: startNurture, wake: wakeFirstInLine },
  OfferMade: { wake: wakeServed },
  Accepted: { wake: wakeFirstInLine },
  Misrouted: { wake: wakeFirstInLine },
  TimedOut: { wake: wakeFirstInLine },
  Withdrawn: { wake: wakeFirstInLine },
  Recalled: { wake: wakeFirstInLine },
  Returned: { start: startNurture },
  SentBack: { start: startNurture },
  OppWindowExpired: { start: startNurture },
  OppCancelled: { start: startNurture },
  OpportunityOpened: { start: startOpportunity },
  Reopened: { start: startOpportunity },
  ExecutionContinued: { start: startContinued },
  ImportStarted: { work: bringInNext },
  ImportAdvanced: { work: bringInNext },
  EngagementHeard: {
    work: (deps, { data: { touchId }, occurredAt, id }) =>
      tellEngagement(deps, system(occurredAt, id), touchId),
  },
  RosterPublished: { wake: wakeUnrouted },
  RepChanged: { wake: wakeUnrouted },
  RepActivated: { wake: wakeUnrouted },
  DepartmentChanged: { wake: wakeUnrouted },
  SuspensionEnded: { wake: wakeUnrouted },
  PolicyChanged: { wake: wakeUnrouted },
  OwnerLeft: { start: startNextRun },
  Erased: { work: afterErasure },
  PersonErased: { work: afterErasure },
  Merged: { work: afterMerge },
  AccountsMerged: { work: afterMerge },
  Unmerged: { start: startNextRun, work: afterUnmerge },
  UnmergedToRest: { start: startNurture, work: afterUnmerge },
  RepDeactivated: {
    wake: wakeOffersOfRep,
    work: (deps, { data, occurredAt, id }, from) =>
      freeAcceptedLeads(deps, system(occurredAt, id), data.repId, from),
  },
  RepSuspended: { wake: wakeOffersOfRep },
  ContactReminded: { work: remindOfContact },
  SdrAbsent: { work: afterSdr },
  SdrChanged: { work: afterSdr },
  AbsenceRecorded: { wake: wakeOffersAndUnrouted },
  RatesPublished: {
    work: afterRates,
  },
  CalendarPublished: {
    work: async (deps, { scope, occurredAt, id }, from) => {
      const calendarId = scope.slice('calendar_'.length);
      return (await extendDeadlines(deps, system(occurredAt, id), calendarId, from)).from;
    },
  },
};

/** What follows from the event by that leg; undefined when nothing does. */
export function following(
  { type }: StoredEvent,
  leg: Follows,
): ((deps: Deps, event: StoredEvent, from?: string) => Promise<string | undefined>) | undefined {
  if (!Object.hasOwn(consequences, type)) return undefined;
  // Codec: each line is asked about events of its own name only, and says no more than where to go on.
  const said = consequences[type as Followed] as Partial<Record<Follows, Waking<never>>>;
  return said[leg] as ReturnType<typeof following>;
}
