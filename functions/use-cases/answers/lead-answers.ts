// What the API says of a lead (api.md, Staff). Only types of it are loaded at run time: the schemas are for the OpenAPI document and the tests.

import * as z from 'zod';
import { LeadId, OfferId, OpportunityId, RepId, SdrId } from '../../leads/ids.ts';
import { Instant } from '../../leads/instant.ts';
import { Unread } from '../../leads/intake/unread.ts';
import { Row } from '../../leads/lead-row.ts';
import { Dispute } from '../../leads/offer/dispute.ts';
import { Account, Activity, Person, Touch } from '../../leads/person.ts';
import { GRADES } from '../../leads/scoring/grade.ts';
import { states } from '../../leads/states.ts';
import { OfferView } from './offer-answers.ts';
import { CreditView, OpportunityView } from './opportunity-answers.ts';
import { pageOf, Recognised, Sub } from './shared-answers.ts';

const State = z.enum(states);

export const ScoreReason = z.object({
  eventId: z.string().optional(),
  part: z.enum(['fit', 'engagement']),
  code: z.string(),
  points: z.number(),
  text: z.string(),
});

export const ScoreView = z.object({
  fit: z.number(),
  engagement: z.number(),
  reasons: z.array(ScoreReason).readonly(),
});

export const PersonView = Person.omit({
  leads: true,
  version: true,
  keys: true,
  differences: true,
});
export type PersonView = z.infer<typeof PersonView>;

/** What somebody did or sent, in which form, and what he called himself in it. */
export const Deed = z.object({
  touchId: z.string(),
  at: Instant,
  kinds: z.array(z.string()).readonly(),
  form: z.string().optional(),
  handRaise: z.string().optional(),
  message: z.string().optional(),
  name: z.string().optional(),
  title: z.string().optional(),
});
export type Deed = z.infer<typeof Deed>;

/** Somebody of the buying group, with what he did in this lead. */
export const MemberView = PersonView.extend({ deeds: z.array(Deed).readonly() });
export type MemberView = z.infer<typeof MemberView>;

/** What a form or a merge says otherwise than is known; `path` is what `takeOver` and `drop` name. */
export const DifferenceView = z.object({
  path: z.string(),
  known: z.union([z.string(), z.number()]).nullable(),
  said: z.union([z.string(), z.number()]),
  at: Instant,
  submissionId: z.string().optional(),
  /** Whose form says so, or whose it is. */
  name: z.string().optional(),
});
export type DifferenceView = z.infer<typeof DifferenceView>;

/** The company, with what all its people did (A4-4) where that was looked up. */
export const AccountView = Account.omit({ version: true }).extend({
  engagement: ScoreView.omit({ fit: true }).extend({ people: z.int() }).optional(),
});
export type AccountView = z.infer<typeof AccountView>;

export const LeadView = z.object({
  leadId: LeadId,
  state: State,
  /** The state in the company's own words. */
  label: z.string().optional(),
  cycle: z.int(),
  grade: z.enum(GRADES).nullable(),
  gradeBecause: z.string().optional(),
  score: ScoreView,
  productLine: z.string(),
  region: z.string().optional(),
  language: z.string().optional(),
  industry: z.string().optional(),
  employees: z.int().optional(),
  budget: Row.shape.facts.shape.budget,
  tags: z.array(z.string()),
  handRaise: Row.shape.handRaise.unwrap().nullable(),
  /** Why it is put aside or was, and when the SDR was asked to check it. */
  suspect: Row.shape.suspect,
  checkAskedAt: Instant.optional(),
  person: PersonView.optional(),
  /** The company's name: the account's, else as it was said. */
  companyName: z.string().optional(),
  account: AccountView.optional(),
  employer: AccountView.optional(),
  firstSource: Row.shape.firstSource,
  claims: Row.shape.claims.unwrap(),
  mergedFrom: z.array(LeadId),
  sdrId: SdrId.optional(),
  ownerRepId: RepId.optional(),
  qualification: Row.shape.qualification,
  exclusions: Row.shape.exclusions,
  awaits: Row.shape.awaits,
  directorChoices: z.array(RepId).optional(),
  directorDueAt: Instant.optional(),
  acceptedAt: Instant.optional(),
  oppDueAt: Instant.optional(),
  windowClosedAt: Instant.optional(),
  reopenUntil: Instant.optional(),
  expansion: z.boolean().optional(),
  mergedInto: LeadId.optional(),
  originalSource: Row.shape.originalSource,
  nurturedAt: Instant.optional(),
  nurtureReason: z.string().optional(),
  coolDownUntil: Instant.optional(),
  revisitAt: Instant.optional(),
  extraCycle: Row.shape.extraCycle,
  openedAt: Instant,
  enteredAt: Instant,
  stamps: Row.shape.stamps,
  parentLeadId: LeadId.optional(),
  offers: z.array(OfferView),
  nextInstant: Instant.nullable(),
  /** Events that may happen to the lead now. */
  allowed: z.array(z.string()).readonly(),
  /** What stands in the way of handing a recycled lead over. */
  guards: z.array(z.string()).readonly(),
});
export type LeadView = z.infer<typeof LeadView>;

