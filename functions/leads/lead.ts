// What is stored of one lead: one pass of one person or account for one product line (domain.md 4.2, Journey). One row a state:
// which fields it has, what it waits for, who hears of news, what its workflow does next, how far it is, what it is called.

import type * as z from 'zod';
import { earliest, type Instant } from './instant.ts';
import { Row, type StayField, stayFields } from './lead-row.ts';
import { isOpen, type State } from './states.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The fields of a stay; absent from every other one. With a director asked, his deadline and his choices are there. */
type Stayed<Has extends keyof Row, May extends StayField> = Omit<Row, 'state' | Has | StayField> & {
  [Field in Has]: NonNullable<Row[Field]>;
} & { [Field in Exclude<May, Has>]?: Row[Field] } & {
  [Field in Exclude<StayField, Has | May>]?: undefined;
} & ('awaits' extends Has | May ? Awaiting : unknown);

type Awaiting =
  | { awaits?: 'router' | undefined }
  | {
      awaits: 'director';
      directorDueAt: Instant;
      directorChoices: NonNullable<Row['directorChoices']>;
    };

/** Where the workflow stands: the offer that it runs, if any. */
interface Place {
  readonly at: Instant;
  readonly runningOffer?: string | undefined;
}

/** What the domain says of a lead in one state. */
interface About<One> {
  /** What the state waits for by itself. */
  waits(lead: One): readonly (Instant | undefined)[];
  /** Who is told that the customer has written: the SDR before the handover, the rep with the offer, the owner after it. */
  told(lead: One): string | undefined;
  /** The state of `lead-journey` that belongs to it. */
  next(lead: One, place: Place): string;
  /** Its execution ends there. */
  readonly ends?: boolean;
  /** Which of two journeys is further, when they are merged. */
  readonly advance: number;
  /** What the articles call it, where they differ (vocabulary.ts). */
  readonly called: string | Readonly<Record<Vocabulary, string>>;
}

interface Fields<Has, May> {
  /** Always there in this state, whether they end with it or not. */
  readonly has: readonly Has[];
  /** Of this stay, and there at times. */
  readonly may: readonly May[];
}

function state<const Has extends keyof Row = never, const May extends StayField = never>({
  has = [],
  may = [],
  ...about
}: Partial<Fields<Has, May>> & About<Stayed<NoInfer<Has>, NoInfer<May>>>): Fields<Has, May> &
  About<Stayed<Has, May>> {
  return { has, may, ...about };
}

const nobody = () => undefined;
const sdr = ({ sdrId }: Pick<Row, 'sdrId'>) => sdrId ?? 'group:sdr';
const owner = ({ ownerRepId }: Pick<Row, 'ownerRepId'>) => ownerRepId;

const closed = { waits: () => [], told: nobody, next: () => 'Closed', ends: true, advance: 0 };

const desk = {
  may: ['nudgeAt', 'onTop', 'queuedAt'],
  waits: ({ nudgeAt, staleAt }: Pick<Row, 'nudgeAt' | 'staleAt'>) => [nudgeAt, staleAt],
  told: sdr,
  next: () => 'WaitForSdr',
  called: { A0: 'MQL', A1: 'MQL', A3: 'lead', A4: 'MQL' },
} as const;

const handedOver = { A0: 'MQL', A1: 'MQL', A3: 'MQL', A4: 'BQL' };

const accepted = {
  has: ['ownerRepId', 'acceptedAt', 'oppDueAt'],
  may: ['offerId', 'contactDueAt', 'contactRemindAt'],
  waits: (
    lead: Pick<
      Row,
      'contactDueAt' | 'contactRemindAt' | 'windowRemindAt' | 'windowClosedAt' | 'oppDueAt'
    >,
  ) => [
    lead.contactRemindAt,
    lead.contactDueAt,
    lead.windowRemindAt[0],
    lead.windowClosedAt === undefined ? lead.oppDueAt : undefined,
  ],
  told: owner,
  next: ({ contactDueAt }: Pick<Row, 'contactDueAt'>, { at }: Place) =>
    contactDueAt !== undefined && at < contactDueAt ? 'WaitForContact' : 'WaitForOpportunity',
} as const;

