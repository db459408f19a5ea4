// Do a rep and an SDR help each other? Opportunities that are cancelled without cause just after the credit was safe, pair by pair (A3-6; 4.8, day 15).

import * as z from 'zod';
import type { Fact, Message } from '../decision.ts';
import type { Credit } from './credit.ts';
import type { OpportunityPolicy } from './opportunity-policy.ts';

export const Pair = z.object({
  /** `<repId>|<sdrId>`. */
  id: z.string(),
  version: z.int(),
  repId: z.string(),
  sdrId: z.string(),
  /** Credits confirmed, credits lost to a cancellation, and cancellations without cause after the credit was confirmed. */
  confirmed: z.int(),
  voided: z.int(),
  lateCancels: z.int(),
});
export type Pair = z.infer<typeof Pair>;

export type PairCount = 'confirmed' | 'voided' | 'lateCancels';

/** A pair of which nothing was counted yet. */
export function newPair(repId: string, sdrId: string): Pair {
  return {
    id: `${repId}|${sdrId}`,
    version: 0,
    repId,
    sdrId,
    confirmed: 0,
    voided: 0,
    lateCancels: 0,
  };
}

/** The pair with one more of what happened. */
export function counted(pair: Pair, what: PairCount): Pair {
  return { ...pair, [what]: pair[what] + 1 };
}

/**
 * What an event adds to the pair whose credit it touched: a credit won or lost, and a cancellation without cause, or with one that
 * was declined, that came too late to cost it; both when the cancellation came before the credit's own clock.
 */
export function pairCountsOf(before: Credit, after: Credit, event: Fact): readonly PairCount[] {
  const isConfirmed = after.state === 'CONFIRMED';
  const isLateCancel = isConfirmed && isWithoutCause(event);
  const isNew = before.state !== after.state;
  return [
    ...(isNew && isConfirmed ? (['confirmed'] as const) : []),
    ...(isNew && after.state === 'VOID_CANCELLED' ? (['voided'] as const) : []),
    ...(isLateCancel ? (['lateCancels'] as const) : []),
  ];
}

/** Cancelled without a cause, or declined what was given with it; one given afterwards was counted when it was missing. */
function isWithoutCause({ type, data }: Fact): boolean {
  if (type === 'OppCancelled') return data.cause === undefined;
  return type === 'CancelRuled' && !data.approved && data.causeGivenAt === data.cancelledAt;
}

/** Late cancellations as a share of the pair's confirmed credits; undefined without any. */
function lateCancelRate({ confirmed, lateCancels }: Pair): number | undefined {
  return confirmed === 0 ? undefined : lateCancels / confirmed;
}

/** Told when the pair crosses the policy's line: a signal to look at, not a verdict. */
export function collusionSignal(
  pair: Pair,
  { collusion }: OpportunityPolicy,
): { readonly fact: Fact; readonly message: Message } | undefined {
  const rate = lateCancelRate(pair);
  if (rate === undefined || pair.lateCancels < collusion.lateCancels || rate < collusion.share)
    return undefined;
  const { repId, sdrId, lateCancels, confirmed } = pair;
  return {
    fact: { type: 'CollusionSuspected', data: { repId, sdrId, lateCancels, confirmed } },
    message: {
      id: `${pair.id}-collusion-${lateCancels}`,
      to: 'group:director',
      says: {
        name: 'lookAtPair',
        repId,
        sdrId,
        lateCancels: String(lateCancels),
        confirmed: String(confirmed),
      },
    },
  };
}
