// The rep's answer: accept, reject, or give an accepted lead back (rows 12 to 14 and 18).

import { Forbidden, Invalid, NotFound } from '../../leads/errors.ts';
import { leadOf, type OfferId } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import type { RejectBody } from '../../leads/nurture/recycle.ts';
import {
  acceptOffer,
  type Rejection,
  refuseLateAnswer,
  rejectOffer,
  returnLead,
} from '../../leads/offer/answer.ts';
import type { Offer } from '../../leads/offer/offer.ts';
import type { OfferDecision } from '../../leads/offer/offer-decision.ts';
import { present } from '../../leads/present.ts';
import { IllegalTransition } from '../../leads/states.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import type { Accepted, Moved } from '../answers/lead-answers.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { leadOrNotFound, refuseForeignLead } from '../commit/guards.ts';
import { locksMoved, OtherJourneyOpen } from '../commit/locks.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { commitSettled } from './settle-offer.ts';

/** Accepts in time (A3-2): SAL, or SQL as the policy says. Throws NOT_YOUR_OFFER, OFFER_SETTLED, OFFER_EXPIRED. */
export async function acceptLead(
  deps: Deps,
  command: Command,
  offerId: OfferId,
): Promise<Accepted> {
  return answerOffer(deps, command, offerId, async ({ lead, offer, rules }) => {
    const decision = acceptOffer(lead, offer, { at: command.at, rules });
    const answer = { state: decision.lead.state, oppDueAt: decision.lead.oppDueAt };
    await commitSettled(deps, command, {
      lead,
      before: offer,
      decision,
      rules,
      answer: () => answer,
    });
    return answer;
  });
}

/** Rejects in time with reason, note and "contacted?" (13), or says where the lead belongs (14). Throws INVALID besides the above. */
export async function rejectLead(
  deps: Deps,
  command: Command,
  offerId: OfferId,
  rejection: Rejection,
): Promise<Moved> {
  return answerOffer(deps, command, offerId, async ({ lead, offer, rules }) => {
    const decision = rejectOffer(lead, offer, rejection, { at: command.at, rules });
    const { state, coolDownUntil } = decision.lead;
    const answer = {
      state,
      ...present({ coolDownUntil: state === 'NURTURE' ? coolDownUntil : undefined }),
    };
    await commitSettled(deps, command, {
      lead,
      before: offer,
      decision,
      rules,
      changes: await movedLocks(deps, lead, decision),
      answer: () => answer,
    });
    return answer;
  });
}

interface Pending {
  readonly lead: Lead;
  readonly offer: Offer;
  readonly rules: Awaited<ReturnType<typeof rulesNow>>;
}

async function answerOffer<Given>(
  deps: Deps,
  command: Command,
  offerId: OfferId,
  give: (pending: Pending) => Promise<Given>,
): Promise<Given> {
  return retryLostRace(async () => {
    const [offer, lead, rules] = await Promise.all([
      deps.store.offer(offerId),
      deps.store.lead(leadOf(offerId)),
      rulesNow(deps),
    ]);
    if (!offer || !lead) throw new NotFound('offer', offerId);
    if (offer.repId !== command.by.sub) {
      throw new Forbidden(
        `offer ${offerId} is another rep's; you can answer your own only`,
        'NOT_YOUR_OFFER',
      );
    }
    refuseLateAnswer(lead, offer, command.at);
    return give({ lead, offer, rules });
  });
}

/** A lead that belongs to another product line takes its locks there; one that is open there already is a duplicate. */
async function movedLocks(
  deps: Deps,
  before: Lead,
  { lead: after }: OfferDecision,
): Promise<readonly Change[]> {
  if (after.productLine === before.productLine) return [];
  try {
    return await locksMoved(deps, before, after);
  } catch (error) {
    if (!(error instanceof OtherJourneyOpen)) throw error;
    throw new Invalid([
      {
        path: 'misrouted.productLine',
        message: `lead ${error.other} is open there already; reject this one as DUPLICATE`,
      },
    ]);
  }
}

/** The owner gives an accepted lead back (A3-16, row 18). Throws NOT_YOUR_LEAD, ILLEGAL_TRANSITION, INVALID. */
export async function giveBack(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  body: RejectBody,
): Promise<Moved> {
  return retryLostRace(async () => {
    const lead = await leadOrNotFound(deps, leadId);
    await refuseForeignLead(deps, lead, command.by.sub);
    if (lead.state !== 'SAL' && lead.state !== 'SQL')
      throw new IllegalTransition(lead.state, 'Returned');
    const rules = await rulesNow(deps);
    const decision = returnLead(lead, body, { at: command.at, rules });
    const { state, coolDownUntil } = decision.lead;
    const answer = { state, coolDownUntil };
    await commitLead(deps, command, { before: lead, decision, answer, rules });
    return answer;
  });
}
