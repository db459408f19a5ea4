// How rows are kept, one line a kind: their place in the table and in its indexes, and the schema by which they are read. An item is its
// keys, a version and the row itself as JSON text (decision 0002). No key holds an address or a phone in clear: identity.ts hashes them.

import { hash } from 'node:crypto';
import { CalendarVersion } from '../../leads/calendar/calendar.ts';
import { Rep, RepRecord, Sdr, StoredDepartment, VersionedRoster } from '../../leads/desk/desk.ts';
import { LeadId, leadOf, type OfferId, offerIdOf, opportunityIdOf } from '../../leads/ids.ts';
import { Instant, millisOf } from '../../leads/instant.ts';
import { Heard } from '../../leads/intake/engagement.ts';
import { Import } from '../../leads/intake/import.ts';
import { isSetAside } from '../../leads/intake/set-aside.ts';
import { Lead } from '../../leads/lead.ts';
import { MergeLog } from '../../leads/merging/merge-log.ts';
import { Dispute } from '../../leads/offer/dispute.ts';
import { Offer } from '../../leads/offer/offer.ts';
import { Pair } from '../../leads/opportunity/collusion.ts';
import { Credit } from '../../leads/opportunity/credit.ts';
import { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { Account, Activity, Person, Touch } from '../../leads/person.ts';
import { VersionedPolicy } from '../../leads/policy.ts';
import { placeInQueue } from '../../leads/qualification/sdr-queue.ts';
import type { Rates } from '../../leads/rates.ts';
import { Pool } from '../../leads/routing/fairness.ts';
import { Content } from '../../leads/source/content.ts';
import type { Spend } from '../../leads/source/spend.ts';
import { Visitor } from '../../leads/source/visitor.ts';
import type {
  DueKind,
  Kind,
  LegsLeft,
  PersonName,
  Rows,
  StoredEvent,
  Unrelayed,
  Waiting,
} from '../../ports.ts';
import { type Item, itemAt, keyAt, type Place, type Places } from './keys.ts';

/** Partitions of the sweep's index: hash(leadId) mod N. */
export const SWEEP_SHARDS = 4;

const DAY_SECONDS = 86_400;

interface Kept<Row> {
  /** The name in its sort keys, where that is not the kind. */
  readonly entity?: string;
  /** The keys of the table's own, from what its id is made of. */
  readonly own: (row: Row) => Place;
  readonly indexed?: (row: Row) => Places;
  readonly holds?: (row: Row) => Item;
  /** None for rows that one version of one file writes and reads. */
  readonly schema?: { parse(row: unknown): unknown };
}

/** Found by its id alone. */
function byId<Name extends string>(id: Name) {
  return (row: Readonly<Record<Name, string>>): Place => [{ id: row[id] }];
}

/** What belongs to a lead besides its row and offers: under the same partition, in the order it came. */
function ofLead<Name extends string>(id: Name) {
  return (row: Readonly<Record<Name | 'leadId', string>>): Place => [
    { leadId: row.leadId },
    { id: row[id] },
  ];
}

/** The company's desk: `rules` are read at every step, `staff` to route, `contents` one by one. */
function inDesk<Name extends string>(desk: 'rules' | 'staff' | 'contents', kind: string, id: Name) {
  return {
    entity: 'desk',
    own: (row: Readonly<Record<Name, string>>): Place => [{ desk }, { kind, id: row[id] }],
  };
}

interface OfferKey {
  readonly leadId: string;
  readonly cycle: number;
  readonly seq: number;
}

function ofOffer({ leadId, cycle, seq }: OfferKey): Place {
  return [{ leadId }, { cycle, seq }];
}

/** In the list of those that wait for staff, by when they came. */
function setAsideAt({ receivedAt, submissionId }: Rows['submission']): Place {
  return [{ setAside: 'unreachable' }, { receivedAt, submissionId }];
}

/** In the sweep's index only while something is due (4.1, principle 7). */
function dueAt(leadId: string, nextInstant: Instant | undefined): Place | undefined {
  if (nextInstant === undefined) return undefined;
  return [{ sweepShard: String(shardOf(leadId)) }, { nextInstant }];
}

const kept = {
  lead: {
    own: ({ leadId }: Pick<Lead, 'leadId'>) => [{ leadId }],
    indexed: (lead) => ({
      due: dueAt(lead.leadId, lead.nextInstant),
      listed: [{ state: lead.state }, { queueOrder: placeInQueue(lead), leadId: lead.leadId }],
      account: lead.accountId === undefined ? undefined : [{ accountId: lead.accountId }],
    }),
    schema: Lead,
  },
  offer: {
    own: ofOffer,
    indexed: ({ leadId, repId, status, acceptDueAt, nextInstant }) => ({
      due: dueAt(leadId, nextInstant),
      listed: [{ repId }, { status, acceptDueAt, leadId }],
    }),
    schema: Offer,
  },
  opportunity: {
    own: ({ leadId, seq }: Pick<Opportunity, 'leadId' | 'seq'>) => [{ leadId }, { seq }],
    indexed: ({ leadId, ownerRepId, status, expectedCloseOn, nextInstant }) => ({
      due: dueAt(leadId, nextInstant),
      listed: [{ repId: ownerRepId }, { status, expectedCloseOn, leadId }],
    }),
    schema: Opportunity,
  },
  credit: {
    // By the acceptance that opened it.
    own: ({ creditId }: Pick<Credit, 'creditId'>) => ofOffer(offerKey(creditId)),
    indexed: ({ leadId, nextInstant }) => ({ due: dueAt(leadId, nextInstant) }),
    schema: Credit,
  },
  /** Credits of one rep's acceptances of one SDR's leads, counted (A3-6). */
  pair: { own: byId('id'), schema: Pair },
  touch: { own: ofLead('touchId'), schema: Touch },
  activity: { own: ofLead('activityId'), schema: Activity },
  qualification: { own: ofLead('id') },
  token: { own: ofLead('id') },
  mergeLog: { own: ofLead('id'), schema: MergeLog },
  dispute: {
    own: ofLead('disputeId'),
    // For as long as somebody has to rule on it.
    indexed: ({ ruling, openedAt, disputeId }) => ({
      listed: ruling ? undefined : [{ disputes: 'open' }, { openedAt, disputeId }],
    }),
    schema: Dispute,
  },
  person: { own: byId('personId'), schema: Person },
  account: { own: byId('accountId'), schema: Account },
  submission: {
    own: byId('submissionId'),
    indexed: (one) => ({ listed: isSetAside(one) ? setAsideAt(one) : undefined }),
    holds: ({ forgetAt }) => (forgetAt === undefined ? {} : forgotten({ forgetAt })),
  },
  /** The hash of an e-mail address, phone or company domain → whose it is. */
  contactKey: { own: byId('id') },
  /** Holder and product line → the one open journey (invariant 1). */
  lock: { own: byId('id') },
  /** Companies by the keys under which names that look alike meet (company-names.ts). */
  accountName: { own: ({ block, accountId }) => [{ block }, { accountId }] },
  /** People by the keyed words of their names (person-names.ts). */
  personName: {
    own: ({ nameKey, personId }: Omit<PersonName, 'version'>) => [{ nameKey }, { personId }],
  },
  /** An answered request, by caller, route and key. */
  receipt: {
    own: byId('id'),
    // Set when the answer repeats what was said of a person: then an erasure finds it.
    indexed: ({ leadId }) => ({ listed: leadId === undefined ? undefined : [{ leadId }] }),
    // The table's TTL takes it two days after; until then the stored instant decides.
    holds: ({ storedAt, keptUntil }) => ({
      storedAt,
      expiresAt: epochSeconds(keptUntil ?? storedAt) + 2 * DAY_SECONDS,
    }),
  },
  /** What other currencies are worth: all are read where an order is won. */
  rates: { own: ({ currency }: Pick<Rates, 'currency'>) => [{ desk: 'rates' }, { currency }] },
  /** What was spent on a campaign in a month, in the list of its year. */
  spend: {
    own: ({ spendId }: Pick<Spend, 'spendId'>) => [{ id: spendId }],
    indexed: ({ month, spendId }) => ({
      listed: [{ spent: month.slice(0, 4) }, { month, id: spendId }],
    }),
  },
  /** The last settled offers of a rep, from which the streak is recomputed (4.7). */
  record: { own: byId('repId'), schema: RepRecord },
  /** A file of cards on its way in, and its rows that wait for their turn. */
  import: { own: byId('importId'), schema: Import },
  importChunk: { own: byId('id'), holds: forgotten },
  /** Hash of a visitor id → what that browser did so far. */
  visitor: { own: byId('id'), holds: forgotten, schema: Visitor },
  /** What an address did, for as long as nobody has looked whose it is. */
  heard: { own: byId('touchId'), holds: forgotten, schema: Heard },
  rep: { ...inDesk('staff', 'rep', 'repId'), schema: Rep },
  sdr: { ...inDesk('staff', 'sdr', 'sdrId'), schema: Sdr },
  department: { ...inDesk('staff', 'department', 'departmentId'), schema: StoredDepartment },
  pool: { ...inDesk('staff', 'pool', 'department'), schema: Pool },
  roster: { ...inDesk('staff', 'roster', 'month'), schema: VersionedRoster },
  content: { ...inDesk('contents', 'content', 'contentId'), schema: Content },
  calendar: { ...inDesk('rules', 'calendar', 'id'), schema: { parse: calendarRow } },
  policy: {
    entity: 'desk',
    own: (_: object) => [{ desk: 'rules' }, { kind: 'policy', id: 'current' }],
    schema: VersionedPolicy,
  },
} as const satisfies { readonly [K in Kind]: Kept<Rows[K]> };

function keptAs(kind: Kind): Kept<unknown> {
  // Codec: a kind's functions take its own rows, as their callers do.
  return kept[kind] as Kept<never> as Kept<unknown>;
}

/** What the key of a kind is made of. */
export type IdOf<K extends Kind> = Parameters<(typeof kept)[K]['own']>[0];

/** The table's own keys of a row, or of its id alone. */
export function keyOf(kind: Kind, row: Rows[Kind] | IdOf<Kind>): Item {
  const { entity = kind, own } = keptAs(kind);
  return keyAt(entity, own(row));
}

/** The item of a row at that version. */
export function itemOf(kind: Kind, row: object, version: number): Item {
  const { entity = kind, own, indexed, holds } = keptAs(kind);
  const versioned = 'version' in row ? { ...row, version } : row;
  return itemAt(
    entity,
    { own: own(row), ...indexed?.(row) },
    { ...holds?.(row), version, row: JSON.stringify(versioned) },
  );
}

/** The row of an item. */
export function parse<K extends Kind>(kind: K, item: Item): Rows[K] {
  const row = rowOf(item);
  return (keptAs(kind).schema?.parse(row) ?? row) as Rows[K];
}

/** Lead, cycle and number of an offer, as its keys have them. */
export function offerKey(offerId: OfferId): OfferKey {
  const [, cycle, seq] = /-c(\d+)-o(\d+)$/.exec(offerId) ?? [];
  return { leadId: leadOf(offerId), cycle: Number(cycle), seq: Number(seq) };
}

/** The document of an item. */
function rowOf(item: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(String(item.row));
}

/** The index of what waits holds keys and instants, no rows. A credit has the id of the offer that it hangs on. */
export function waiting(kind: DueKind, item: Item): Waiting {
  const leadId = LeadId.parse(item.leadId);
  const [cycle, seq] = [Number(item.cycle), Number(item.seq)];
  const ids: Record<DueKind, () => string> = {
    lead: () => leadId,
    offer: () => offerIdOf(leadId, cycle, seq),
    opportunity: () => opportunityIdOf(leadId, seq),
    credit: () => offerIdOf(leadId, cycle, seq),
  };
  return { id: ids[kind](), nextInstant: Instant.parse(item.nextInstant) };
}

/** The shard of a lead's waits. */
export function shardOf(leadId: string): number {
  return Number.parseInt(hash('sha256', leadId).slice(0, 2), 16) % SWEEP_SHARDS;
}

function forgotten({ forgetAt }: { readonly forgetAt: Instant }): Item {
  return { expiresAt: epochSeconds(forgetAt) };
}

function epochSeconds(instant: Instant): number {
  return Math.floor(millisOf(instant) / 1000);
}

const parsedCalendars = new Map<string, CalendarVersion>();

/** A stored calendar; the same id and version give the same object, because working time is compiled once an object. */
function calendarRow(row: unknown): CalendarVersion {
  const key = JSON.stringify(row);
  const known = parsedCalendars.get(key);
  if (known) return known;
  const parsed = CalendarVersion.parse(row);
  parsedCalendars.set(key, parsed);
  return parsed;
}

/** An event as it was written. All are in their first version; of one that is not, older data become the new here. */
export function storedEvent(item: Readonly<Record<string, unknown>>): StoredEvent {
  // Codec: only toldEvents makes what is stored, and the compiler knows what that says.
  return rowOf(item) as StoredEvent;
}

/** An event that has not gone out whole, with what is left of it. */
export function unrelayedEvent(item: Readonly<Record<string, unknown>>): Unrelayed {
  const { legs } = item;
  // Codec: written by relayedNote only.
  const left = legs === undefined ? undefined : (JSON.parse(String(legs)) as LegsLeft);
  return { ...storedEvent(item), left };
}
