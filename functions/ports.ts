// What the use cases need of the world: one store, a notifier, and the executions that wait. Adapters fill them.

import type { Message, Worded } from './leads/decision.ts';
import type { Desk, Rep, RepRecord, RoutingDesk } from './leads/desk/desk.ts';
import type { About } from './leads/events/about.ts';
import type { EventBody, EventName } from './leads/events/events.ts';
import type { LeadId, OfferId, OpportunityId } from './leads/ids.ts';
import type { Instant } from './leads/instant.ts';
import type { Heard } from './leads/intake/engagement.ts';
import type { Import, ImportChunk } from './leads/intake/import.ts';
import type { Settled } from './leads/intake/set-aside.ts';
import type { Lead } from './leads/lead.ts';
import type { MergeLog } from './leads/merging/merge-log.ts';
import type { Dispute } from './leads/offer/dispute.ts';
import type { Offer } from './leads/offer/offer.ts';
import type { Pair } from './leads/opportunity/collusion.ts';
import type { Credit } from './leads/opportunity/credit.ts';
import type { Opportunity } from './leads/opportunity/opportunity.ts';
import type { Account, Activity, Person, Touch } from './leads/person.ts';
import type { VersionedPolicy } from './leads/policy.ts';
import type { Rates } from './leads/rates.ts';
import type { Content } from './leads/source/content.ts';
import type { Spend } from './leads/source/spend.ts';
import type { Visitor } from './leads/source/visitor.ts';
import type { State } from './leads/states.ts';

/** Who did it: a person of staff by `sub`, or the system. */
export interface Actor {
  readonly kind: 'sdr' | 'rep' | 'director' | 'ops' | 'admin' | 'customer' | 'system';
  readonly sub: string;
}

/** An event about to be written: what happened, when, by whom, and about whose lead, offer or opportunity. */
export type NewEvent<Name extends EventName = EventName> = EventBody<Name> & {
  readonly occurredAt: Instant;
  readonly by: Actor;
  /** Absent with events from before it was told. */
  readonly about?: About;
  readonly offerId?: string;
  readonly offerVersion?: number;
  readonly opportunityId?: string;
  readonly opportunityVersion?: number;
  /** Nobody who waits has to hear of it: he would wait on for the same. */
  readonly waitGoesOn?: true | undefined;
  /** What the relay sends once the event is stored: ids make sending it twice harmless. */
  readonly messages?: readonly Message[];
};

/** An event as stored and told: what happened to the scope's row in its version `at`. */
export type StoredEvent<Name extends EventName = EventName> = NewEvent<Name> & {
  readonly id: string;
  readonly scope: string;
  readonly at: number;
  readonly index: number;
  /** The fields of the scope's row that this transaction set (`null`: removed): folding them gives the row (4.12, 12). */
  readonly changes?: Readonly<Record<string, unknown>>;
  /** Of lists of the row that only grew, what came behind: a list of a thousand is not told again with each that is added. */
  readonly added?: Readonly<Record<string, readonly unknown[]>>;
};

/** The ways in which an event goes out, each by itself: onto the bus, to people, to executions, to work that it leaves. */
export type Leg = 'publish' | 'tell' | 'start' | 'wake' | 'work';

/** What of one leg is still to be done. */
export interface LegLeft {
  /** How often it failed. */
  readonly tries: number;
  /** Not before then. Absent when it is parked: it failed too often, and people have to look. */
  readonly next?: Instant | undefined;
  /** Where it goes on: what was done before that is not done again. */
  readonly from?: string | undefined;
}
export type LegsLeft = { readonly [One in Leg]?: LegLeft };

/** An event that has not gone out whole; nobody has begun with it while nothing is said of its legs. */
export type Unrelayed = StoredEvent & { readonly left?: LegsLeft | undefined };

export interface Token {
  readonly id: string;
  readonly leadId: LeadId;
  readonly version: number;
  readonly taskToken: string;
  /** Version of the row (lead, offer or opportunity) that the waiting execution has seen. */
  readonly seen: number;
}

/** A row by its kind, an event's data by its name, its changes as those of a `lead`, or whom it is `about`: without what was personal. */
export type Redact = (said: unknown, of: string) => unknown;

