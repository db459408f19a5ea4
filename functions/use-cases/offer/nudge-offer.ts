// The SDR asks the rep himself to answer; what is due then, is sent and recorded like any reminder.

import { NotFound } from '../../leads/errors.ts';
import { leadOf, type OfferId } from '../../leads/ids.ts';
import { nudgeRep } from '../../leads/offer/nudge-rep.ts';
import { present } from '../../leads/present.ts';
import type { Command, Deps } from '../../ports.ts';
import type { Nudged } from '../answers/offer-answers.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { refuseOtherSdr } from '../commit/guards.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';

/** Throws NOT_YOUR_LEAD, OFFER_SETTLED, OFFER_EXPIRED, ILLEGAL_TRANSITION. */
export async function nudgeOffer(
  deps: Deps,
  command: Command,
  offerId: OfferId,
  { note }: { readonly note?: string | undefined },
): Promise<Nudged> {
  return retryLostRace(async () => {
    const [offer, lead] = await Promise.all([
      deps.store.offer(offerId),
      deps.store.lead(leadOf(offerId)),
    ]);
    if (!offer || !lead) throw new NotFound('offer', offerId);
    refuseOtherSdr(lead, command.by);
    const { at, by } = command;
    const decision = nudgeRep(lead, offer, { by: by.sub, at, ...present({ note }) });
    const answer = { offerId, leadId: lead.leadId, nudgedAt: at };
    await commitLead(deps, command, {
      before: lead,
      decision,
      offer: { before: offer, after: decision.offer },
      answer,
    });
    return answer;
  });
}
