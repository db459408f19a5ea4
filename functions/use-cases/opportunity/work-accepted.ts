// What is done with an accepted lead before its opportunity: the five criteria (17), and a longer window (4.8, day 46).

import type { Instant } from '../../leads/instant.ts';
import type { Lead } from '../../leads/lead.ts';
import { extendWindow } from '../../leads/opportunity/opportunity-window.ts';
import { partiesOf, refuseParty } from '../../leads/party.ts';
import type { SalesQualification } from '../../leads/qualification/qualification.ts';
import { qualifyBySales } from '../../leads/qualification/sales-qualification.ts';
import type { Command, Deps } from '../../ports.ts';
import type { LeadView } from '../answers/lead-answers.ts';
import { commitAndShow } from '../commit/commit-and-show.ts';
import { leadOrNotFound, refuseForeignLead } from '../commit/guards.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { stored } from '../qualification/work-lead.ts';

/** SAL → SQL by its owner. Throws NOT_YOUR_LEAD, ILLEGAL_TRANSITION, BANT_FAILS; nothing is saved then. */
export async function qualifyForSales(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  answers: SalesQualification,
): Promise<LeadView> {
  return retryLostRace(async () => {
    const [lead, rules] = await Promise.all([leadOrNotFound(deps, leadId), rulesNow(deps)]);
    const { at, by } = command;
    await refuseForeignLead(deps, lead, by.sub);
    const decision = qualifyBySales(lead, { answers, by: by.sub }, { at, rules });
    const { qualification } = decision.lead;
    const changes = qualification ? [stored(leadId, qualification)] : [];
    return commitAndShow(deps, command, { before: lead, decision, rules, changes });
  });
}

/** A director moves the end of the window later, or lets the owner open after it. Throws PARTY, ILLEGAL_TRANSITION, INVALID. */
export async function extendByDirector(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  extension: { readonly until: Instant; readonly reason: string },
): Promise<LeadView> {
  return retryLostRace(async () => {
    const [lead, rules] = await Promise.all([leadOrNotFound(deps, leadId), rulesNow(deps)]);
    refuseParty(command.by.sub, partiesOf(lead));
    const decision = extendWindow(lead, extension, { at: command.at, rules });
    return commitAndShow(deps, command, { before: lead, decision, rules });
  });
}