/** A lead in a list: also what a person needs to recognise it. */
export const LeadRow = LeadView.extend({
  ...Recognised.shape,
  /** The rep who has it, else the SDR. */
  owner: z.string().nullable(),
});

export const LeadPage = pageOf(LeadRow);
export type LeadPage = z.infer<typeof LeadPage>;

/** Somebody who may be the same person (4.2), why, and his last journeys. */
export const PersonSuggestion = z.object({
  personId: z.string(),
  name: z.string(),
  because: z.string(),
  leadIds: z.array(LeadId).readonly(),
});
export type PersonSuggestion = z.infer<typeof PersonSuggestion>;

/** One lead with everything that hangs on it. */
export const LeadDetail = LeadView.extend({
  person: MemberView.optional(),
  /** Everybody else who has a part in it, in the order they came. */
  buyingGroup: z.array(MemberView).readonly(),
  differences: z.array(DifferenceView).readonly(),
  suggestions: z.array(PersonSuggestion).readonly(),
  opportunity: OpportunityView.optional(),
  credit: CreditView.optional(),
  /** What could not be read in its forms (4.8): by whom, in which field, as it was written, and why. */
  unread: z.array(Unread.extend({ at: Instant, personId: z.string() })).readonly(),
  touches: z.array(Touch).readonly(),
  /** Visits to the site in the last 30 days, by all its people (A1-10). */
  visits: z.object({ since: Instant, visits: z.int(), pages: z.int(), seconds: z.int() }),
  activities: z.array(Activity).readonly(),
  disputes: z.array(Dispute).readonly(),
});
export type LeadDetail = z.infer<typeof LeadDetail>;

export const TimelineEntry = z.object({
  id: z.string(),
  at: Instant,
  type: z.string(),
  actor: z.object({
    kind: z.enum(['sdr', 'rep', 'director', 'ops', 'admin', 'customer', 'system']),
    sub: Sub,
    /** What a customer called himself. */
    name: z.string().optional(),
  }),
  sentence: z.string(),
  data: z.record(z.string(), z.unknown()).readonly(),
});
export const Timeline = pageOf(TimelineEntry);
export type Timeline = z.infer<typeof Timeline>;

export const ActivityLogged = z.object({ activityId: z.string(), at: Instant });
export type ActivityLogged = z.infer<typeof ActivityLogged>;

export const ContactCorrected = z.object({ leadId: LeadId, contactChangedAt: Instant });
export type ContactCorrected = z.infer<typeof ContactCorrected>;

/** Where a lead stands after its rep's word; the end of its rest when it rests. */
export const Moved = z.object({ state: State, coolDownUntil: Instant.optional() });
export type Moved = z.infer<typeof Moved>;

export const Accepted = z.object({ state: State, oppDueAt: Instant.optional() });
export type Accepted = z.infer<typeof Accepted>;

export const Opened = z.object({ opportunityId: OpportunityId, stage: z.string(), state: State });
export type Opened = z.infer<typeof Opened>;

export const Disputed = z.object({ disputeId: z.string(), callBackDueAt: Instant });
export type Disputed = z.infer<typeof Disputed>;

export const Ruled = Moved.extend({
  disputeId: z.string(),
  outcome: z.enum(['overturned', 'upheld']),
});
export type Ruled = z.infer<typeof Ruled>;

export const Annulled = z.object({
  repId: RepId,
  offerId: OfferId,
  annulledAt: Instant,
  /** When the rep is back, if another suspension holds. */
  suspendedUntil: Instant.nullable(),
});
export type Annulled = z.infer<typeof Annulled>;
