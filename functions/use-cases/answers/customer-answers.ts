// What the API says to those who enquire, to systems that send for them, and of who is who.

import * as z from 'zod';
import { LeadId } from '../../leads/ids.ts';
import { Instant } from '../../leads/instant.ts';
import { Unread } from '../../leads/intake/unread.ts';
import { states } from '../../leads/states.ts';
import { OpportunityDetail } from './opportunity-answers.ts';
import { pageOf, Recognised, Sub } from './shared-answers.ts';

/** The same for new, repeated and suspected submissions: it tells a stranger nothing (api.md). */
export const Received = z.object({ submissionId: z.string(), receivedAt: Instant });
export type Received = z.infer<typeof Received>;

/** The same for everybody, too. */
export const Recorded = z.object({ receivedAt: Instant });
export type Recorded = z.infer<typeof Recorded>;

/** What a call of Meta is answered with: the first of its leads, and all of them. */
export const AdLeads = Received.partial().extend({ received: z.array(Received) });
export type AdLeads = z.infer<typeof AdLeads>;

/** What a form is answered with, or what a CRM is. */
export const InboundTaken = z.union([AdLeads, Received, OpportunityDetail]);
export type InboundTaken = z.infer<typeof InboundTaken>;

/** What could not be written yet. */
export const Buffered = z.object({
  waiting: z.int(),
  since: Instant.optional(),
  putAside: z.int(),
});

export const InboundSecret = z.object({ source: z.string(), secret: z.string() });

export const SubmissionVerdict = z.object({
  submissionId: z.string(),
  verdict: z.enum(['accepted', 'duplicate', 'quarantined', 'test']),
  receivedAt: Instant,
  leadId: LeadId.optional(),
  /** Of one without a lead: the form, which system brought it, and until when it is kept. */
  form: z.string().optional(),
  source: z.string().optional(),
  keptUntil: Instant.optional(),
  /** Who of staff released or closed it, when it had been put aside without a lead. */
  settled: z.object({ at: Instant, by: Sub, reason: z.string() }).optional(),
  /** What could not be read in it; of somebody who cannot be reached, all that was said. */
  unread: z.array(Unread).optional(),
});
export type SubmissionVerdict = z.infer<typeof SubmissionVerdict>;

/** Put aside without a lead, with all that was said in it. */
export const SetAside = SubmissionVerdict.extend({
  ...Recognised.shape,
  unread: z.array(Unread).readonly(),
});
export type SetAside = z.infer<typeof SetAside>;

export const SetAsidePage = pageOf(SetAside);
export type SetAsidePage = z.infer<typeof SetAsidePage>;

/** A company whose name looks the same, with its open journeys and why. */
export const Suggestion = z.object({
  accountId: z.string(),
  name: z.string().optional(),
  domain: z.string(),
  score: z.number(),
  because: z.string(),
  leads: z.array(z.object({ leadId: LeadId, state: z.enum(states), productLine: z.string() })),
});
export type Suggestion = z.infer<typeof Suggestion>;

export const Suggestions = z.object({
  name: z.string().nullable(),
  items: z.array(Suggestion),
});
export type Suggestions = z.infer<typeof Suggestions>;

/** `mergedInto` is null when no journey ended: then people and companies were joined. */
export const Merged = z.object({
  leadId: LeadId,
  mergedInto: LeadId.nullable(),
  mergeId: z.string(),
});
export type Merged = z.infer<typeof Merged>;

export const Unmerged = z.object({
  leadId: LeadId,
  mergeId: z.string(),
  undone: z.literal(true),
});
export type Unmerged = z.infer<typeof Unmerged>;

export const Erased = z.object({ leadId: LeadId, personId: z.string(), erasedAt: Instant });
export type Erased = z.infer<typeof Erased>;
