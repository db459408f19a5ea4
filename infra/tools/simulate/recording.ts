// What a recording holds (docs/recording.md): a period of a company as a simulator reads it. Ids, codes, names of things, counts and
// instants; nobody's name, address or words. One JSON text a line, each of one of these shapes.

import * as z from 'zod';
import { CalendarVersion, LocalDate, Zone } from '../../../functions/leads/calendar/calendar.ts';
import { HAND_RAISES } from '../../../functions/leads/form-words.ts';
import { LeadId, OfferId, OpportunityId, RepId, SdrId } from '../../../functions/leads/ids.ts';
import { Instant } from '../../../functions/leads/instant.ts';
import { offerStatuses } from '../../../functions/leads/offer/offer.ts';
import { Policy } from '../../../functions/leads/policy.ts';
import { SalesQualification } from '../../../functions/leads/qualification/qualification.ts';
import { Exclusion, ExclusionCode } from '../../../functions/leads/routing/eligibility.ts';
import { Standings } from '../../../functions/leads/routing/fairness.ts';
import { Month } from '../../../functions/leads/routing/roster.ts';
import { Department } from '../../../functions/leads/routing/routing-field.ts';
import { Rung } from '../../../functions/leads/routing/routing-trace.ts';
import { GRADES } from '../../../functions/leads/scoring/grade.ts';
import { sourceFactsSchema } from '../../../functions/leads/source/source.ts';

/** A key that comes in addition, and is optional, needs no other version; anything else does. */
export const RECORDING_VERSION = 1;

const Name = z.string().min(1).max(200);
const Names = z.array(Name).readonly();
const Count = z.int().min(0);
/** A reason of the policy's lists. */
const Code = z.string().regex(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, 'is no code such as NO_BUDGET');
/** Who or which company it was, told from others and no more: the hash of an id. */
const Hash = z.string().regex(/^[0-9a-f]{24}$/, 'is no hash of 24 hexadecimal digits');

/** When something happened: `seq` puts what happened at one instant in its order, over all lines; what happened at once has one. */
const moment = { seq: Count, at: Instant };

/** The first line. What happened before `beginsAt` is there as far as the period goes on with it; what is open at `endsAt` is not known to the end. */
const Head = z.strictObject({
  is: z.literal('recording'),
  version: z.literal(RECORDING_VERSION),
  /** Days that were asked for, both inside; null where the recording was left open. */
  from: LocalDate.nullable(),
  to: LocalDate.nullable(),
  beginsAt: Instant,
  endsAt: Instant,
  zone: Zone,
});
export type RecordingHead = z.infer<typeof Head>;

/** A policy that came into force, without what only says how people are written to: channels, letters, pages, inbound sources, digests. Version 0: the defaults. */
const PolicyLine = z.strictObject({
  is: z.literal('policy'),
  ...moment,
  version: Count,
  document: Policy,
});

/** A calendar that ops put; shipped ones (CN, DE, …) go by their names alone. */
const CalendarLine = z.strictObject({
  is: z.literal('calendar'),
  ...moment,
  calendar: CalendarVersion,
});

const DepartmentLine = z.strictObject({
  is: z.literal('department'),
  ...moment,
  ...Department.shape,
});

const staff = {
  ...moment,
  department: Name,
  /** Empty: all. */
  regions: Names,
  productLines: Names,
  languages: Names,
  calendar: Name,
  active: z.boolean(),
};

/** A rep as ops entered or changed him. */
const RepLine = z.strictObject({
  is: z.literal('rep'),
  repId: RepId,
  ...staff,
  capacity: z.int().min(1),
  weight: z.number().positive(),
  inactiveSince: Instant.optional(),
});
export type RepLine = z.infer<typeof RepLine>;

const SdrLine = z.strictObject({ is: z.literal('sdr'), sdrId: SdrId, ...staff });

const RosterLine = z.strictObject({
  is: z.literal('roster'),
  ...moment,
  month: Month,
  repIds: z.array(RepId).readonly(),
});

/** Recorded at `at`. */
const AbsenceLine = z.strictObject({
  is: z.literal('absence'),
  ...moment,
  of: z.enum(['rep', 'sdr']),
  sub: Name,
  absenceId: Name,
  from: Instant,
  to: Instant,
  /** So many offers of the rep ran then. */
  whileOffered: Count.optional(),
});

/** The last line of a suspension counts: one that ended early or has other causes is told again. */
const SuspensionLine = z.strictObject({
  is: z.literal('suspension'),
  ...moment,
  repId: RepId,
  suspensionId: Name,
  from: Instant,
  until: Instant,
  causeOfferIds: Names,
});

