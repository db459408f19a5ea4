// Facts become events: the one place where what a rule says gets its who and when, and what it is about.

import type { Fact, Message } from '../../leads/decision.ts';
import { aboutOf, type Subject } from '../../leads/events/about.ts';
import type { Offer } from '../../leads/offer/offer.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { present } from '../../leads/present.ts';
import type { Command, NewEvent } from '../../ports.ts';

/** The rows after the transaction; of an offer or opportunity that it writes also the row before. */
export interface Telling extends Omit<Subject, 'offer' | 'opportunity'> {
  readonly messages?: readonly Message[];
  readonly waitGoesOn?: boolean;
  readonly offer?: { readonly before?: Offer; readonly after: Offer } | undefined;
  readonly opportunity?: { readonly before?: Opportunity; readonly after: Opportunity } | undefined;
}

/** The events of one transaction about one row, in order; messages go with the first. */
export function toldEvents(
  facts: readonly Fact[],
  { at, by }: Pick<Command, 'at' | 'by'>,
  { messages = [], waitGoesOn = false, offer, opportunity, ...rows }: Telling = {},
): readonly NewEvent[] {
  const told = {
    about: aboutOf({ ...rows, offer: offer?.after, opportunity: opportunity?.after }),
    ...present({
      offerId: offer?.after.offerId,
      offerVersion: offer && (offer.before?.version ?? 0) + 1,
      opportunityId: opportunity?.after.opportunityId,
      opportunityVersion: opportunity && (opportunity.before?.version ?? 0) + 1,
    }),
  };
  return facts.map((fact, index) => ({
    data: {},
    ...fact,
    occurredAt: at,
    by,
    ...told,
    ...(index === 0 &&
      present({
        waitGoesOn: waitGoesOn || undefined,
        messages: messages.length > 0 ? messages : undefined,
      })),
  }));
}
