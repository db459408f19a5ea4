// A rep is deactivated: the leads he has accepted and not opened go to somebody else; a director moves his opportunities (4.8, rep deactivated).

import type { Lead } from '../../leads/lead.ts';
import { ownerLeft } from '../../leads/offer/answer.ts';
import type { Command, Deps } from '../../ports.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { someInStates } from '../in-states.ts';
import { sendMessage } from '../send-message.ts';

/** States in which a lead is somebody's: by an offer, by his own find, or by a director's word. */
const OWNED = ['SAL', 'SQL', 'OPPORTUNITY'] as const;

/** Routes the rep's accepted leads again; one that has moved on, or an owner who is back, is left alone. Returns where to go on, while there are more. */
export async function freeAcceptedLeads(
  deps: Deps,
  command: Command,
  repId: string,
  from?: string,
): Promise<string | undefined> {
  return someInStates(deps.store, OWNED, from, async ({ leadId, ownerRepId }) => {
    if (ownerRepId === repId) await freeOne(deps, command, { leadId, repId });
  });
}

async function freeOne(
  deps: Deps,
  command: Command,
  { leadId, repId }: { readonly leadId: Lead['leadId']; readonly repId: string },
): Promise<void> {
  await retryLostRace(async () => {
    const [lead, rep] = await Promise.all([deps.store.lead(leadId), deps.store.rep(repId)]);
    if (lead?.ownerRepId !== repId || rep?.active) return;
    if (lead.state === 'OPPORTUNITY') await askForOwner(deps, command, lead);
    if (lead.state !== 'SAL' && lead.state !== 'SQL') return;
    await commitLead(deps, command, { before: lead, decision: ownerLeft(lead, command) });
  });
}

/** Stage and credit stay as they are; only a director says who goes on. Sent once an opportunity, however often this runs. */
async function askForOwner(deps: Deps, { at }: Command, lead: Lead): Promise<void> {
  const { leadId, opportunityId, ownerRepId = '' } = lead;
  await sendMessage(deps, {
    id: `${opportunityId}-owner-left-${ownerRepId}`,
    to: 'group:director',
    says: { name: 'opportunityOrphaned', repId: ownerRepId },
    at,
    leadId,
  });
}
