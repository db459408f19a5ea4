// What is stored of a lead, field by field: what it keeps from state to state, and what belongs to one stay in one state.

import * as z from 'zod';
import { Difference } from './differences.ts';
import { LeadId, OfferId, OpportunityId, RepId, SdrId } from './ids.ts';
import { Instant } from './instant.ts';
import { Claim } from './intake/claim.ts';
import { code, id, ours } from './kept.ts';
import { Qualification } from './qualification/qualification.ts';
import { Exclusion } from './routing/eligibility.ts';
import { GRADES } from './scoring/grade.ts';
import { Source } from './source/source.ts';
import { states } from './states.ts';

/** What score and grade are computed from; no contact data. */
export const Facts = z.object({
  employees: z.int().optional(),
  industry: ours.optional(),
  region: ours.optional(),
  title: z.string().optional(),
  domain: ours.optional(),
  message: z.string().optional(),
  startWithinMonths: z.number().optional(),
  startStatedAt: Instant.optional(),
  budget: z.object({ amount: z.number(), currency: ours }).optional(),
  /** What its rep expects of the opportunity: how large the sale is, better than a budget. */
  expected: z.object({ amount: z.number(), currency: ours }).optional(),
});

/** Facts that give points of fit (4.10). */
const FIT_FACTS = ['employees', 'industry', 'title', 'domain'] as const;
export type FitFact = (typeof FIT_FACTS)[number];

/** What forms say again and staff may verify, beside the start of the project, which has its own instant. */
const SAID_FIELDS = ['region', 'language', 'industry', 'employees', 'budget'] as const;
export type SaidField = (typeof SAID_FIELDS)[number];

/** Fields of one stay in one state, which end with it; which state has which is said in lead.ts. */
const ofStay = {
  /** Reminder to the SDR, then to the director (5); alarm while UNROUTED; opt-in and end of quarantine. */
  nudgeAt: Instant.optional(),
  /** When the SDR is asked to check an enquiry that is put aside, and when he was (4.8). */
  checkAt: Instant.optional(),
  checkAskedAt: Instant.optional(),
  /** First in the SDR's queue: a hand was raised while the lead rested (4.8). */
  onTop: z.boolean().optional(),
  /** Since when it is in the queue, once somebody has taken it: its place if he leaves (4.8). */
  queuedAt: Instant.optional(),
  /** When it became READY, once nobody could take it: its place in line (4.5). */
  readyAt: Instant.optional(),
  /** When the router tries again. */
  retryAt: Instant.optional(),
  awaits: z.enum(['router', 'director']).optional(),
  directorDueAt: Instant.optional(),
  directorChoices: z.array(RepId).optional(),
  offerId: OfferId.optional(),
  offeredTo: RepId.optional(),
  expireAt: Instant.optional(),
  /** First-contact deadline still watched after acceptance. */
  contactDueAt: Instant.optional(),
  /** When its owner is reminded of it, while that is still to come. */
  contactRemindAt: Instant.optional(),
  /** `nextInstant` of the open opportunity, written with it: what the lead waits for. */
  opportunityInstant: Instant.optional(),
  /** Set to coolDownUntil until engagement was weighed there once (25). */
  coolDownCheckAt: Instant.optional(),
  revisitAt: Instant.optional(),
  nextTouchAt: Instant.optional(),
  /** When a lost lead is asked once more (A1-15): the one thing that a closed row waits for. */
  winBackAt: Instant.optional(),
  /** The journey that goes on in this one's place (28). */
  mergedInto: LeadId.optional(),
};