/** How turns stood when a recording begins that has something before it: no event tells them, they follow from all that was dealt. */
const BeginningLine = z.strictObject({
  is: z.literal('beginning'),
  /** Turns with which each department began (fairness.ts, `rowOfPool`). */
  pools: z.array(z.strictObject({ department: Name, turns: z.number() })).readonly(),
  reps: z
    .array(z.strictObject({ repId: RepId, openOffers: Count, standings: Standings }))
    .readonly(),
});

/** What somebody did to us: a form, an import, a rep's own find, a click. */
const Arrival = z.strictObject({
  ...moment,
  what: z.enum([
    'SubmissionReceived',
    'SubmissionRepeated',
    'ColleagueEnquired',
    'TouchedAfterClosing',
    'EngagementRecorded',
    'SelfSourced',
  ]),
  form: Name.optional(),
  handRaise: z.enum(HAND_RAISES).optional(),
  /** Scoring's kinds of what was done, each with its instant and how long it took. */
  touches: z
    .array(
      z.strictObject({
        at: Instant,
        kinds: Names,
        seconds: Count.optional(),
        source: sourceFactsSchema().strict().optional(),
      }),
    )
    .readonly(),
  source: sourceFactsSchema().strict().optional(),
});
export type Arrival = z.infer<typeof Arrival>;

/** Whoever did it; a customer stands under nothing. */
const By = z.strictObject({
  kind: z.enum(['sdr', 'rep', 'director', 'ops', 'admin', 'customer', 'system']),
  sub: Name.optional(),
});

const { budget, authority, need, share, process, role } = SalesQualification.shape;

/** What else happened to the lead, by the name of its event (docs/events.md), with what rules read of it. */
const Step = z.strictObject({
  ...moment,
  what: Name,
  by: By,
  ...z
    .strictObject({
      sdrId: Name,
      repId: Name,
      offerId: Name,
      opportunityId: Name,
      cycle: Count,
      stay: Count,
      reason: Code,
      coolDownUntil: Instant,
      revisitAt: Instant,
      until: Instant,
      oppDueAt: Instant,
      /** Score and grade, as they were weighed. */
      fit: z.number(),
      engagement: z.number(),
      grade: z.enum(GRADES),
      /** A call, mail or meeting that was logged, and when it was. */
      kind: z.enum(['call', 'email', 'meeting']),
      connected: z.boolean(),
      direction: z.enum(['outbound', 'inbound']),
      group: z.enum(['sdr', 'rep']),
      was: Instant,
      /** What was found out. */
      budget,
      authority,
      need,
      share,
      process,
      role,
      startWithinMonths: z.number(),
      outcome: Name,
      wish: Name,
      into: LeadId,
      from: Name,
    })
    .partial().shape,
});
export type RecordedStep = z.infer<typeof Step>;

/** What the router read of the lead besides the desk (use-cases/offer/route-input.ts). */
const Asked = z.strictObject({
  cycle: z.int().min(1),
  region: Name.optional(),
  productLine: Name,
  language: Name.optional(),
  exclusions: z
    .array(
      Exclusion.pick({ repId: true, cause: true, cycle: true })
        .extend({ lifted: z.literal(true).optional(), offerId: OfferId.optional() })
        .strict(),
    )
    .readonly(),
  /** Reps who are party to an open dispute, each by the offer that it is about. */
  disputes: z.array(z.strictObject({ repId: RepId, offerId: OfferId })).readonly(),
  /** Who works with the company, first claim first; `through` is the offer by which he does. */
  owners: z.array(z.strictObject({ repId: Name, through: OfferId.optional() })).readonly(),
  /** The offer whose turn goes on, and what was set aside for its rep then (row 16). */
  recalled: z
    .strictObject({ repId: RepId, offerId: OfferId, codesThen: z.array(ExclusionCode).readonly() })
    .optional(),
  /** Of this cycle: what may bring the lead before a director (rows 14 to 16). */
  timeouts: Count,
  misroutes: Count,
  recalls: Count,
  scopeChanged: z.literal(true).optional(),
  /** A director was asked: until then it is his. */
  directorDueAt: Instant.optional(),
});
export type Asked = z.infer<typeof Asked>;

/** One decision of the router, or of a person in its place. */
const Decision = z.strictObject({
  ...moment,
  what: z.enum(['offer', 'director', 'unrouted']),
  asked: Asked,
  offerId: OfferId.optional(),
  rung: Rung.optional(),
  chosenBy: z.enum(['router', 'director', 'override']),
  /** The person who chose, whom he could choose from, and whether he set exclusions aside. */
  by: Name.optional(),
  choices: z.array(RepId).readonly().optional(),
  lifts: z.literal(true).optional(),
  policyVersion: Count,
});
export type RecordedDecision = z.infer<typeof Decision>;

