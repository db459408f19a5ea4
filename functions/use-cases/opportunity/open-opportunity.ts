// The owner of an accepted lead opens an opportunity, or a rep straight from his pending offer (row 19; 4.8).

import { Forbidden } from '../../leads/errors.ts';
import type { Lead, LeadIn } from '../../leads/lead.ts';
import { acceptOffer, refuseLateAnswer } from '../../leads/offer/answer.ts';
import type { OfferDecision } from '../../leads/offer/offer-decision.ts';
import { type Opening, openOpportunity } from '../../leads/opportunity/open-opportunity.ts';
import type { OpportunityDecision } from '../../leads/opportunity/opportunity-decision.ts';
import type { Rules } from '../../leads/rules.ts';
import { type Command, type Deps, system } from '../../ports.ts';
import type { Opened } from '../answers/lead-answers.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { leadOrNotFound, refuseForeignLead } from '../commit/guards.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { commitSettled } from '../offer/settle-offer.ts';
import { settleLead } from '../settle-lead.ts';

/**
 * 1. A window that is over is ended first, whoever was to do it: day 46 is not day 45 (4.8).
 * 2. From a pending offer: the same rep accepts by it, under the same guards, in the same transaction.
 * 3. Opens it. Throws NOT_YOUR_LEAD, NOT_YOUR_OFFER, OFFER_EXPIRED, ILLEGAL_TRANSITION, INVALID.
 */
export async function openForRep(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  opening: Opening,
): Promise<Opened> {
  return retryLostRace(async () => {
    const [stored, rules] = await Promise.all([leadOrNotFound(deps, leadId), rulesNow(deps)]);
    const lead = isOverdue(stored, command) ? await windowEnded(deps, command, stored) : stored;
    if (lead.state === 'OFFERED') return fromOffer(deps, command, { lead, rules, opening });
    await refuseForeignLead(deps, lead, command.by.sub);
    const decision = openOpportunity(lead, opening, { at: command.at, rules, by: command.by.sub });
    const answer = answerOf(decision);
    await commitLead(deps, command, {
      before: lead,
      decision,
      opportunity: { after: decision.opportunity },
      answer,
      rules,
    });
    return answer;
  });
}

function isOverdue(lead: Lead, { at }: Command): boolean {
  if (lead.state !== 'SAL' && lead.state !== 'SQL') return false;
  return lead.windowClosedAt === undefined && at >= lead.oppDueAt;
}

async function windowEnded(deps: Deps, command: Command, { leadId }: Lead): Promise<Lead> {
  await settleLead(deps, system(command.at, command.requestId), leadId);
  return leadOrNotFound(deps, leadId);
}

async function fromOffer(
  deps: Deps,
  command: Command,
  {
    lead,
    rules,
    opening,
  }: { readonly lead: LeadIn<'OFFERED'>; readonly rules: Rules; readonly opening: Opening },
): Promise<Opened> {
  const { at, by } = command;
  const offer = await deps.store.offer(lead.offerId);
  if (offer?.repId !== by.sub)
    throw new Forbidden(`lead ${lead.leadId} is not offered to you`, 'NOT_YOUR_OFFER');
  refuseLateAnswer(lead, offer, at);
  const accepted = acceptOffer(lead, offer, { at, rules });
  const opened = openOpportunity(accepted.lead, opening, { at, rules, by: by.sub });
  const decision: OfferDecision = {
    ...opened,
    offer: accepted.offer,
    events: [...accepted.events, ...opened.events],
  };
  const answer = answerOf(opened);
  await commitSettled(deps, command, {
    lead,
    before: offer,
    decision,
    rules,
    opportunity: { after: opened.opportunity },
    answer: () => answer,
  });
  return answer;
}

function answerOf({
  opportunity: { opportunityId, stage },
  lead: { state },
}: OpportunityDecision): Opened {
  return { opportunityId, stage, state };
}