/** An idempotent answer, kept 24 h by stored instant. */
export interface Receipt {
  readonly id: string;
  readonly bodyHash: string;
  readonly storedAt: Instant;
  /** Kept until then, for those that are kept longer than a day or two. */
  readonly keptUntil?: Instant;
  /** Set when the answer repeats what was said of a person: an erasure looks for it. */
  readonly leadId?: LeadId;
  /** A stored receipt older than this is over and gives way. */
  readonly replaces: Instant;
  /** HTTP status, when a route of the API answered so. */
  readonly status?: number;
  readonly body: unknown;
}

export interface Submitted {
  readonly submissionId: string;
  readonly version: number;
  readonly receivedAt: Instant;
  readonly leadId?: LeadId | undefined;
  /** `quarantined` without a lead: somebody who cannot be reached. `test`: a platform's test lead (4.8). */
  readonly verdict: 'accepted' | 'duplicate' | 'quarantined' | 'test';
  readonly payload: unknown;
  /** Of those without a lead: the form, and which system brought it. */
  readonly form?: string | undefined;
  readonly source?: string | undefined;
  /** Of those without a lead, since no erasure finds them. */
  readonly forgetAt?: Instant | undefined;
  /** Put aside, and released or closed by staff since. */
  readonly settled?: Settled | undefined;
}

/** One version of what an SDR found out, kept for the recycle guard (4.6). */
export interface QualificationRow {
  readonly leadId: LeadId;
  readonly id: string;
  readonly qualification: NonNullable<Lead['qualification']>;
}

/** A company's name under one of the keys by which names that look alike are found (company-names.ts). */
export interface AccountName {
  readonly block: string;
  readonly accountId: string;
  readonly version: number;
  readonly name: string;
}

/** A person under one of the keys by which his name is found (person-names.ts). */
export interface PersonName {
  readonly nameKey: string;
  readonly personId: string;
  readonly version: number;
}

/** The hash of an address, phone or company domain, and whose it is. */
export interface ContactKey {
  readonly id: string;
  readonly version: number;
  readonly owner: string;
  /** Others who left the same phone or mailbox (4.2), in the order they came. */
  readonly also?: readonly string[];
}

/** Rows by kind, as they are stored. */
export interface Rows {
  readonly lead: Lead;
  readonly offer: Offer;
  readonly opportunity: Opportunity;
  readonly credit: Credit;
  readonly pair: Pair;
  readonly touch: Touch;
  readonly activity: Activity;
  readonly qualification: QualificationRow;
  readonly token: Token;
  readonly person: Person;
  readonly account: Account;
  readonly submission: Submitted;
  readonly contactKey: ContactKey;
  readonly lock: { readonly id: string; readonly version: number; readonly leadId: LeadId };
  readonly mergeLog: MergeLog;
  readonly dispute: Dispute;
  readonly accountName: AccountName;
  readonly personName: PersonName;
  readonly receipt: Receipt;
  readonly record: RepRecord;
  readonly rep: Rep;
  readonly sdr: Desk['sdrs'][number];
  readonly department: Desk['departments'][number];
  readonly pool: Desk['pools'][number];
  readonly roster: RoutingDesk['rosters'][number];
  readonly policy: VersionedPolicy;
  readonly content: Content;
  readonly rates: Rates;
  readonly spend: Spend;
  readonly visitor: Visitor;
  readonly heard: Heard;
  readonly import: Import;
  readonly importChunk: ImportChunk;
  readonly calendar: Desk['calendars'] extends ReadonlyMap<string, infer One> ? One : never;
}
export type Kind = keyof Rows;

/** One row's change in a transaction: conditional on the version of `before`, or on absence. No `after` deletes it. */
export type Change<Of extends Kind = Kind> = {
  readonly [K in Of]: {
    readonly kind: K;
    readonly before?: Rows[K] | undefined;
    readonly after?: Rows[K];
  };
}[Of];

/** A row's change and what its story says of it. */
export interface Told {
  readonly scope: string;
  readonly change: Change;
  readonly events: readonly NewEvent[];
}