/** How long somebody took, on the clock of the deadline. `censored`: nobody knows how long he would have taken, only that it was longer. */
const Delay = z.strictObject({
  millis: Count,
  censored: z.enum(['timedOut', 'withdrawn', 'open']).optional(),
});

const End = z.strictObject({
  ...moment,
  status: z.enum(offerStatuses).exclude(['PENDING']),
  reason: Code.optional(),
  contacted: z.boolean().optional(),
  qualityReject: z.boolean().optional(),
  misrouted: z
    .strictObject({ region: Name, productLine: Name, language: Name })
    .partial()
    .optional(),
  /** A timeout that was no miss, and why (4.7). */
  excused: Name.optional(),
  /** An SDR took it back (row 16). */
  recalled: z.literal(true).optional(),
});

const RecordedOffer = z.strictObject({
  ...moment,
  offerId: OfferId,
  cycle: z.int().min(1),
  repId: RepId,
  department: Name,
  weight: z.number().positive(),
  usesTurn: z.boolean(),
  /** The recalled offer whose turn this one goes on with. */
  turnOf: OfferId.optional(),
  policyVersion: Count,
  acceptDueAt: Instant,
  contactDueAt: Instant,
  /** From the offer to its deadline, and to its end, on the accept clock. */
  windowMillis: Count,
  answer: Delay,
  end: End.optional(),
  /** When its turn came back to the rep (4.5). */
  turnBack: z.strictObject(moment).optional(),
  /** First contact, in working time; until the answer was no acceptance, the lead was taken away or the recording ended. */
  contact: Delay,
  contactedAt: Instant.optional(),
  reminders: z.array(z.strictObject({ at: Instant, delivered: z.boolean() })).readonly(),
  nudgedAt: Instant.optional(),
});
export type RecordedOffer = z.infer<typeof RecordedOffer>;

const worth = { amount: z.number(), currency: Name };

const RecordedOpportunity = z.strictObject({
  ...moment,
  opportunityId: OpportunityId,
  repId: Name,
  creditId: OfferId.optional(),
  ...worth,
  stage: Name,
  expectedCloseOn: LocalDate.optional(),
  moves: z.array(z.strictObject({ ...moment, stage: Name, ...worth })).readonly(),
  /** The last end: one that was opened again after a loss has what came then. */
  end: z
    .strictObject({
      ...moment,
      how: z.enum(['WON', 'LOST', 'CANCELLED']),
      reason: Code.optional(),
      ...worth,
    })
    .optional(),
});
export type RecordedOpportunity = z.infer<typeof RecordedOpportunity>;

/** What scoring and routing read of the first form, as far as it is nobody's words. */
const RecordedFacts = z
  .strictObject({
    region: Name,
    language: Name,
    industry: Name,
    employees: Count,
    startWithinMonths: z.number(),
    budget: z.strictObject(worth),
  })
  .partial();

/** All of a lead up to the end of the recording; only leads that moved in its period are there. */
const LeadLine = z.strictObject({
  is: z.literal('lead'),
  leadId: LeadId,
  openedAt: Instant,
  party: Hash,
  account: Hash.optional(),
  parentLeadId: LeadId.optional(),
  mergedInto: LeadId.optional(),
  expansion: z.literal(true).optional(),
  productLine: Name,
  facts: RecordedFacts,
  arrivals: z.array(Arrival).readonly(),
  steps: z.array(Step).readonly(),
  decisions: z.array(Decision).readonly(),
  offers: z.array(RecordedOffer).readonly(),
  opportunities: z.array(RecordedOpportunity).readonly(),
});
export type RecordedLead = z.infer<typeof LeadLine>;

/** The last line: without it something is missing. */
const Last = z.strictObject({ is: z.literal('end'), lines: Count });

export const RecordingLine = z.discriminatedUnion('is', [
  Head,
  PolicyLine,
  CalendarLine,
  DepartmentLine,
  RepLine,
  SdrLine,
  RosterLine,
  AbsenceLine,
  SuspensionLine,
  BeginningLine,
  LeadLine,
  Last,
]);
export type RecordingLine = z.infer<typeof RecordingLine>;

type LineOf<Is extends RecordingLine['is']> = Extract<RecordingLine, { readonly is: Is }>;

/** What happens to the desk, each at its moment. */
export type HouseLine = LineOf<
  'policy' | 'calendar' | 'department' | 'rep' | 'sdr' | 'roster' | 'absence' | 'suspension'
>;

/** A whole recording. */
export interface Recording {
  readonly head: RecordingHead;
  readonly beginning?: LineOf<'beginning'> | undefined;
  /** In the order in which it happened. */
  readonly house: readonly HouseLine[];
  /** In the order in which they came. */
  readonly leads: readonly RecordedLead[];
}
