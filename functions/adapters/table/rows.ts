// How each kind of row becomes an item of its entity, and back: one line a kind.

import { createHash } from 'node:crypto';
import { CalendarVersion } from '../../leads/calendar/calendar.ts';
import { Rep, RepRecord, Sdr, StoredDepartment, VersionedRoster } from '../../leads/desk/desk.ts';
import { leadOf, type OfferId } from '../../leads/ids.ts';
import { type Instant, millisOf } from '../../leads/instant.ts';
import { Import } from '../../leads/intake/import.ts';
import { Lead } from '../../leads/lead.ts';
import { MergeLog } from '../../leads/merging/merge-log.ts';
import { Dispute } from '../../leads/offer/dispute.ts';
import { Offer } from '../../leads/offer/offer.ts';
import { Pair } from '../../leads/opportunity/collusion.ts';
import { Credit } from '../../leads/opportunity/credit.ts';
import { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { Account, Activity, Person, Touch } from '../../leads/person.ts';
import { VersionedPolicy } from '../../leads/policy.ts';
import { Pool } from '../../leads/routing/fairness.ts';
import { gradeRank } from '../../leads/scoring/grade.ts';
import { Content } from '../../leads/source/content.ts';
import { Visitor } from '../../leads/source/visitor.ts';
import type { Kind, Rows } from '../../ports.ts';
import {
  AccountEntity,
  AccountNameEntity,
  ActivityEntity,
  ContactKeyEntity,
  CreditEntity,
  DeskEntity,
  DisputeEntity,
  ImportChunkEntity,
  ImportEntity,
  LeadEntity,
  LockEntity,
  MergeLogEntity,
  OfferEntity,
  OpportunityEntity,
  PairEntity,
  PersonEntity,
  QualificationEntity,
  ReceiptEntity,
  RecordEntity,
  SubmissionEntity,
  TokenEntity,
  TouchEntity,
  VisitorEntity,
} from './entities.ts';

/** Partitions of the sweep's index: hash(leadId) mod N. */
export const SWEEP_SHARDS = 4;

const DAY_SECONDS = 86_400;

interface Mapping<Row> {
  /** Name of the entity in `entities`. */
  readonly entity: keyof typeof entities;
  readonly item: (row: Row) => Record<string, unknown>;
}

export const entities = {
  lead: LeadEntity,
  offer: OfferEntity,
  opportunity: OpportunityEntity,
  credit: CreditEntity,
  pair: PairEntity,
  touch: TouchEntity,
  activity: ActivityEntity,
  qualification: QualificationEntity,
  token: TokenEntity,
  person: PersonEntity,
  account: AccountEntity,
  submission: SubmissionEntity,
  contactKey: ContactKeyEntity,
  lock: LockEntity,
  mergeLog: MergeLogEntity,
  dispute: DisputeEntity,
  accountName: AccountNameEntity,
  receipt: ReceiptEntity,
  record: RecordEntity,
  visitor: VisitorEntity,
  import: ImportEntity,
  importChunk: ImportChunkEntity,
  desk: DeskEntity,
};

/** Partitions: what hardly ever changes is read at every step, who works here only to route, contents one by one. */
function ofDesk<Row>(
  kind: string,
  id: (row: Row) => string,
  desk: 'rules' | 'staff' | 'contents' = 'staff',
): Mapping<Row> {
  return { entity: 'desk', item: (row) => ({ desk, kind, id: id(row) }) };
}

export const mappings: { readonly [K in Kind]: Mapping<Rows[K]> } = {
  lead: {
    entity: 'lead',
    item: (lead) => ({
      leadId: lead.leadId,
      state: lead.state,
      queueOrder: queueOrder(lead),
      accountId: lead.accountId,
      ...dueKeys(lead.leadId, lead.nextInstant),
    }),
  },
  offer: {
    entity: 'offer',
    item: (offer) => ({
      leadId: offer.leadId,
      cycle: offer.cycle,
      seq: offer.seq,
      repId: offer.repId,
      status: offer.status,
      acceptDueAt: offer.acceptDueAt,
      ...dueKeys(offer.leadId, offer.nextInstant),
    }),
  },
  opportunity: {
    entity: 'opportunity',
    item: ({ leadId, seq, ownerRepId, status, expectedCloseOn, nextInstant }) => ({
      leadId,
      seq,
      repId: ownerRepId,
      status,
      expectedCloseOn,
      ...dueKeys(leadId, nextInstant),
    }),
  },
  credit: {
    entity: 'credit',
    item: ({ creditId, leadId, nextInstant }) => ({
      ...offerKey(creditId),
      ...dueKeys(leadId, nextInstant),
    }),
  },
  pair: { entity: 'pair', item: ({ id }) => ({ id }) },
  touch: { entity: 'touch', item: ({ leadId, touchId }) => ({ leadId, id: touchId }) },
  activity: { entity: 'activity', item: ({ leadId, activityId }) => ({ leadId, id: activityId }) },
  qualification: { entity: 'qualification', item: ({ leadId, id }) => ({ leadId, id }) },
  token: { entity: 'token', item: ({ leadId, id }) => ({ leadId, id }) },
  person: { entity: 'person', item: ({ personId }) => ({ id: personId }) },
  account: { entity: 'account', item: ({ accountId }) => ({ id: accountId }) },
  submission: { entity: 'submission', item: ({ submissionId }) => ({ id: submissionId }) },
  contactKey: { entity: 'contactKey', item: ({ id }) => ({ id }) },
  lock: { entity: 'lock', item: ({ id }) => ({ id }) },
  mergeLog: { entity: 'mergeLog', item: ({ leadId, id }) => ({ leadId, id }) },
  dispute: { entity: 'dispute', item: ({ leadId, disputeId }) => ({ leadId, id: disputeId }) },
  accountName: {
    entity: 'accountName',
    item: ({ block, accountId }) => ({ block, accountId }),
  },
  receipt: {
    entity: 'receipt',
    // The table's TTL takes it two days after; until then the stored instant decides.
    item: ({ id, storedAt, keptUntil, leadId }) => ({
      id,
      storedAt,
      leadId,
      expiresAt: epochSeconds(keptUntil ?? storedAt) + 2 * DAY_SECONDS,
    }),
  },
  record: { entity: 'record', item: ({ repId }) => ({ id: repId }) },
  rep: ofDesk('rep', ({ repId }) => repId),
  sdr: ofDesk('sdr', ({ sdrId }) => sdrId),
  department: ofDesk('department', ({ departmentId }) => departmentId),
  pool: ofDesk('pool', ({ department }) => department),
  roster: ofDesk('roster', ({ month }) => month),
  policy: ofDesk('policy', () => 'current', 'rules'),
  content: ofDesk('content', ({ contentId }) => contentId, 'contents'),
  import: { entity: 'import', item: ({ importId }) => ({ id: importId }) },
  importChunk: {
    entity: 'importChunk',
    item: ({ id, forgetAt }) => ({ id, expiresAt: epochSeconds(forgetAt) }),
  },
  visitor: {
    entity: 'visitor',
    item: ({ id, forgetAt }) => ({ id, expiresAt: epochSeconds(forgetAt) }),
  },
  calendar: ofDesk('calendar', ({ id }) => id, 'rules'),
};

/** Schemas by kind; rows of the other kinds are written and read by the same version of one file. */
export const schemas = {
  lead: Lead,
  offer: Offer,
  opportunity: Opportunity,
  credit: Credit,
  pair: Pair,
  touch: Touch,
  activity: Activity,
  person: Person,
  account: Account,
  mergeLog: MergeLog,
  dispute: Dispute,
  record: RepRecord,
  rep: Rep,
  sdr: Sdr,
  department: StoredDepartment,
  pool: Pool,
  roster: VersionedRoster,
  policy: VersionedPolicy,
  content: Content,
  visitor: Visitor,
  import: Import,
  calendar: { parse: calendarRow },
} satisfies Partial<Record<Kind, { parse(row: unknown): unknown }>>;

/** Lead, cycle and number of an offer, as its keys have them. */
export function offerKey(offerId: OfferId): { leadId: string; cycle: number; seq: number } {
  const [, cycle, seq] = /-c(\d+)-o(\d+)$/.exec(offerId) ?? [];
  return { leadId: leadOf(offerId), cycle: Number(cycle), seq: Number(seq) };
}

/** The document of an item. */
export function rowOf(item: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(String(item.row));
}

/** The shard of a lead's waits. */
export function shardOf(leadId: string): number {
  return (createHash('sha256').update(leadId).digest()[0] ?? 0) % SWEEP_SHARDS;
}

function dueKeys(leadId: string, nextInstant: string | undefined): Record<string, string> {
  return nextInstant === undefined ? {} : { sweepShard: String(shardOf(leadId)), nextInstant };
}

function queueOrder(lead: Lead): string {
  const rank = lead.grade === undefined ? 9 : gradeRank(lead.grade);
  const score = 999 - Math.round(lead.score.fit + lead.score.engagement);
  return `${lead.onTop ? 0 : 1}-${rank}-${String(Math.max(0, score)).padStart(4, '0')}-${lead.enteredAt}`;
}

function epochSeconds(instant: Instant): number {
  return Math.floor(millisOf(instant) / 1000);
}

const parsedCalendars = new Map<string, CalendarVersion>();

/** A stored calendar; the same id and version give the same object, because working time is compiled once an object. */
export function calendarRow(row: unknown): CalendarVersion {
  const key = JSON.stringify(row);
  const known = parsedCalendars.get(key);
  if (known) return known;
  const parsed = CalendarVersion.parse(row);
  parsedCalendars.set(key, parsed);
  return parsed;
}
