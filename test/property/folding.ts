// What the events alone say: rows by their changes, and the desk's counts by their facts (4.12, 12).

import type { EventName } from '../../functions/leads/events/events.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import { type Credit, creditAfter, openCredit } from '../../functions/leads/opportunity/credit.ts';
import type { StoredEvent } from '../../functions/ports.ts';
import { named } from '../support/facts.ts';
import type { LeadRows, Snapshot } from './snapshot.ts';

type Row = Readonly<Record<string, unknown>>;

/** One transaction on a row: its events, and the row after it. */
interface Step {
  readonly at: number;
  readonly events: readonly StoredEvent[];
  readonly row: Row;
}

/** The row after each of its transactions that told something. */
export function stepsOf(events: readonly StoredEvent[]): readonly Step[] {
  const steps: Step[] = [];
  for (const event of events) {
    const last = steps.at(-1);
    const row = { ...last?.row, ...event.changes, ...grown(last?.row, event) };
    if (last?.at === event.at)
      steps[steps.length - 1] = { ...last, events: [...last.events, event], row };
    else steps.push({ at: event.at, events: [event], row });
  }
  return steps.map((step) => ({ ...step, row: withoutNulls(step.row) }));
}

function grown(row: Row = {}, { added = {} }: StoredEvent): Row {
  const lists = Object.entries(added).map(([field, more]) => {
    const before = row[field];
    return [field, [...(Array.isArray(before) ? before : []), ...more]];
  });
  return Object.fromEntries(lists);
}

function withoutNulls(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

/** When the row was to be looked at again: put off without an event when nothing is to be told (4.5, contention). */
const UNTOLD = new Set(['version', 'retryAt', 'nextInstant']);

/** A row as its events can tell it. */
export function told(row: object): Row {
  return Object.fromEntries(Object.entries(row).filter(([field]) => !UNTOLD.has(field)));
}

/** What the lead's row is by its events. */
export function foldedLead({ events }: LeadRows): Row {
  return stepsOf(events).at(-1)?.row ?? {};
}

/** How an offer ended, by the event that says so. */
const ends: Readonly<Partial<Record<EventName, string>>> = {
  Accepted: 'ACCEPTED',
  Rejected: 'REJECTED',
  Misrouted: 'REJECTED',
  TimedOut: 'TIMED_OUT',
  Withdrawn: 'WITHDRAWN',
  Recalled: 'WITHDRAWN',
};

interface FoldedOffer {
  readonly offerId: string;
  readonly repId: string;
  readonly department: string;
  readonly usesTurn: boolean;
  readonly leadId: string;
  readonly offeredAt: string;
  readonly acceptDueAt: string;
  /** Each end that was told: one, once it is over (4.12, 3). */
  readonly ends: readonly string[];
  readonly endedAt: string | undefined;
  readonly missed: boolean;
  readonly creditedBack: number;
}

/** Every offer as its lead's events tell it. */
export function foldedOffers({ leads }: Snapshot): readonly FoldedOffer[] {
  return leads.flatMap(({ events }) => {
    const offers = new Map<string, FoldedOffer>();
    for (const event of events) {
      const { type, scope, occurredAt } = event;
      const offerId = String('offerId' in event.data ? event.data.offerId : '');
      if (event.type === 'OfferMade') {
        const { repId, department, usesTurn, acceptDueAt } = event.data;
        offers.set(offerId, {
          offerId,
          ...{ repId, department, usesTurn, acceptDueAt },
          leadId: scope,
          offeredAt: occurredAt,
          ends: [],
          endedAt: undefined,
          missed: false,
          creditedBack: 0,
        });
      }
      const offer = offers.get(offerId);
      if (!offer) continue;
      const end = ends[type];
      offers.set(offerId, {
        ...offer,
        ...(end ? { ends: [...offer.ends, end], endedAt: occurredAt } : {}),
        ...(event.type === 'DeadlineExtended' ? { acceptDueAt: event.data.acceptDueAt } : {}),
        missed: offer.missed || type === 'MissRecorded',
        creditedBack: offer.creditedBack + (offer.usesTurn && givesBack(event) ? 1 : 0),
      });
    }
    return [...offers.values()];
  });
}

/** Every credit of a lead as its events tell it: opened by an acceptance, then folded. Oldest first. */
export function foldedCredits({ lead: { leadId }, events }: LeadRows): readonly Credit[] {
  const steps = stepsOf(events);
  const credits = new Map<string, Credit>();
  const byOpportunity = new Map<string, string>();
  for (const event of events) {
    const { data, occurredAt: at } = event;
    const row = rowAt(steps, event);
    if (event.type === 'Accepted') {
      const opened = openCredit({ at, data: event.data }, { leadId, cycle: row.cycle ?? 1 });
      if (opened) credits.set(opened.creditId, opened);
      continue;
    }
    const opportunityId = String(('opportunityId' in data ? data.opportunityId : undefined) ?? '');
    const known = byOpportunity.get(opportunityId);
    if (!known && opportunityId && row.creditId) byOpportunity.set(opportunityId, row.creditId);
    const credit = credits.get(known ?? row.creditId ?? '');
    if (credit) credits.set(credit.creditId, creditAfter(credit, event, at));
  }
  return [...credits.values()];
}

function givesBack({ type, data }: StoredEvent): boolean {
  return type === 'TurnCreditedBack' || ('creditedBack' in data && data.creditedBack);
}

/** Misses taken back, by offer. */
export function annulledAt({ deskEvents }: Snapshot): ReadonlyMap<string, string> {
  return new Map(
    named(deskEvents, 'StrikeAnnulled').map(({ data, occurredAt }) => [data.offerId, occurredAt]),
  );
}

interface FoldedSuspension {
  readonly suspensionId: string;
  readonly from: string;
  readonly until: string;
  readonly causeOfferIds: readonly string[];
}

/** A rep's suspensions as begun in the stories of leads and reps, and ended there. */
export function foldedSuspensions(snapshot: Snapshot, repId: string): readonly FoldedSuspension[] {
  const all = [...snapshot.leads.flatMap(({ events }) => events), ...snapshot.deskEvents].filter(
    ({ data }) => 'repId' in data && data.repId === repId,
  );
  const ended = new Map(
    named(all, 'SuspensionEnded').map(({ data }) => [data.suspensionId, data.until]),
  );
  // Of changes at one instant, in different stories, the one with the earliest misses was settled last.
  const changed = new Map(
    named(all, 'SuspensionCausesChanged')
      .toSorted(
        (a, b) =>
          a.occurredAt.localeCompare(b.occurredAt) ||
          String(b.data.causeOfferIds).localeCompare(String(a.data.causeOfferIds)),
      )
      .map(({ data }) => [data.suspensionId, data.causeOfferIds]),
  );
  return named(all, 'RepSuspended').map(
    ({ data: { suspensionId, from, until, causeOfferIds } }) => ({
      ...{ suspensionId, from },
      until: ended.get(suspensionId) ?? until,
      causeOfferIds: changed.get(suspensionId) ?? causeOfferIds,
    }),
  );
}

/** What a lead's row said in the transaction of that event. */
export function rowAt(steps: readonly Step[], { at }: StoredEvent): Partial<Lead> {
  return steps.find((step) => step.at === at)?.row ?? {};
}