/** One at rest has been further than MAL, but a raised hand must not be buried in it: hence its `advance`. */
const byState = {
  CAPTURED: state({
    waits: ({ enteredAt }) => [enteredAt],
    told: nobody,
    next: () => 'WaitForEngagement',
    advance: 1,
    called: 'captured',
  }),
  QUARANTINED: state({
    has: ['suspect', 'nudgeAt'],
    may: ['checkAt', 'checkAskedAt'],
    waits: ({ nudgeAt, checkAt }) => [nudgeAt, checkAt],
    told: nobody,
    next: () => 'WaitForOptIn',
    advance: 2,
    called: 'quarantined',
  }),
  MAL: state({
    waits: ({ staleAt }) => [staleAt],
    told: nobody,
    next: () => 'WaitForEngagement',
    advance: 3,
    called: { A0: 'MAL', A1: 'Leads', A3: 'lead', A4: 'MQL' },
  }),
  NURTURE: state({
    has: ['nurturedAt', 'nurtureReason'],
    may: ['coolDownCheckAt', 'revisitAt', 'nextTouchAt'],
    waits: (lead) => [lead.coolDownCheckAt, lead.revisitAt, lead.nextTouchAt, lead.staleAt],
    told: sdr,
    next: () => 'HandedToNurture',
    ends: true,
    advance: 4,
    called: 'nurture',
  }),
  MQL: state({ ...desk, advance: 5 }),
  SDR_WORKING: state({ ...desk, advance: 6 }),
  READY: state({
    has: ['awaits'],
    may: ['retryAt', 'directorDueAt', 'directorChoices'],
    waits: (lead) => [
      lead.awaits === 'director' ? lead.directorDueAt : (lead.retryAt ?? lead.enteredAt),
    ],
    told: sdr,
    next(lead, { at }) {
      if (lead.awaits === 'director' && at < lead.directorDueAt) return 'WaitForDirector';
      return lead.retryAt !== undefined && at < lead.retryAt ? 'WaitForRouter' : 'RouteLead';
    },
    advance: 7,
    called: handedOver,
  }),
  UNROUTED: state({
    has: ['retryAt', 'nudgeAt'],
    may: ['readyAt', 'awaits', 'directorDueAt', 'directorChoices'],
    waits: (lead) =>
      lead.awaits === 'director'
        ? [lead.directorDueAt, lead.staleAt]
        : [lead.retryAt, lead.nudgeAt, lead.staleAt],
    told: sdr,
    next: () => 'RouteLead',
    advance: 8,
    called: handedOver,
  }),
  OFFERED: state({
    has: ['offerId', 'offeredTo', 'expireAt'],
    waits: ({ expireAt }) => [expireAt],
    told: ({ offeredTo }) => offeredTo,
    next: ({ offerId }, { runningOffer }) =>
      runningOffer === offerId ? 'WaitForOffer' : 'RunOffer',
    advance: 9,
    called: handedOver,
  }),
  SAL: state({
    ...accepted,
    advance: 10,
    called: { A0: 'SAL', A1: 'SQL', A3: 'SQL', A4: 'SQL' },
  }),
  SQL: state({ ...accepted, advance: 11, called: 'SQL' }),
  OPPORTUNITY: state({
    has: ['ownerRepId', 'opportunityId'],
    may: ['opportunityInstant'],
    waits: ({ opportunityInstant }) => [opportunityInstant],
    told: owner,
    next: () => 'OpportunityOpened',
    ends: true,
    advance: 12,
    called: 'opportunity',
  }),
  WON: state({ ...closed, called: 'signed' }),
  LOST: state({
    ...closed,
    may: ['winBackAt'],
    waits: ({ winBackAt }) => [winBackAt],
    called: 'lost',
  }),
  DISQUALIFIED: state({ ...closed, called: 'no lead' }),
  DORMANT: state({ ...closed, called: 'dormant' }),
  MERGED: state({ ...closed, has: ['mergedInto'], called: 'merged' }),
  ERASED: state({ ...closed, called: 'erased' }),
} as const satisfies Record<State, unknown>;

type Table = typeof byState;

/** Fields that a lead has for certain, in whichever of these states it is. */
export type HasIn<One extends State> = Table[One]['has'][number];

/** Fields of the stay, of all these states alike. */
export type OfStay<One extends State> = StayField &
  keyof { [Each in One]: Record<Table[Each]['has' | 'may'][number], true> }[One];

/** One lead's row in one of these states. */
export type LeadIn<One extends State> = One extends State
  ? Flat<Stayed<Table[One]['has'][number], Table[One]['may'][number]> & { state: One }>
  : never;

type Flat<Fields> = Fields extends unknown ? { [Field in keyof Fields]: Fields[Field] } : never;

/** One lead's row: a union by state, so that one that cannot be does not compile. */
export type Lead = LeadIn<State>;

/** A stored row. One without what its state has is refused; what an earlier version left of another stay is dropped. */
export const Lead: z.ZodType<Lead> = Row.transform((row, { issues }) => {
  const { has, may }: Fields<keyof Row, StayField> = byState[row.state];
  for (const field of has.filter((name) => row[name] === undefined))
    issues.push({ code: 'custom', input: row, path: [field], message: `is missing: ${row.state}` });
  for (const field of stayFields)
    if (!has.includes(field) && !may.includes(field)) delete row[field];
  // Codec: what was just looked at by name.
  return row as Lead;
});

/** What the domain says of a lead in this state. */
export function about(state: State): About<Lead> {
  // Each row is asked about leads of its own state only.
  return byState[state] as About<unknown> as About<Lead>;
}

/** What the company calls a lead in this state. */
export function labelOf(state: State, vocabulary: Vocabulary): string {
  const { called } = about(state);
  return typeof called === 'string' ? called : called[vocabulary];
}

/** The lead with `nextInstant` set to the earliest of what its state waits for. */
export function withNextInstant<One extends Lead>(lead: One): One {
  const { nextInstant: _, ...rest } = lead;
  const calls = isOpen(lead.state) ? lead.disputes.map(({ remindAt }) => remindAt) : [];
  const next = earliest(...about(lead.state).waits(lead), ...calls);
  return (next === undefined ? rest : { ...rest, nextInstant: next }) as One;
}