/** The stored document, flat; instants are UTC. What may stand in it beside which state is `Lead`. */
export const Row = z.object({
  leadId: LeadId,
  /** Counts the transactions on this row; every write is conditional on it. */
  version: z.int(),
  state: z.enum(states),
  /** 1 for the first pass, +1 each time nurture gives the lead back (25, 26). */
  cycle: z.int(),
  /** How often the lead has entered NURTURE. */
  stay: z.int(),
  /** Continuations of the present execution: `-r<run>`. */
  run: z.int(),
  personId: id,
  accountId: id.optional(),
  /** What its own person calls the company, where no domain says which one it is. */
  companyName: z.string().optional(),
  submissionId: id,
  parentLeadId: LeadId.optional(),
  productLine: ours,
  region: ours.optional(),
  language: ours.optional(),
  firstSource: Source,
  facts: Facts,
  /** When each was said last, and by whom of staff: what staff verified, no form replaces (4.8). Absent: by the form that opened the journey. */
  said: z
    .partialRecord(z.enum(SAID_FIELDS), z.object({ at: Instant, by: ours.optional() }))
    .default({}),
  /** Where each of these was said, unless that is the form that opened the journey: the id of a later one, or of the event in which staff said it. */
  toldBy: z.partialRecord(z.enum(FIT_FACTS), id).default({}),
  /** What forms say otherwise of the company than staff verified, or than it is called. */
  differences: z.array(Difference).default([]),
  /** Words of the policy's list, set by staff (A3-15). */
  tags: z.array(ours).default([]),
  /** The cycle in which an SDR or rep changed region, product line or language after an offer of it: the director decides first (row 16). */
  scopeChangedInCycle: z.int().optional(),
  handRaise: z.enum(['demo', 'visit', 'callMe']).optional(),
  /** Why it looks like spam, or that the person has to opt in first: judged when it came (2). */
  suspect: z
    .object({
      event: z.enum(['SpamSuspected', 'OptInPending']),
      reasons: z.array(ours),
      /** No mail can ask him: the SDR is told at once. */
      noEmail: z.boolean().optional(),
    })
    .optional(),
  score: z.object({ fit: z.number(), engagement: z.number() }),
  grade: z.enum(GRADES).optional(),
  /** Only engagement after this instant counts: the last refusal (4.6). */
  engagementFrom: Instant.optional(),
  sdrId: SdrId.optional(),
  openedAt: Instant,
  enteredAt: Instant,
  /** First entry into each state (A1-3). */
  stamps: z.record(ours, Instant),
  /** Last hand-raise, engagement or staff activity: twelve months later the lead is stale (27). */
  lastActivityAt: Instant,
  staleAt: Instant,
  /** Reminders of this stay so far (`nudgeAt`). */
  nudges: z.int(),
  /** Offers, timeouts and misroutes of this cycle. */
  offerSeq: z.int(),
  timeouts: z.int(),
  misroutes: z.int(),
  /** How often SDRs took an offer of this cycle back (row 16). */
  recalls: z.int().optional(),
  /** Who had the lead when it was recalled, and the offer that used his turn: the next one is his again (row 16). */
  recalled: z.object({ repId: RepId, offerId: OfferId }).optional(),
  exclusions: z.array(Exclusion),
  qualification: z
    .object({
      number: z.int(),
      at: Instant,
      by: ours,
      answers: Qualification,
      fiveCriteria: z.boolean(),
    })
    .optional(),
  /** Last time the person's e-mail or phone was corrected, and a colleague joined (4.6). */
  contactChangedAt: Instant.optional(),
  personJoinedAt: Instant.optional(),
  /** A refused offer whose turn goes back if the SDR agrees with the refusal (4.5). */
  creditIfConfirmed: OfferId.optional(),
  recordings: z.array(z.string()),
  ownerRepId: RepId.optional(),
  acceptedAt: Instant.optional(),
  oppDueAt: Instant.optional(),
  /** Reminders to the owner before the window closes, earliest first (20). */
  windowRemindAt: z.array(Instant).default([]),
  /** The window is over and the policy leaves the lead with its owner: no credit any more (4.8, day 46). */
  windowClosedAt: Instant.optional(),
  /** A director lets the owner open an opportunity after the window, without credit, until then (4.8, day 46). */
  reopenUntil: Instant.optional(),
  /** The accepted offer whose SDR credit runs (4.9): one credit an acceptance. */
  creditId: OfferId.optional(),
  /** Opportunities so far, and the last one. */
  opportunitySeq: z.int().default(0),
  opportunityId: OpportunityId.optional(),
  /** From an existing customer: the account owner's, and no new lead in the counts (4.8). */
  expansion: z.boolean().optional(),
  /** Others of the same account who are part of the purchase (A4-4): person ids, in the order they joined. */
  buyingGroup: z.array(id).default([]),
  /** What `firstSource` was before ops adjudicated (4.8): both are reported. */
  originalSource: Source.optional(),
  /** The journeys that go on in this one, and the log of the last merge it was part of. */
  mergedFrom: z.array(LeadId).default([]),
  mergeId: id.optional(),
  /** People whose own journey was merged into this one: it holds their locks beside its own. */
  heldFor: z.array(id).default([]),
  /** Open disputes about refusals, each with the instant at which the neutral call-back is asked for again (A0-9). */
  disputes: z
    .array(z.object({ disputeId: id, repId: RepId, remindAt: Instant.optional() }))
    .default([]),
  /** Reps who say that they found this customer themselves (4.8): what ops adjudicate. */
  claims: z.array(Claim).default([]),
  /** Whose it was when its opportunity was cancelled: he may open again before `oppDueAt`, as long as no new offer was made (4.8). */
  mayReopen: z
    .object({
      repId: RepId,
      cycle: z.int(),
      acceptedAt: Instant.optional(),
      oppDueAt: Instant,
      creditId: OfferId.optional(),
    })
    .optional(),
  /** The last cycle begun, when an opportunity that was opened again took the lead back to that of its acceptance: no number is given twice. */
  lastCycle: z.int().optional(),
  nurturedAt: Instant.optional(),
  /** Why the lead is in nurture: the refusal's reason code, or NOT_NOW, SENT_BACK. */
  nurtureReason: code.optional(),
  coolDownUntil: Instant.optional(),
  /** Mails of the nurture sequence that have gone out. */
  touchesSent: z.int().default(0),
  /** A director's word on one cycle beyond the cap: asked for at rest, and in force until the next rest. */
  extraCycle: z.enum(['asked', 'approved']).optional(),
  /** The earliest moment at which something must happen to the row (4.1, principle 7); absent only when closed (a LOST one may have it). */
  nextInstant: Instant.optional(),
  ...ofStay,
});
export type Row = z.infer<typeof Row>;

export type StayField = keyof typeof ofStay;

// Codec: Object.keys forgets which names there were.
export const stayFields = Object.keys(ofStay) as readonly StayField[];