/** All or nothing: the rows, the events of one of them, and the receipt of the request that asked for it. */
export interface Commit {
  readonly changes: readonly Change[];
  /** Whose story the events tell: the id of the row of the first change; a name of its own where no row changes. */
  readonly scope?: string;
  readonly events?: readonly NewEvent[];
  /** Rows whose own stories tell the same transaction, each with its events. */
  readonly alsoTold?: readonly Told[];
  readonly receipt?: Receipt | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor?: string | undefined;
}
export interface Paging {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Kinds of rows that wait for an instant. */
export type DueKind = 'lead' | 'offer' | 'opportunity' | 'credit';

/** A row that waits: its id, and what it waits for. */
export interface Waiting {
  readonly id: string;
  readonly nextInstant: Instant;
}

/** Ids as they were sent: what is none is passed over. Of the staff who is told something, and who answers an offer. */
export interface Named {
  readonly leadId?: string | undefined;
  readonly offerId?: string | undefined;
  readonly opportunityId?: string | undefined;
  readonly told?: string | undefined;
  readonly answers?: string | undefined;
  readonly accountId?: Lead['accountId'];
}

/** The table, by intent. Reads by key are strongly consistent; lists come from indexes and may lag. */
export interface Store {
  /** Writes all or nothing. Throws LostRace when a row is no longer what `before` says. */
  commit(commit: Commit): Promise<void>;
  /** Reads the rows of these along with the next that is asked for: whoever asks first gets what was read then. */
  readAhead(named: Named): void;
  lead(leadId: LeadId): Promise<Lead | undefined>;
  offer(offerId: OfferId): Promise<Offer | undefined>;
  offersOf(leadId: LeadId): Promise<readonly Offer[]>;
  opportunity(opportunityId: OpportunityId): Promise<Opportunity | undefined>;
  opportunitiesOf(leadId: LeadId): Promise<readonly Opportunity[]>;
  opportunitiesOfRep(
    repId: string,
    status: Opportunity['status'] | undefined,
    paging: Paging,
  ): Promise<Page<Opportunity>>;
  /** By the accepted offer that it hangs on. */
  credit(creditId: OfferId): Promise<Credit | undefined>;
  creditsOf(leadId: LeadId): Promise<readonly Credit[]>;
  pair(repId: string, sdrId: string): Promise<Pair | undefined>;
  touchesOf(leadId: LeadId): Promise<readonly Touch[]>;
  activitiesOf(leadId: LeadId): Promise<readonly Activity[]>;
  qualificationsOf(leadId: LeadId): Promise<readonly QualificationRow[]>;
  tokensOf(leadId: LeadId): Promise<readonly Token[]>;
  mergeLogsOf(leadId: LeadId): Promise<readonly MergeLog[]>;
  disputesOf(leadId: LeadId): Promise<readonly Dispute[]>;
  /** Those that nobody has ruled on, the oldest first; not those of a release before that listed none. */
  openDisputes(paging: Paging): Promise<Page<Dispute>>;
  /** Companies under a key of company-names.ts, at most `limit`. */
  accountNames(block: string, limit: number): Promise<readonly AccountName[]>;
  /** People under a key of person-names.ts, at most `limit`. */
  personNames(nameKey: string, limit: number): Promise<readonly PersonName[]>;
  personName(nameKey: string, personId: string): Promise<PersonName | undefined>;
  /** A scope's story, in its order; `from` that version on. */
  eventsOf(
    scope: string,
    paging: Paging & { readonly from?: number | undefined },
  ): Promise<Page<StoredEvent>>;
  person(personId: string): Promise<Person | undefined>;
  account(accountId: string): Promise<Account | undefined>;
  /** By id, those that are there. */
  leads(ids: readonly string[]): Promise<ReadonlyMap<string, Lead>>;
  people(ids: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  accounts(ids: readonly string[]): Promise<ReadonlyMap<string, Account>>;
  submission(submissionId: string): Promise<Submitted | undefined>;
  /** Submissions that wait for staff without a lead, the newest first. */
  setAside(paging: Paging): Promise<Page<Submitted>>;
  /** Owner by hash, for those that are known. */
  contactKeys(hashes: readonly string[]): Promise<ReadonlyMap<string, Rows['contactKey']>>;
  locks(ids: readonly string[]): Promise<ReadonlyMap<string, Rows['lock']>>;
  receipt(id: string): Promise<Receipt | undefined>;
  record(repId: string): Promise<RepRecord | undefined>;
  rep(repId: string): Promise<Rep | undefined>;
  sdr(sdrId: string): Promise<Rows['sdr'] | undefined>;
  /** The row of a department's pool: who is in it stands in the rows of its reps. */
  pool(department: string): Promise<Rows['pool'] | undefined>;
  content(contentId: string): Promise<Content | undefined>;
  /** Of every currency that has some. */
  rates(): Promise<readonly Rates[]>;
  /** What was spent in a month `2026-09`, or in a year `2026`. */
  spendIn(period: string, paging: Paging): Promise<Page<Spend>>;
  /** By id, those that are there. */
  spends(ids: readonly string[]): Promise<ReadonlyMap<string, Spend>>;
  /** What a browser did before its user left a name; `id` is the hash of its visitor id. */
  visitor(id: string): Promise<Visitor | undefined>;
  /** An engagement of which it is not known yet whose it is. */
  heard(touchId: string): Promise<Heard | undefined>;
  import(importId: string): Promise<Import | undefined>;
  importChunk(id: string): Promise<ImportChunk | undefined>;
  policy(): Promise<VersionedPolicy>;
  /** Policy and calendars: what every step needs. */
  rules(): Promise<Pick<Desk, 'policy' | 'calendars'>>;
  desk(): Promise<Desk>;
  /** With the rosters that may be in force at an instant: of its month and of the one before. */
  deskAt(at: Instant): Promise<RoutingDesk>;
  roster(month: string): Promise<Rows['roster'] | undefined>;
  /** Of all months. */
  rosters(): Promise<readonly Rows['roster'][]>;
  /** In the order of the queue; with `keep` only those that it wants: a thousand are looked at for a page, which may then be short and have a cursor. */
  leadsIn(state: State, paging: Paging, keep?: (lead: Lead) => boolean): Promise<Page<Lead>>;
  leadsOfAccount(accountId: string): Promise<readonly Lead[]>;
  offersOfRep(
    repId: string,
    status: Offer['status'] | undefined,
    paging: Paging,
  ): Promise<Page<Offer>>;
  /** The rows of a shard that wait, the earliest first. */
  due(kind: DueKind, shard: number, paging: Paging): Promise<Page<Waiting>>;
  /** The events of a shard that have not gone out whole, those first that are due first; or those that are parked. */
  unrelayed(shard: number | 'parked', paging: Paging): Promise<Page<Unrelayed>>;
  /** Of these events those that have not gone out whole, as they are now: the index lags. */
  leftOf(events: readonly StoredEvent[]): Promise<readonly Unrelayed[]>;
  /** The last token of an execution's present wait: whoever wrote last waits. */
  saveToken(token: Token): Promise<void>;
  /** What of the event is left to do; undefined when it went out whole. */
  noteRelayed(event: StoredEvent, left: LegsLeft | undefined): Promise<void>;
  /** As `noteRelayed`, unless somebody has begun with the event. */
  takeOver(event: StoredEvent, left: LegsLeft): Promise<void>;
  /** Writes everything under this lead anew as `redact` gives it: its rows, its story, the answers that repeat it (4.8, erasure). */
  redactLead(leadId: LeadId, redact: Redact): Promise<void>;
}

/** What is folded of a scope, as it is kept: up to and with which event, and the day on which its figures last moved. */
export interface FoldedRow {
  readonly at: number;
  readonly index: number;
  readonly day: string;
  /** JSON; absent as long as nothing is known that reports count. */
  readonly fact?: string | undefined;
}

/** Where the figures stand. */
export interface MetricHead {
  /** Of the last difference that was written. */
  readonly seq: number;
  /** Differences up to this one are in the cells and gone. */
  readonly compacted: number;
  /** Which months have their sum beside their days, and which parts of months (closed-sums.ts); none yet when empty. */
  readonly closed: string;
  /** In which days and months are. */
  readonly zone: string;
  /** When the last happened of what is in the figures. */
  readonly latest?: Instant | undefined;
  /** By which way of counting (figures.ts); none of before there were several. */
  readonly edition?: number | undefined;
}

/** What some scopes' facts moved, as it is kept until the cells have it: day → packed tally (tally.ts of reports). */
export interface Difference {
  readonly seq: number;
  readonly moved: Readonly<Record<string, string>>;
}

/** A month in which a scope's figures moved, and the one before it in which they did. */
export interface Mover {
  readonly month: string;
  readonly before?: string | undefined;
}

/** One write of the projector: all or nothing. */
export interface MetricStep {
  readonly head: MetricHead;
  readonly facts: readonly {
    readonly scope: string;
    readonly before: FoldedRow | undefined;
    readonly after: FoldedRow;
    /** In which its figures moved, and in which they had moved before each: by these a drill-down finds it. */
    readonly months: readonly Mover[];
  }[];
  readonly moved: Readonly<Record<string, string>>;
}

/** Cells of one name for a day `yyyy-mm-dd`, a month or a part of one (closed-sums.ts): JSON, with the differences up to `through` in them. */
export interface CellsRow {
  readonly period: string;
  readonly through: number;
  readonly cells: string;
}

/** The table of facts and figures (reports.md). Everything in it can be made again of the events. */
export interface MetricStore {
  head(): Promise<MetricHead | undefined>;
  facts(scopes: readonly string[]): Promise<ReadonlyMap<string, FoldedRow>>;
  /** Writes the facts and what they moved. Throws LostRace when somebody else wrote one of them, or another difference, first. */
  move(step: MetricStep): Promise<void>;
  /** Those after `seq`, the first first. */
  differences(seq: number, limit: number): Promise<readonly Difference[]>;
  /** The cells of a name from a day to a day, or from a month to a month. */
  cells(name: string, from: string, to: string): Promise<readonly CellsRow[]>;
  /** Unless it already has as much in it. */
  putCells(name: string, row: CellsRow): Promise<void>;
  /** Differences up to `compacted` are in the cells. Throws LostRace. */
  advance(head: MetricHead, next: Pick<MetricHead, 'compacted' | 'closed'>): Promise<void>;
  forget(differences: readonly Difference[]): Promise<void>;
  /** Scopes whose figures moved in the month, and in which month they had moved before. */
  movedIn(
    month: string,
    paging: Paging,
  ): Promise<Page<{ readonly scope: string; readonly before?: string | undefined }>>;
}

/** Sends one message; the same id twice is sent once. `delivered` false: bounce or outage, which excuses a silence (4.7). */
export interface Notifier {
  send(
    message: Worded & {
      readonly at: Instant;
      readonly leadId?: string | undefined;
      readonly offerId?: string | undefined;
    },
  ): Promise<{ readonly delivered: boolean }>;
}

/** The waiting executions. Both are harmless when repeated or late. */
export interface Executions {
  start(
    machine: 'lead-journey' | 'nurture' | 'opportunity',
    name: string,
    input: unknown,
  ): Promise<void>;
  wake(taskToken: string): Promise<void>;
}

/** Meta's lead forms: its call names a lead only, and what was answered there is fetched with the page's token. */
export interface MetaForms {
  /** The secret of the app by which Meta signs; undefined where the deployment gives none: then the source's own secret counts. */
  appSecret(source: string): string | undefined;
  /** The lead as Meta has it. Throws when it cannot be fetched now. */
  lead(source: string, leadgenId: string): Promise<unknown>;
}

/** What the bus did not take, by the event's id, and why; and how many events went without their data, which were too long for it. */
export interface Published {
  readonly refused: ReadonlyMap<string, unknown>;
  readonly cut: number;
}

/** The company's bus. It never throws: what it refuses is published again. */
export interface Bus {
  publish(events: readonly StoredEvent[]): Promise<Published>;
}

/** A call that came while nothing could be written. */
export interface KeptCall {
  readonly id: string;
  /** Those of one sender are taken up in the order in which they came. */
  readonly sender: string;
  readonly text: string;
}

/** How many calls wait to be written, since when, and how many were put aside for ops. */
export interface BufferState {
  readonly waiting: number;
  readonly since?: Instant;
  readonly putAside: number;
}

/** Where calls wait that could not be written when they came (decision 0029). */
export interface IntakeBuffer {
  keep(call: KeptCall): Promise<void>;
  /** For ops: it is refused, or fails again and again. */
  putAside(call: KeptCall): Promise<void>;
  state(at: Instant): Promise<BufferState>;
}

/** Time and chance for what is tried again because others were first: milliseconds, and a number in [0, 1). */
export interface Pauses {
  chance(): number;
  wait(millis: number): Promise<void>;
}

/** What every use case may use; adapters are handed in once (style.md 3). */
export interface Deps {
  readonly store: Store;
  readonly notifier: Notifier;
  readonly executions: Executions;
  readonly bus: Bus;
  readonly metaForms: MetaForms;
  readonly metrics: MetricStore;
  readonly buffer: IntakeBuffer;
  readonly pauses: Pauses;
  /** Secret of the identity keys (identity.ts). */
  readonly pepper: string;
}

/** Who asks, when, and the receipt to write with the answer. */
export interface Command {
  readonly by: Actor;
  /** The API edge's instant, or the state's entered time. */
  readonly at: Instant;
  /** Unique to the request: ids are made of it. */
  readonly requestId: string;
  /** Makes the receipt of an answer, when the caller sent an idempotency key. */
  readonly receipt?: (answer: unknown) => Receipt;
}

/** What nobody asked for but the clock. */
export function system(at: Instant, requestId: string): Command {
  return { by: { kind: 'system', sub: 'leadloop' }, at, requestId };
}
