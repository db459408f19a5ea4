import type { Fact, Message } from '../../leads/decision.ts';
import type { Offer } from '../../leads/offer/offer.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import type { Command, NewEvent } from '../../ports.ts';

/** What a transaction says beside its facts: the messages to send, and the offer or opportunity that it changes. */
export interface ToldWith {
  readonly messages?: readonly Message[] | undefined;
  readonly offer?: { readonly before?: Offer; readonly after: Offer } | undefined;
  readonly opportunity?: { readonly before?: Opportunity; readonly after: Opportunity } | undefined;
}

/** The facts of a decision as events to store. The first of them carries the messages. */
export function toldEvents(
  { at, by }: Pick<Command, 'at' | 'by'>,
  facts: readonly Fact[],
  { messages = [], offer, opportunity }: ToldWith = {},
): readonly NewEvent[] {
  return facts.map(({ type, data = {} }, index) => ({
    type,
    occurredAt: at,
    by,
    data,
    ...(offer && {
      offerId: offer.after.offerId,
      offerVersion: (offer.before?.version ?? 0) + 1,
    }),
    ...(opportunity && {
      opportunityId: opportunity.after.opportunityId,
      opportunityVersion: (opportunity.before?.version ?? 0) + 1,
    }),
    ...(index === 0 && messages.length > 0 ? { messages } : {}),
  }));
}
