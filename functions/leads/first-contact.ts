// The first contact that nobody has made: its rep is reminded of it, and once it is missed he and the director hear so (A3-10; ).

import type { Decision, Message } from './decision.ts';
import type { OfferId } from './ids.ts';
import type { Instant } from './instant.ts';

interface Watched {
  /** Absent with leads that were accepted before it was kept. */
  readonly offerId?: OfferId | undefined;
  readonly leadId: string;
  readonly repId: string;
  readonly contactDueAt: Instant;
}

type Told = Pick<Decision, 'events' | 'messages'>;

/** Before it is due; whether he has accepted meanwhile does not matter. The relay brings it (`contactReminder`). */
export function contactReminded({ offerId, repId, contactDueAt }: Watched): Told {
  return { events: [{ type: 'ContactReminded', data: { offerId, repId, contactDueAt } }] };
}

/** What the rep reads then. */
export function contactReminder({ leadId, offerId, repId, contactDueAt }: Watched): Message {
  return {
    id: `${offerId ?? leadId}-contact-${contactDueAt}`,
    to: repId,
    says: { name: 'contactReminder', contactDueAt },
  };
}

/** It stays on record as missed. What it costs, where the policy counts it, is decided in missed-contacts.ts. */
export function contactMissed({ leadId, offerId, repId, contactDueAt }: Watched): Told {
  const id = `${offerId ?? leadId}-contact-missed`;
  return {
    events: [{ type: 'ContactMissed', data: { offerId, repId, contactDueAt } }],
    messages: [
      { id: `${id}-rep`, to: repId, says: { name: 'contactMissed', contactDueAt } },
      {
        id: `${id}-director`,
        to: 'group:director',
        says: { name: 'contactMissedBy', repId, contactDueAt },
      },
    ],
  };
}
