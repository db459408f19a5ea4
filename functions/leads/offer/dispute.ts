// The SDR does not believe a refusal: somebody neutral calls the customer back, and a director rules (A0-9, A0-10, 4.6).

import * as z from 'zod';
import { addWorkingDays } from '../calendar/clocks.ts';
import { change, type Decision } from '../decision.ts';
import { LeadError } from '../errors.ts';
import { disputeIdOf, LeadId, OfferId, RepId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { id, ours } from '../kept.ts';
import type { Lead } from '../lead.ts';
import type { At } from '../rules.ts';
import type { Offer } from './offer.ts';

export const outcomes = ['overturned', 'upheld'] as const;

export const Dispute = z.object({
  disputeId: id,
  leadId: LeadId,
  version: z.int(),
  offerId: OfferId,
  repId: RepId,
  by: ours,
  openedAt: Instant,
  note: z.string(),
  callBackDueAt: Instant,
  ruling: z
    .object({
      outcome: z.enum(outcomes),
      by: ours,
      at: Instant,
      note: z.string(),
      recordingUrl: z.string().optional(),
    })
    .optional(),
});
export type Dispute = z.infer<typeof Dispute>;

export interface Ruling {
  readonly outcome: (typeof outcomes)[number];
  readonly note: string;
  readonly recordingUrl?: string | undefined;
}

/** Only a refusal can be disputed, once, and within the policy's working days. Throws OFFER_SETTLED, ILLEGAL_TRANSITION. */
export function openDispute(
  lead: Lead,
  offer: Offer,
  { by, note }: { readonly by: string; readonly note: string },
  { at, rules }: At,
): Decision & { readonly dispute: Dispute } {
  if (offer.status !== 'REJECTED') throw new NotRefused(offer, lead.state);
  const { calendar, policy } = rules;
  const { disputeWithinWorkingDays, callBackWorkingDays } = policy.recycle;
  const until = addWorkingDays(calendar, offer.settledAt ?? at, disputeWithinWorkingDays);
  if (at > until) throw new DisputedTooLate(offer, { until, state: lead.state });
  const callBackDueAt = addWorkingDays(calendar, at, callBackWorkingDays);
  const { offerId, repId } = offer;
  const disputeId = disputeIdOf(offerId);
  return {
    dispute: {
      disputeId,
      offerId,
      repId,
      by,
      note,
      callBackDueAt,
      leadId: lead.leadId,
      version: 0,
      openedAt: at,
    },
    lead: change(lead, {
      disputes: [...lead.disputes, { disputeId, repId, remindAt: callBackDueAt }],
    }),
    events: [{ type: 'RejectDisputed', data: { disputeId, offerId, repId, callBackDueAt } }],
    messages: [
      {
        id: disputeId,
        to: 'group:director',
        says: {
          name: 'disputeOpened',
          repId,
          reason: offer.reason ?? '-',
          callBackDueAt,
          disputeId,
        },
      },
    ],
  };
}

/** The call-back is overdue: the director hears of it once more. */
export function remindCallBacks(lead: Lead, at: Instant): Decision {
  const due = lead.disputes.filter(({ remindAt }) => remindAt !== undefined && remindAt <= at);
  if (due.length === 0) return { lead, events: [] };
  return {
    lead: change(lead, {
      disputes: lead.disputes.map(({ remindAt, ...open }) =>
        remindAt !== undefined && remindAt > at ? { ...open, remindAt } : open,
      ),
    }),
    events: due.map(({ disputeId, repId }) => ({
      type: 'CallBackReminded',
      data: { disputeId, repId },
    })),
    messages: due.map(({ disputeId }) => ({
      id: `${disputeId}-reminder`,
      to: 'group:director',
      says: { name: 'callBackOverdue', disputeId },
    })),
  };
}

/** Overturned: the rest is over, another rep gets the lead, and the rep's record says so. Upheld: the refusal stands. */
export function rule(
  lead: Lead,
  dispute: Dispute,
  ruling: Ruling & { readonly by: string },
  { at }: Pick<At, 'at'>,
): Decision & { readonly dispute: Dispute } {
  if (dispute.ruling) throw new RuledBefore(dispute, lead.state);
  const { disputeId, offerId, repId } = dispute;
  const { outcome } = ruling;
  const open = lead.disputes.filter((one) => one.disputeId !== disputeId);
  const data = { disputeId, offerId, repId };
  const overturned = outcome === 'overturned';
  // Of another rep's refusal since then nothing is waived: each rest after a refusal is of another cycle.
  const isOfThisRest = offerId.startsWith(`${lead.leadId}-c${lead.cycle}-`);
  const waived = overturned && isOfThisRest && lead.state === 'NURTURE';
  const free = waived
    ? change(lead, { coolDownUntil: undefined, coolDownCheckAt: undefined, revisitAt: at })
    : lead;
  return {
    dispute: { ...dispute, ruling: { ...ruling, at } },
    lead: change(free, { disputes: open }),
    events: [
      { type: 'DisputeRuled', data: { ...data, outcome, coolDownWaived: waived } },
      ...(overturned ? [{ type: 'WrongfulReject' as const, data }] : []),
    ],
    messages: [dispute.by, repId].map((to) => ({
      id: `${disputeId}-${outcome}-${to}`,
      to,
      says: { name: overturned ? 'disputeOverturned' : 'disputeUpheld' },
    })),
  };
}

/** Nothing was refused here, so there is nothing to dispute: 409. */
export class NotRefused extends LeadError {
  override readonly name = 'NotRefused';
  constructor({ offerId, status }: Offer, state: string) {
    super(`offer ${offerId} is ${status}; only a rejected one can be disputed`, {
      code: 'OFFER_SETTLED',
      extra: { offerStatus: status, state },
    });
  }
}

/** The refusal has stood too long to be disputed (4.6): 409. */
export class DisputedTooLate extends LeadError {
  override readonly name = 'DisputedTooLate';
  constructor(
    { offerId }: Offer,
    { until, state }: { readonly until: Instant; readonly state: string },
  ) {
    super(`the refusal of offer ${offerId} could be disputed until ${until}; it stands now`, {
      code: 'ILLEGAL_TRANSITION',
      extra: { state, allowed: [] },
    });
  }
}

/** One dispute an offer, one ruling a dispute: 409. */
export class RuledBefore extends LeadError {
  override readonly name = 'RuledBefore';
  constructor({ disputeId, ruling }: Dispute, state: string) {
    super(
      ruling
        ? `dispute ${disputeId} was ruled ${ruling.outcome} at ${ruling.at}; that stands`
        : `offer is disputed already as ${disputeId}; wait for the ruling`,
      { code: 'ILLEGAL_TRANSITION', extra: { state, disputeId } },
    );
  }
}
