// Staff look at an enquiry that is put aside: it is honest, or it is none (4.8, quarantined without e-mail, or for 24 h).

import { closeSuspect, release } from '../../leads/intake/accept-or-quarantine.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Command, Deps } from '../../ports.ts';
import type { LeadView } from '../answers/lead-answers.ts';
import { commitAndShow } from '../commit/commit-and-show.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';

interface Looked {
  readonly reason: string;
}

/** QUARANTINED → MAL, and MQL at once where score or hand-raise suffices (3, 4). */
export async function releaseLead(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  { reason }: Looked,
): Promise<LeadView> {
  return retryLostRace(async () => {
    const [before, touches, rules] = await Promise.all([
      leadOrNotFound(deps, leadId),
      deps.store.touchesOf(leadId),
      rulesNow(deps),
    ]);
    const decision = release(before, reason, { at: command.at, rules, touches });
    return commitAndShow(deps, command, { before, decision, rules });
  });
}

/** QUARANTINED → DORMANT (2a). What was sent is kept, and the next form of the same person is judged anew. */
export async function closeQuarantined(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  { reason }: Looked,
): Promise<LeadView> {
  return retryLostRace(async () => {
    const [before, rules] = await Promise.all([leadOrNotFound(deps, leadId), rulesNow(deps)]);
    const decision = closeSuspect(before, reason, { at: command.at, rules });
    return commitAndShow(deps, command, { before, decision, rules });
  });
}
