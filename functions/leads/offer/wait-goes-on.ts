// Whether what waits for a lead's rows would wait on for the same after a change. Then nobody wakes it: at the instant until which it
// waits it looks by itself, and that is none too late (decision 0035).

import type { Instant } from '../instant.ts';
import { about, type Lead } from '../lead.ts';
import type { Opportunity } from '../opportunity/opportunity.ts';
import type { Offer } from './offer.ts';

interface Changed {
  readonly before: Lead | undefined;
  readonly after: Lead;
  readonly offer?: { readonly before?: Offer; readonly after: Offer } | undefined;
  readonly opportunity?: { readonly before?: Opportunity; readonly after: Opportunity } | undefined;
}

/** Steps of the journey that act at their instant only. The others weigh what the person did, or have something to do at once. */
const TIMED: ReadonlySet<string> = new Set([
  'WaitForSdr',
  'WaitForContact',
  'WaitForOpportunity',
  'WaitForOffer',
]);

/** By the rows before and after, at the instant of the change. */
export function waitGoesOn({ before, after, offer, opportunity }: Changed, at: Instant): boolean {
  return (
    before !== undefined &&
    journeyGoesOn(before, after, at) &&
    (!offer || (isPending(offer) && isNoEarlier(offer.before, offer.after))) &&
    (!opportunity || (isRunning(opportunity) && isNoEarlier(opportunity.before, opportunity.after)))
  );
}

function journeyGoesOn(before: Lead, after: Lead, at: Instant): boolean {
  if (before.cycle !== after.cycle || before.run !== after.run) return false;
  // The journey is over; its opportunity waits.
  if (before.state === 'OPPORTUNITY') return after.state === 'OPPORTUNITY';
  const [was, is] = [stepOf(before, at), stepOf(after, at)];
  return was === is && TIMED.has(is) && isNoEarlier(before, after);
}

function stepOf(lead: Lead, at: Instant): string {
  return about(lead.state).next(lead, { at, runningOffer: lead.offerId });
}

function isPending({ before, after }: NonNullable<Changed['offer']>): boolean {
  return before?.status === 'PENDING' && after.status === 'PENDING';
}

function isRunning({ before, after }: NonNullable<Changed['opportunity']>): boolean {
  const isSame = before?.opportunityId === after.opportunityId && before.run === after.run;
  return isSame && before.status === 'OPEN' && after.status === 'OPEN';
}

interface Waits {
  readonly nextInstant?: Instant | undefined;
}

/** Who waits for the instant before comes in time for the one after. */
function isNoEarlier(before: Waits | undefined, { nextInstant }: Waits): boolean {
  const was = before?.nextInstant;
  return was !== undefined && nextInstant !== undefined && was <= nextInstant;
}
