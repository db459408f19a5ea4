// The company's desk: who may work leads, and by which rules (domain.md 4.2; api.md, the PUT routes).

import * as z from 'zod';
import type { CalendarVersion } from '../calendar/calendar.ts';
import { Instant } from '../instant.ts';
import type { VersionedPolicy } from '../policy.ts';
import { Absence, RepDesk } from '../routing/eligibility.ts';
import { type Pool, Standings } from '../routing/fairness.ts';
import { Roster } from '../routing/roster.ts';
import { Department } from '../routing/routing-field.ts';

const versioned = { version: z.int() };

/** Which digests of what waits somebody gets; all when nothing is said. */
export const DIGEST_WISHES = ['all', 'weekly', 'none'] as const;
const DigestWish = z.enum(DIGEST_WISHES);
export type DigestWish = z.infer<typeof DigestWish>;

/** A rep's row: what ops entered and what the rules keep beside it. `version` guards eligibility (4.5). */
export const Rep = RepDesk.extend({
  ...versioned,
  email: z.string(),
  digest: DigestWish.optional(),
  inactiveSince: Instant.optional(),
  standings: Standings.optional(),
});
export type Rep = z.infer<typeof Rep>;

export const Sdr = z.object({
  ...versioned,
  sdrId: z.string(),
  name: z.string(),
  email: z.string(),
  department: z.string(),
  regions: z.array(z.string()),
  productLines: z.array(z.string()),
  languages: z.array(z.string()),
  calendar: z.string(),
  active: z.boolean(),
  absences: z.array(Absence).readonly().optional(),
  /** The agency that the SDR works for; none for the company's own (A0-4). */
  org: z.string().optional(),
  digest: DigestWish.optional(),
});
export type Sdr = z.infer<typeof Sdr>;

export const StoredDepartment = Department.extend({ ...versioned, digest: DigestWish.optional() });
export type StoredDepartment = z.infer<typeof StoredDepartment>;

export const VersionedRoster = Roster.extend(versioned);

/** An offer that is over, as the strike rule sees it. */
export const HandledOffer = z.object({
  offerId: z.string(),
  leadId: z.string(),
  /** acceptDueAt of a timeout, receivedAt of an answer: whenever it was settled. */
  effectiveAt: Instant,
  settledAt: Instant,
  outcome: z.enum(['answered', 'missed', 'excused', 'withdrawn']),
  /** The accept window, offeredAt to acceptDueAt. */
  window: z.object({ from: Instant, until: Instant }),
  annulledAt: Instant.optional(),
});
export type HandledOffer = z.infer<typeof HandledOffer>;

/** A first contact that was made or missed, as the strike rule sees it where the policy counts those. */
export const JudgedContact = z.object({
  offerId: z.string(),
  leadId: z.string(),
  offeredAt: Instant,
  /** When one that was missed fell due; when one that was made was logged. */
  effectiveAt: Instant,
  settledAt: Instant,
  outcome: z.enum(['made', 'missed', 'excused']),
  annulledAt: Instant.optional(),
});
export type JudgedContact = z.infer<typeof JudgedContact>;

/** The last settled offers of a rep: what the streak is recomputed from (4.7). However many he has had, it stays short (thin-record.ts). */
export const RepRecord = z.object({
  ...versioned,
  repId: z.string(),
  handled: z.array(z.custom<HandledOffer>((value) => typeof value === 'object')).readonly(),
  /** Only of offers that ran while the policy counted first contacts. */
  contacts: z
    .array(z.custom<JudgedContact>((value) => typeof value === 'object'))
    .readonly()
    .optional(),
  /** Refusals that a director overturned (A0-9). */
  wrongfulRejects: z
    .array(z.object({ offerId: z.string(), disputeId: z.string(), at: Instant }))
    .optional(),
});
export type RepRecord = z.infer<typeof RepRecord>;

/** Everything of the desk at one moment. */
export interface Desk {
  readonly policy: VersionedPolicy;
  readonly calendars: ReadonlyMap<string, CalendarVersion>;
  readonly departments: readonly StoredDepartment[];
  readonly reps: readonly Rep[];
  readonly sdrs: readonly Sdr[];
  readonly pools: readonly Pool[];
}

/** The desk as the router needs it: with the rosters that may be in force. */
export interface RoutingDesk extends Desk {
  readonly rosters: readonly z.infer<typeof VersionedRoster>[];
}
