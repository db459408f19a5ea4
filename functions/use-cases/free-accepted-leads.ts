// A rep is deactivated: the leads he has accepted and not opened go to somebody else (4.8, rep deactivated, SAL or SQL).

import { ownerLeft } from '../leads/answer.ts';
import type { Command, Deps } from '../ports.ts';
import { commitLead, retryLostRace } from './commit-lead.ts';

const PAGE = 100;

/** Routes the rep's accepted leads again; one that has moved on, or an owner who is back, is left alone. */
export async function freeAcceptedLeads(
  deps: Deps,
  command: Command,
  repId: string,
): Promise<void> {
  let cursor: string | undefined;
  do {
    const paging = cursor === undefined ? { limit: PAGE } : { limit: PAGE, cursor };
    const page = await deps.store.offersOfRep(repId, 'ACCEPTED', paging);
    for (const { leadId } of page.items) {
      await retryLostRace(async () => {
        const [lead, rep] = await Promise.all([deps.store.lead(leadId), deps.store.rep(repId)]);
        const isAccepted = lead?.state === 'SAL' || lead?.state === 'SQL';
        if (!isAccepted || lead.ownerRepId !== repId || rep?.active) return;
        await commitLead(deps, command, { before: lead, decision: ownerLeft(lead, command) });
      });
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
}
