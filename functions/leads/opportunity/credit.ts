// Does the SDR's handover count? One credit an acceptance, folded from the lead's events, with a clock of its own (4.9, X-1).

import * as z from 'zod';
import type { Fact } from '../decision.ts';
import type { EventBody, EventData, EventFor, EventName } from '../events/events.ts';
import { LeadId, OfferId, OpportunityId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { ours } from '../kept.ts';
import { present } from '../present.ts';

const creditStates = [
  'WINDOW_OPEN',
  'PENDING',
  'CONFIRMED',
  'VOID_NO_OPP',
  'VOID_CANCELLED',
  'VOID_RETURNED',
  'SUPERSEDED',
] as const;

export const Credit = z.object({
  /** The accepted offer. */
  creditId: OfferId,
  leadId: LeadId,
  version: z.int(),
  cycle: z.int(),
  /** Who handed the lead over, whatever became of him; `org` when that was an agency (A0-4). */
  sdrId: ours,
  org: ours.optional(),
  repId: ours,
  state: z.enum(creditStates),
  openedAt: Instant,
  /** Exclusive: an opportunity has to be opened before it (A3-5). */
  oppDueAt: Instant,
  opportunityId: OpportunityId.optional(),
  /** When the cancel window of the opportunity ends: the credit is confirmed then at the earliest. */
  confirmAt: Instant.optional(),
  /** Cancelled inside the window with a cause on which nobody has ruled: nothing is confirmed until somebody does (4.13). */
  awaitsRuling: z.boolean().optional(),
  /** `confirmAt`, or the ruling that came after it: the month in which it is booked (4.9). */
  confirmedAt: Instant.optional(),
  /** SDRs whose lead was merged into this one (4.8). */
  assists: z.array(ours).default([]),
  policyVersion: z.int(),
  /** Only a pending credit waits for an instant of its own: the window's end is the lead's. */
  nextInstant: Instant.optional(),
});
export type Credit = z.infer<typeof Credit>;

/** Events that change a credit once there is one. */
type Folded = Exclude<EventFor<'credit'>, 'Accepted'>;

/** An event of the lead as the credit hears it; `at` is its instant. */
interface Heard<Name extends EventName> {
  readonly at: Instant;
  readonly data: EventData<Name>;
}

const unchanged = {};

/** PENDING for the opportunity, until the end of the cancel window that starts with it. */
function pendingFor({
  opportunityId,
  confirmAt,
}: EventData<'OpportunityOpened' | 'Reopened'>): Partial<Credit> {
  return confirmAt === undefined
    ? unchanged
    : { state: 'PENDING', opportunityId, confirmAt, awaitsRuling: false };
}

/** Cancelled inside the window, whenever that is written down: `cancelledAt < createdAt + 14 d` (4.8, exactly 14 d). */
function insideCancelWindow({ state, confirmAt }: Credit, at: Instant): boolean {
  const counts = state === 'PENDING' || state === 'CONFIRMED';
  return counts && confirmAt !== undefined && at < confirmAt;
}

/** What each event that is marked for credits does to one. */
const folds: {
  readonly [Name in Folded]: (credit: Credit, heard: Heard<Name>) => Partial<Credit>;
} = {
  WindowExtended: ({ state }, { data: { until } }) =>
    state === 'WINDOW_OPEN' ? { oppDueAt: until } : unchanged,
  OpportunityOpened: ({ state, oppDueAt }, { at, data }) =>
    state === 'WINDOW_OPEN' && at < oppDueAt ? pendingFor(data) : unchanged,
  /** The same rep opens again, or a director takes the cancellation back: a window of its own, whatever the first one's cause (4.8). */
  Reopened: ({ state, oppDueAt }, { at, data }) =>
    state === 'PENDING' || (state === 'VOID_CANCELLED' && at < oppDueAt)
      ? pendingFor(data)
      : unchanged,
  OppWindowExpired: ({ state }) => (state === 'WINDOW_OPEN' ? { state: 'VOID_NO_OPP' } : unchanged),
  WindowClosed: ({ state }) => (state === 'WINDOW_OPEN' ? { state: 'VOID_NO_OPP' } : unchanged),
  OppCancelled: (credit, { at, data: { cause } }) =>
    cause === undefined && insideCancelWindow(credit, at) ? { state: 'VOID_CANCELLED' } : unchanged,
  /** A cause that was given with the cancellation, inside the window: the credit waits for what ops say of it, also past day 14. */
  CancelRulingAsked: (credit, { at, data: { opportunityId, cancelledAt = at } }) =>
    opportunityId === credit.opportunityId && insideCancelWindow(credit, cancelledAt)
      ? { state: 'PENDING', awaitsRuling: true }
      : unchanged,
  /** Approved: pending again with the original day count. Declined: the cause was none. Once another was opened, the credit hangs on that one. */
  CancelRuled: (credit, { at, data: { approved, cancelledAt, opportunityId } }) => {
    if (opportunityId !== credit.opportunityId) return unchanged;
    if (!approved)
      return insideCancelWindow(credit, cancelledAt) ? { state: 'VOID_CANCELLED' } : unchanged;
    const { state, confirmAt = at } = credit;
    if (state !== 'VOID_CANCELLED' && state !== 'PENDING') return unchanged;
    return at < confirmAt
      ? { state: 'PENDING', awaitsRuling: false }
      : { state: 'CONFIRMED', confirmedAt: at };
  },
  Returned: ({ state }) => (state === 'WINDOW_OPEN' ? { state: 'VOID_RETURNED' } : unchanged),
  OwnerLeft: ({ state }) => (state === 'WINDOW_OPEN' ? { state: 'SUPERSEDED' } : unchanged),
  /** The survivor's SDR has the credit; this one's becomes an assist there (4.8). */
  Merged: ({ state }) =>
    state === 'WINDOW_OPEN' || state === 'PENDING' ? { state: 'SUPERSEDED' } : unchanged,
  LeadMergedIn: ({ assists, sdrId }, { data: { sdrId: other } }) =>
    other !== undefined && other !== sdrId && !assists.includes(other)
      ? { assists: [...assists, other] }
      : unchanged,
  Erased: ({ state }) => (state === 'WINDOW_OPEN' ? { state: 'VOID_NO_OPP' } : unchanged),
};

/** Whether an event may change a credit, or open one. */
export function concernsCredit({ type }: Pick<Fact, 'type'>): boolean {
  return type === 'Accepted' || Object.hasOwn(folds, type);
}

/** The credit that an acceptance opens; none for a lead that no SDR handed over, or that the rep found himself (4.8, self-sourced first). */
export function openCredit(
  { at, data }: Heard<'Accepted'>,
  of: { readonly leadId: LeadId; readonly cycle: number; readonly org?: string | undefined },
): Credit | undefined {
  const { offerId, repId, sdrId, oppDueAt, sourceClass, policyVersion } = data;
  if (sdrId === undefined || sourceClass === 'SELF') return undefined;
  const { leadId, cycle, org } = of;
  return {
    creditId: offerId,
    leadId,
    version: 0,
    cycle,
    sdrId,
    ...present({ org }),
    repId,
    state: 'WINDOW_OPEN',
    openedAt: at,
    oppDueAt,
    assists: [],
    policyVersion,
  };
}

/** What the clock alone does: a pending credit is confirmed at the end of the cancel window, unless somebody has to rule first. */
export function ripen(credit: Credit, at: Instant): Credit {
  const { state, confirmAt, awaitsRuling } = credit;
  if (state !== 'PENDING' || awaitsRuling || confirmAt === undefined || at < confirmAt)
    return credit;
  return waiting({ ...credit, state: 'CONFIRMED', confirmedAt: confirmAt });
}

/** The credit after an event of its lead. Folding all of them in order gives the stored row (4.12, invariant 12). */
export function creditAfter(credit: Credit, event: Fact, at: Instant): Credit {
  const ripe = ripen(credit, at);
  const changes = isFolded(event) ? folded(ripe, event, at) : unchanged;
  return changes === unchanged ? ripe : waiting({ ...ripe, ...changes });
}

function isFolded(event: Fact): event is EventBody<Folded> {
  return Object.hasOwn(folds, event.type);
}

function folded<Name extends Folded>(
  credit: Credit,
  { type, data }: EventBody<Name>,
  at: Instant,
): Partial<Credit> {
  return folds[type](credit, { at, data });
}

/** The event that tells of a changed credit, for the lead's story; booked in the month of CONFIRMED. */
export function creditFact(before: Credit | undefined, after: Credit): Fact | undefined {
  const { creditId, sdrId, org, repId, state, confirmAt, oppDueAt, opportunityId } = after;
  const { confirmedAt = confirmAt } = after;
  if (before?.state === state && before.confirmAt === confirmAt) return undefined;
  const data = { creditId, sdrId, repId, state, ...present({ org }) };
  const told = {
    WINDOW_OPEN: { type: 'CreditWindowOpened', data: { ...data, oppDueAt } },
    PENDING: { type: 'CreditPending', data: { ...data, opportunityId, confirmAt } },
    CONFIRMED: {
      type: 'CreditConfirmed',
      data: { ...data, opportunityId, confirmedAt },
    },
    SUPERSEDED: { type: 'CreditSuperseded', data },
  } as const;
  return state in told
    ? told[state as keyof typeof told]
    : { type: 'CreditVoided', data: { ...data, opportunityId } };
}

/** The credit with what only its state has: when a pending one is confirmed by itself, or that it waits for a word first. */
function waiting({ nextInstant: _, awaitsRuling, confirmedAt, ...credit }: Credit): Credit {
  const pending = credit.state === 'PENDING';
  return present({
    ...credit,
    awaitsRuling: (pending && awaitsRuling) || undefined,
    confirmedAt: credit.state === 'CONFIRMED' ? confirmedAt : undefined,
    nextInstant: pending && !awaitsRuling ? credit.confirmAt : undefined,
  });
}
