// An SDR disputes a refusal, and a director rules on it (A0-9, 4.6): the rest, the next rep and the rep's record follow the ruling.

import { NotFound } from '../../leads/errors.ts';
import { type DisputeId, leadOf, type OfferId } from '../../leads/ids.ts';
import { openDispute, RuledBefore, type Ruling, rule } from '../../leads/offer/dispute.ts';
import { newRecord } from '../../leads/offer/rep-record.ts';
import { partiesOf, refuseParty } from '../../leads/party.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import type { Disputed, Ruled } from '../answers/lead-answers.ts';
import { put, replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { leadOrNotFound, refuseErased, refuseOtherSdr } from '../commit/guards.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';

/** Opens the dispute: the customer is called back within the policy's days. Throws OFFER_SETTLED, ILLEGAL_TRANSITION when it is disputed. */
export async function disputeReject(
  deps: Deps,
  command: Command,
  offerId: OfferId,
  { note }: { readonly note: string },
): Promise<Disputed> {
  return retryLostRace(async () => {
    const leadId = leadOf(offerId);
    const [offer, lead, before, rules] = await Promise.all([
      deps.store.offer(offerId),
      deps.store.lead(leadId),
      deps.store.disputesOf(leadId),
      rulesNow(deps),
    ]);
    if (!offer || !lead) throw new NotFound('offer', offerId);
    refuseOtherSdr(lead, command.by);
    await refuseErased(deps, lead, 'RejectDisputed');
    const { dispute, ...decision } = openDispute(
      lead,
      offer,
      { by: command.by.sub, note },
      { at: command.at, rules },
    );
    const same = before.find(({ disputeId }) => disputeId === dispute.disputeId);
    if (same) throw new RuledBefore(same, lead.state);
    const { disputeId, callBackDueAt } = dispute;
    const answer = { disputeId, callBackDueAt };
    await commitLead(deps, command, {
      before: lead,
      decision,
      changes: [put('dispute', dispute)],
      answer,
    });
    return answer;
  });
}

/** The director's ruling, with the recording of the call-back. Throws PARTY, ILLEGAL_TRANSITION when there is one. */
export async function ruleOnDispute(
  deps: Deps,
  command: Command,
  disputeId: DisputeId,
  ruling: Ruling,
): Promise<Ruled> {
  return retryLostRace(async () => {
    const leadId = leadOf(disputeId);
    const disputes = await deps.store.disputesOf(leadId);
    const before = disputes.find((one) => one.disputeId === disputeId);
    if (!before) throw new NotFound('dispute', disputeId);
    const lead = await leadOrNotFound(deps, leadId);
    refuseParty(command.by.sub, [before.by, before.repId, ...partiesOf(lead)]);
    await refuseErased(deps, lead, 'DisputeRuled');
    const by = command.by.sub;
    const { dispute, ...decision } = rule(lead, before, { ...ruling, by }, command);
    const { state, coolDownUntil } = decision.lead;
    const answer = { disputeId, outcome: ruling.outcome, state, coolDownUntil };
    await commitLead(deps, command, {
      before: lead,
      decision,
      changes: [
        replace('dispute', before, dispute),
        ...(ruling.outcome === 'overturned' ? [await wrongful(deps, command, before)] : []),
      ],
      answer,
    });
    return answer;
  });
}

async function wrongful(
  { store }: Deps,
  { at }: Command,
  { repId, offerId, disputeId }: { repId: string; offerId: string; disputeId: string },
): Promise<Change> {
  const before = await store.record(repId);
  const record = before ?? newRecord(repId);
  const wrongfulRejects = [...(record.wrongfulRejects ?? []), { offerId, disputeId, at }];
  return replace('record', before, { ...record, wrongfulRejects });
}
