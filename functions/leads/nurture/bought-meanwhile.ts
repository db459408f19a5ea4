// Whether somebody who is due for a mail has become a customer meanwhile: then his account owner speaks with him (4.8).

import type { Message } from '../decision.ts';
import type { Instant } from '../instant.ts';
import type { Lead } from '../lead.ts';
import type { Purchase } from '../rules.ts';

/** Since when a purchase counts: the rest or the loss that the mail is about. Undefined in a state that sends none. */
export function awayFrom(lead: Lead): Instant | undefined {
  if (lead.state === 'NURTURE') return lead.nurturedAt;
  return lead.state === 'LOST' ? lead.enteredAt : undefined;
}

/** The latest journey among these that was won since then, in whatever product line; an erased one was won all the same. */
export function wonSince(journeys: readonly Lead[], since: Instant): Lead | undefined {
  const won = journeys.filter((one) => (wonAt(one) ?? '') >= since);
  return won.toSorted((a, b) => (wonAt(a) ?? '').localeCompare(wonAt(b) ?? '')).at(-1);
}

/** One that was opened again is not won any more. */
function wonAt({ state, enteredAt, stamps }: Lead): Instant | undefined {
  if (state === 'WON') return enteredAt;
  return state === 'ERASED' ? stamps.WON : undefined;
}

/** What the account owner hears in the place of the mail; a director where there is no owner. Once a rest, or a loss. */
export function tellOwner({ leadId, stay, productLine }: Lead, purchase: Purchase): Message {
  return {
    id: `${leadId}-n${stay}-bought`,
    to: purchase.ownerRepId ?? 'group:director',
    says: { name: 'customerBought', productLine },
    leadId,
  };
}
