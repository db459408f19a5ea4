// Who enquires, and for which company (domain.md 4.2). Identity is exact here: e-mail, phone, company domain.

import * as z from 'zod';
import { Difference } from './differences.ts';
import { LeadId } from './ids.ts';
import { Instant } from './instant.ts';
import { Unread } from './intake/unread.ts';
import { id, ours } from './kept.ts';
import { present } from './present.ts';
import { Source, sourceFacts } from './source/source.ts';
import { Statement } from './statement.ts';

export const Person = z.object({
  personId: id,
  version: z.int(),
  name: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
  title: z.string().optional(),
  language: ours.optional(),
  /** What stands of `consents`; of people stored before there was that list, all that is known. */
  consent: z.object({
    privacyPolicy: ours,
    email: z.boolean().optional(),
    phone: z.boolean().optional(),
  }),
  accountId: id.optional(),
  /** Accounts of earlier employers (4.8, person changes employer), the last one last. */
  formerAccountIds: z.array(id).default([]),
  /** Ids of all contact keys that lead here: what an erasure has to delete. */
  keys: z.array(z.string()).default([]),
  /** When the person unsubscribed from a channel: stands until he himself lifts it (4.12, 19). */
  unsubscribed: z.object({ email: Instant.optional(), phone: Instant.optional() }).default({}),
  /** All that was said of being written to or called, in the order it was said (4.2). */
  consents: z.array(Statement).default([]),
  /** The person that goes on in this one's place; readers follow it (4.13). */
  mergedInto: id.optional(),
  /** The people who go on in this one. */
  absorbed: z.array(id).default([]),
  /** Journeys of others whose buying group this person joined. */
  joined: z.array(LeadId).default([]),
  /** Another name, number, address or title that a later form gave him, or that a merge brought (4.2). */
  differences: z.array(Difference).default([]),
  /** Nothing personal is left here (4.8, erasure). */
  erasedAt: Instant.optional(),
  /** The last journey of this person in each product line, open or closed. */
  leads: z.record(ours, LeadId),
  createdAt: Instant,
});
export type Person = z.infer<typeof Person>;

export const Account = z.object({
  accountId: id,
  version: z.int(),
  name: z.string().optional(),
  domain: ours,
  /** The named owner: who won the last deal (4.5, order 1). */
  ownerRepId: ours.optional(),
  /** First won deal. */
  customerSince: Instant.optional(),
  /** The account that goes on in this one's place; readers follow it (4.13). */
  mergedInto: id.optional(),
  /** The accounts that go on in this one. */
  absorbed: z.array(id).default([]),
  /** More than one journey so far: only then are the others looked for. */
  severalLeads: z.boolean().optional(),
  createdAt: Instant,
});
export type Account = z.infer<typeof Account>;

/** One thing a person did: what scores and attribution are computed from; immutable. */
export const Touch = z.object({
  touchId: id,
  leadId: LeadId,
  /** A copy that a merge made has a version and names the journey it came from: undoing the merge takes it away. */
  version: z.int().optional(),
  copiedFrom: LeadId.optional(),
  personId: id,
  /** The account at the time: a person may change employer. */
  accountId: id.optional(),
  at: Instant,
  /** A scoring kind: `submission`, `demo`, `download`, `pageView` … (scoring-policy.ts). */
  kinds: z.array(ours),
  submissionId: id.optional(),
  /** How long it took: the dwell time of a page view (A1-10). */
  seconds: z.int().optional(),
  /** What a repeated submission answered differently; kept here, never on the bus. */
  newAnswers: z.record(z.string(), z.unknown()).optional(),
  /** What could not be read in the form (4.8): shown with the lead, moved and erased with the touch. */
  unread: z.array(Unread).optional(),
  /** What the sender called himself in it: others may use his address, too. */
  sender: z.object({ name: z.string(), title: z.string() }).partial().optional(),
  /** Where it came from (A1-9); absent for what staff found out. */
  source: Source.omit({ touchId: true, at: true }).optional(),
});
export type Touch = z.infer<typeof Touch>;

/** What events tell of a touch: when, what it counts for, and where it came from. */
export function touchFacts({
  touchId,
  at,
  kinds,
  seconds,
  source,
}: Pick<Touch, 'touchId' | 'at' | 'kinds' | 'seconds' | 'source'>) {
  return present({ touchId, at, kinds, seconds, source: source && sourceFacts(source) });
}

/** A call, mail or meeting logged by an SDR or rep; `at` is clamped to what the log can claim (4.4). */
export const Activity = z.object({
  activityId: id,
  leadId: LeadId,
  by: ours,
  group: z.enum(['sdr', 'rep']),
  kind: z.enum(['call', 'email', 'meeting']),
  direction: z.enum(['outbound', 'inbound']),
  connected: z.boolean(),
  at: Instant,
  claimedAt: Instant.optional(),
  loggedAt: Instant,
  note: z.string(),
  recordingUrl: z.string().optional(),
});
export type Activity = z.infer<typeof Activity>;
