// Facts become events: the one place where what a rule says gets its who and when.

import type { Fact, Message } from '../../leads/decision.ts';
import type { Offer } from '../../leads/offer/offer.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import type { Command, NewEvent } from '../../ports.ts';

/** What is told with the facts. */
export interface Telling {
  readonly messages?: readonly Message[];
  readonly offer?: { readonly before?: Offer; readonly after: Offer } | undefined;
  readonly opportunity?: { readonly before?: Opportunity; readonly after: Opportunity } | undefined;
}

/** The events of one transaction about one row, in order; messages go with the first. */
export function toldEvents(
  facts: readonly Fact[],
  { at, by }: Pick<Command, 'at' | 'by'>,
  { messages = [], offer, opportunity }: Telling = {},
): readonly NewEvent[] {
  const rows = {
    ...(offer && {
      offerId: offer.after.offerId,
      offerVersion: (offer.before?.version ?? 0) + 1,
    }),
    ...(opportunity && {
      opportunityId: opportunity.after.opportunityId,
      opportunityVersion: (opportunity.before?.version ?? 0) + 1,
    }),
  };
  return facts.map((fact, index) => ({
    data: {},
    ...fact,
    occurredAt: at,
    by,
    ...rows,
    ...(index === 0 && messages.length > 0 ? { messages } : {}),
  }));
}
