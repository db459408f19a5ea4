// What reports know of a lead: its events folded into stamps, durations, amounts and dimensions (reports.md, 2). Nothing personal.

import type { Instant } from '../../leads/instant.ts';
import type { SourceFacts } from '../../leads/source/source.ts';
import type { Restatement, WorthFact } from './worth-fact.ts';

/** The layers of the funnel, from the first; POC stands outside the chain (4.12, 14). */
export const STAGES = [
  'MAL',
  'MQL',
  'READY',
  'OFFERED',
  'SAL',
  'SQL',
  'OPPORTUNITY',
  'WON',
] as const;
export type Stage = (typeof STAGES)[number];

/** When the lead came to a stage in a cycle, the first time; `inferred`: nobody said so, but it came to a later one. */
export interface Entry {
  readonly stage: Stage | 'POC';
  readonly cycle: number;
  readonly at: Instant;
  readonly inferred?: true;
}

/** How an offer ended, or that it has not. */
export type OfferEnd =
  | 'PENDING'
  | 'ACCEPTED'
  | 'REJECTED'
  | 'MISROUTED'
  | 'TIMED_OUT'
  | 'WITHDRAWN'
  | 'RECALLED';

export interface OfferFact {
  readonly offerId: string;
  readonly cycle: number;
  readonly repId: string;
  readonly department: string;
  readonly sdrId?: string | undefined;
  readonly grade?: string | undefined;
  readonly offeredAt: Instant;
  /** Since when the lead had been ready and nobody had it: ours to answer for. */
  readonly readyAt?: Instant | undefined;
  readonly acceptDueAt: Instant;
  readonly contactDueAt: Instant;
  readonly chosenBy: string;
  readonly usesTurn: boolean;
  readonly end: OfferEnd;
  readonly settledAt?: Instant | undefined;
  /** To the answer on the accept clock, and in working time. */
  readonly acceptMillis?: number | undefined;
  readonly workingMillis?: number | undefined;
  /** A silence that counts for nothing, and why. */
  readonly excused?: string | undefined;
  /** When its silence, or its missed contact, became a miss (4.7). */
  readonly missedAt?: Instant | undefined;
  /** The suspension that this miss brought. */
  readonly suspended?: { readonly from: Instant; readonly until: Instant };
  /** Why it was rejected, misrouted, withdrawn or recalled. */
  readonly reason?: string | undefined;
  readonly creditedBack?: true;
  /** First attempt of the rep, and the first at which he was reached. */
  readonly contactedAt?: Instant | undefined;
  readonly contactWorkingMillis?: number | undefined;
  readonly connectedAt?: Instant | undefined;
  readonly disputed?: 'open' | 'overturned' | 'upheld';
  readonly wrongful?: true;
  /** Given back after it was accepted, and why. */
  readonly returned?: { readonly at: Instant; readonly reason: string };
}

export interface OpportunityFact extends WorthFact {
  readonly opportunityId: string;
  readonly repId?: string | undefined;
  readonly expectedCloseOn?: string | undefined;
  readonly openedAt: Instant;
  readonly stage: string;
  readonly stageAt: Instant;
  readonly status: 'OPEN' | 'WON' | 'LOST' | 'CANCELLED';
  readonly closedAt?: Instant | undefined;
  readonly reason?: string | undefined;
  readonly pocAt?: Instant | undefined;
  /** How long the proof of concept took, elapsed. */
  readonly pocMillis?: number | undefined;
  readonly pocFailReason?: string | undefined;
  readonly stalled?: true;
  /** What the rep has written down of it: `nextStep`, `competitor`, `resourceAsks`. */
  readonly told?: readonly string[];
  /** Stages that it has left, how long it was there and until when. */
  readonly stays?: readonly {
    readonly stage: string;
    readonly millis: number;
    readonly until: Instant;
  }[];
}

export interface CreditFact {
  readonly creditId: string;
  readonly sdrId: string;
  readonly repId: string;
  readonly org?: string | undefined;
  readonly state: string;
  /** Since when it is in that state. */
  readonly at: Instant;
  /** When its window ends: the one for the opportunity, then the one for cancelling. */
  readonly dueAt?: Instant | undefined;
  readonly acceptedAt: Instant;
  readonly openedAt?: Instant | undefined;
  /** On which it hangs. */
  readonly opportunityId?: string | undefined;
  /** When that was cancelled without a cause, or with one that was declined. */
  readonly cancelledAt?: Instant | undefined;
  /** Ops did not take the cause that the rep gave for a cancellation. */
  readonly causeDeclined?: true;
}

/** Something that somebody did, and where it came from. */
export interface TouchFact {
  readonly touchId: string;
  readonly at: Instant;
  readonly source: Partial<SourceFacts>;
  /** The journey that a merge brought it from. */
  readonly from?: string | undefined;
}

export interface LeadFact {
  readonly kind: 'lead';
  readonly leadId: string;
  readonly arrivedAt?: Instant | undefined;
  readonly cycle: number;
  readonly source: Partial<SourceFacts>;
  /** The first source as it was before ops ruled on it. */
  readonly originalSource?: Partial<SourceFacts> | undefined;
  readonly productLine?: string | undefined;
  readonly region?: string | undefined;
  readonly industry?: string | undefined;
  readonly grade?: string | undefined;
  readonly sdrId?: string | undefined;
  /** Who accepted it or owns its opportunity. */
  readonly repId?: string | undefined;
  readonly department?: string | undefined;
  /** From a customer: no new lead in the counts. */
  readonly expansion?: true | undefined;
  /** Another journey goes on in its place: it counts nowhere. */
  readonly mergedInto?: string | undefined;
  readonly readyAt?: Instant | undefined;
  /** The earliest call, mail or meeting of anybody of ours, and the earliest at which the person was reached. */
  readonly contactedAt?: Instant | undefined;
  readonly connectedAt?: Instant | undefined;
  readonly entries: readonly Entry[];
  /** It turned out to be no lead, or nobody has heard of it for too long. */
  readonly ended?: true;
  /** When nobody could take it. */
  readonly unrouted?: readonly Instant[];
  readonly offers: readonly OfferFact[];
  readonly opportunities: readonly OpportunityFact[];
  readonly credits: readonly CreditFact[];
  readonly touches: readonly TouchFact[];
  readonly restated: readonly Restatement[];
  /** Versions of the policy by which its events were decided, and since when. */
  readonly policies: readonly { readonly version: number; readonly at: Instant }[];
}
