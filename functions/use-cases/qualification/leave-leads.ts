// Leads whose SDR is off the desk or away go back to where others find them, and a director hands single ones over (4.8, SDR deactivated).

import { Invalid } from '../../leads/errors.ts';
import { SdrId } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import { refuseParty } from '../../leads/party.ts';
import { handOver, isGone, loseSdr } from '../../leads/qualification/sdr-leaves.ts';
import type { Command, Deps } from '../../ports.ts';
import type { LeadView } from '../answers/lead-answers.ts';
import { commitAndShow } from '../commit/commit-and-show.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { someInStates } from '../in-states.ts';

/** States before READY in which a lead is an SDR's; of one who is only away what rests waits for him. */
const BEFORE_READY = ['SDR_WORKING', 'QUARANTINED', 'MAL', 'MQL', 'NURTURE'] as const;

/** Frees what is the SDR's, as far as he is gone; one who is back keeps what is left. Repeating it changes nothing. Returns where to go on, while there are more. */
export async function leaveLeads(
  deps: Deps,
  command: Command,
  sdrId: string,
  from?: string,
): Promise<string | undefined> {
  const sdr = await deps.store.sdr(sdrId);
  const states = sdr?.active ? (['SDR_WORKING'] as const) : BEFORE_READY;
  return someInStates(deps.store, states, from, async (lead) => {
    if (lead.sdrId === sdrId) await leaveOne(deps, command, { leadId: lead.leadId, sdrId });
  });
}

async function leaveOne(
  deps: Deps,
  command: Command,
  { leadId, sdrId }: { readonly leadId: Lead['leadId']; readonly sdrId: string },
): Promise<void> {
  await retryLostRace(async () => {
    const [lead, sdr, rules] = await Promise.all([
      deps.store.lead(leadId),
      deps.store.sdr(sdrId),
      rulesNow(deps),
    ]);
    if (lead?.sdrId !== sdrId || !BEFORE_READY.some((state) => state === lead.state)) return;
    const timer = lead.state === 'SDR_WORKING' ? lead.nudgeAt : undefined;
    if (!isGone(sdr, command.at, timer)) return;
    const decision = loseSdr(lead, { at: command.at, rules });
    await commitLead(deps, command, { before: lead, decision, rules });
  });
}

/** A director names the SDR of a lead. Throws PARTY, INVALID when he is not active on the desk, ILLEGAL_TRANSITION. */
export async function handLeadOver(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  to: { readonly sdrId: string; readonly reason: string },
): Promise<LeadView> {
  const { at, by } = command;
  refuseParty(by.sub, [to.sdrId]);
  return retryLostRace(async () => {
    const [lead, sdr, rules] = await Promise.all([
      leadOrNotFound(deps, leadId),
      deps.store.sdr(to.sdrId),
      rulesNow(deps),
    ]);
    if (!sdr?.active) {
      const message = `${to.sdrId} is no active SDR; name one who works here`;
      throw new Invalid([{ path: 'sdrId', message }]);
    }
    const named = { sdrId: SdrId.parse(to.sdrId), reason: to.reason, by: by.sub };
    const decision = handOver(lead, named, { at, rules });
    return commitAndShow(deps, command, { before: lead, decision, rules });
  });
}
