// What a director may do: name a rep, take an offer back, send a lead back, allow another cycle (4.5, rows 11a, 16, 26).

import { move } from '../../leads/decision.ts';
import { Invalid, LostRace, NotFound } from '../../leads/errors.ts';
import { leadOf, type OfferId } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import { enterNurture, ruleOnExtraCycle } from '../../leads/nurture/nurture.ts';
import { cycleAfter, mayStartCycle } from '../../leads/nurture/recycle.ts';
import { withdrawOffer } from '../../leads/offer/no-answer.ts';
import { OfferSettled } from '../../leads/offer/offer.ts';
import { recallOffer } from '../../leads/offer/recall.ts';
import { partiesOf, refuseParty } from '../../leads/party.ts';
import { present } from '../../leads/present.ts';
import { liftExclusions } from '../../leads/routing/eligibility.ts';
import { chooseRep } from '../../leads/routing/routing.ts';
import { rulesOf } from '../../leads/rules.ts';
import { touched } from '../../leads/sdr-timer.ts';
import { IllegalTransition } from '../../leads/states.ts';
import type { Command, Deps } from '../../ports.ts';
import type { LeadView, Moved } from '../answers/lead-answers.ts';
import { commitAndShow } from '../commit/commit-and-show.ts';
import { leadOrNotFound, refuseOtherSdr } from '../commit/guards.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { leadView } from '../view-lead.ts';
import { routeInput } from './route-input.ts';
import { commitOffer, releaseRecalled } from './route-lead.ts';
import { commitSettled } from './settle-offer.ts';

/** Names a rep: the choice in director mode, or an override (X-8, 4.5). Uses a turn; who and why are in the trace. */
export async function assignRep(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  choice: {
    readonly repId: string;
    readonly reason: string;
    readonly liftExclusion?: boolean | undefined;
  },
): Promise<LeadView> {
  return retryLostRace(async () => {
    const { at, by } = command;
    const [lead, desk] = await Promise.all([leadOrNotFound(deps, leadId), deps.store.deskAt(at)]);
    refuseParty(by.sub, [choice.repId, ...partiesOf(lead)]);
    if (lead.state !== 'READY' && lead.state !== 'UNROUTED')
      throw new IllegalTransition(lead.state, 'OfferMade');
    const rules = rulesOf(desk.policy, desk.calendars);
    const input = await routeInput(deps.store, { lead, desk, rules, at });
    const route = chooseRep(input, {
      repId: choice.repId,
      reason: choice.reason,
      by: by.sub,
      liftExclusion: choice.liftExclusion === true,
      ...present({ choices: lead.directorChoices }),
    });
    if (route.kind === 'refused') {
      throw new Invalid([
        {
          path: 'repId',
          message: `${choice.repId} cannot take this lead: ${route.codes.join(', ')}`,
        },
      ]);
    }
    if (lead.recalled && lead.recalled.repId !== choice.repId) {
      await releaseRecalled(deps, command, lead);
      throw new LostRace('the turn went back: decide on what is stored now');
    }
    const lifted = { at, by: by.sub, reason: choice.reason };
    const free = choice.liftExclusion
      ? { ...lead, exclusions: [...liftExclusions(lead.exclusions, choice.repId, lifted)] }
      : lead;
    const lifts = free.exclusions.some(
      (one, index) => one.lifted && !lead.exclusions[index]?.lifted,
    );
    const stored = await commitOffer(deps, command, {
      lead,
      desk,
      rules,
      route,
      decided: (made) => ({
        ...made,
        lead: { ...made.lead, exclusions: free.exclusions },
        events: [
          ...made.events,
          ...(lifts
            ? [
                {
                  type: 'ExclusionLifted' as const,
                  data: { repId: choice.repId, reason: choice.reason },
                },
              ]
            : []),
        ],
      }),
      answer: (decision) => leadView({ lead: decision.lead, offers: [decision.offer], at, rules }),
    });
    return leadView({ lead: stored, offers: await deps.store.offersOf(leadId), at, rules });
  });
}

/** Takes a pending offer back: a director or ops to READY; its SDR, in whatever group, recalls it (16). Throws NOT_YOUR_LEAD, PARTY, OFFER_SETTLED. */
export async function withdrawByHand(
  deps: Deps,
  command: Command,
  offerId: OfferId,
  why: { readonly reason: string; readonly note?: string | undefined },
): Promise<Moved> {
  const { at, by } = command;
  return retryLostRace(async () => {
    const [offer, lead, rules] = await Promise.all([
      deps.store.offer(offerId),
      deps.store.lead(leadOf(offerId)),
      rulesNow(deps),
    ]);
    if (!offer || !lead) throw new NotFound('offer', offerId);
    refuseOtherSdr(lead, by);
    refuseParty(by.sub, [offer.repId]);
    if (offer.status !== 'PENDING') throw new OfferSettled(offer, lead.state);
    const decision =
      by.kind === 'sdr' || by.sub === lead.sdrId
        ? recallOffer(lead, offer, { ...why, by: by.sub }, { at, rules })
        : withdrawOffer(lead, offer, { ...why, causeRecordedAt: at }, { at });
    const answer = () => ({ state: decision.lead.state });
    await commitSettled(deps, command, { lead, before: offer, decision, rules, answer });
    return answer();
  });
}

/** A lead that nobody can take goes back to nurture (11a), or is dropped (6). */
export async function sendBack(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  { verdict, reason }: { readonly verdict: 'nurture' | 'notALead'; readonly reason: string },
): Promise<LeadView> {
  return retryLostRace(async () => {
    const lead = await leadOrNotFound(deps, leadId);
    refuseParty(command.by.sub, partiesOf(lead));
    const event = verdict === 'nurture' ? 'SentBack' : 'NotALead';
    if (lead.state !== 'UNROUTED') throw new IllegalTransition(lead.state, event);
    const rules = await rulesNow(deps);
    const { at } = command;
    const changes = touched(at, rules);
    const decision =
      verdict === 'nurture'
        ? enterNurture(lead, {
            at,
            rules,
            reason: 'SENT_BACK',
            changes,
            tells: (rest) => ({ type: 'SentBack', data: { why: reason, ...rest } }),
          })
        : move(lead, { type: 'NotALead', data: { reason } }, at, changes);
    return commitAndShow(deps, command, { before: lead, decision, rules });
  });
}

/** A director's word on a cycle beyond the cap (25 to 27). Only while it is asked for, or before it is. */
export async function decideExtraCycle(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  ruling: { readonly approve: boolean; readonly reason: string },
): Promise<LeadView> {
  return retryLostRace(async () => {
    const lead = await leadOrNotFound(deps, leadId);
    refuseParty(command.by.sub, partiesOf(lead));
    if (lead.state !== 'NURTURE') throw new IllegalTransition(lead.state, 'ExtraCycleApproved');
    const [touches, rules] = await Promise.all([deps.store.touchesOf(leadId), rulesNow(deps)]);
    const { at } = command;
    if (!ruling.approve && mayStartCycle(cycleAfter(lead), rules.policy.recycle, false))
      throw new IllegalTransition(lead.state, 'ExtraCycleDeclined');
    const decision = ruleOnExtraCycle(lead, ruling, { at, rules, touches });
    return commitAndShow(deps, command, { before: lead, decision, rules });
  });
}
