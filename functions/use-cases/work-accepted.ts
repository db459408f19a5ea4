// What is done with an accepted lead before its opportunity: the five criteria (17), and a longer window (4.8, day 46).

import type { Instant } from '../leads/instant.ts';
import type { Lead } from '../leads/lead.ts';
import { extendWindow } from '../leads/opportunity-window.ts';
import type { SalesQualification } from '../leads/qualification.ts';
import { qualifyBySales } from '../leads/sales-qualification.ts';
import type { Command, Deps } from '../ports.ts';
import {
  type Answer,
  commitLead,
  leadOrNotFound,
  refuseForeignLead,
  retryLostRace,
  rulesNow,
} from './commit-lead.ts';
import { leadView } from './view-lead.ts';
import { stored } from './work-lead.ts';

/** SAL → SQL by its owner. Throws NOT_YOUR_LEAD, ILLEGAL_TRANSITION, BANT_FAILS; nothing is saved then. */
export async function qualifyForSales(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  answers: SalesQualification,
): Promise<Answer> {
  return retryLostRace(async () => {
    const [lead, rules] = await Promise.all([leadOrNotFound(deps, leadId), rulesNow(deps)]);
    const { at, by } = command;
    await refuseForeignLead(deps, lead, by.sub);
    const decision = qualifyBySales(lead, { answers, by: by.sub }, { at, rules });
    const offers = await deps.store.offersOf(leadId);
    const body = leadView({ lead: decision.lead, offers, at, rules });
    const { qualification } = decision.lead;
    await commitLead(deps, command, {
      before: lead,
      decision,
      changes: qualification ? [stored(leadId, qualification)] : [],
      answer: { status: 200, body },
    });
    return { status: 200, body };
  });
}

/** A director moves the end of the window later, or lets the owner open after it. Throws ILLEGAL_TRANSITION, INVALID. */
export async function extendByDirector(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  extension: { readonly until: Instant; readonly reason: string },
): Promise<Answer> {
  return retryLostRace(async () => {
    const [lead, rules] = await Promise.all([leadOrNotFound(deps, leadId), rulesNow(deps)]);
    const { at } = command;
    const decision = extendWindow(lead, extension, { at, rules });
    const offers = await deps.store.offersOf(leadId);
    const body = leadView({ lead: decision.lead, offers, at, rules });
    await commitLead(deps, command, { before: lead, decision, answer: { status: 200, body } });
    return { status: 200, body };
  });
}
