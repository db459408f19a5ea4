// Everything that is due for one lead: its row, its offer, its opportunity, its routing. The sweep's way through (4.8, wake lost).

import type { Lead } from '../../leads/lead.ts';
import type { Command, Deps } from '../../ports.ts';
import { routeLead } from '../offer/route-lead.ts';
import { settleOffer } from '../offer/settle-offer.ts';
import { settleOpportunity } from '../opportunity/settle-opportunity.ts';
import { settleLead } from '../settle-lead.ts';

/** All that a lead's workflows would do now, for the sweep: the row, its offer, its routing. */
export async function settleWholeLead(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
): Promise<void> {
  const lead = await settleLead(deps, command, leadId);
  if (lead?.state === 'OFFERED') await settleOffer(deps, command, lead.offerId);
  if (lead?.state === 'OPPORTUNITY') await settleOpportunity(deps, command, lead.opportunityId);
  const after = await deps.store.lead(leadId);
  if (after?.state === 'READY' || after?.state === 'UNROUTED')
    await routeLead(deps, command, leadId);
}
