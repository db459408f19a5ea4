// A director takes a miss back (4.7; api.md, POST /v1/reps/{repId}/strikes/{offerId}/annul).

import type { AnnulmentBody } from '../../leads/desk/desk-bodies.ts';
import { NotFound } from '../../leads/errors.ts';
import type { OfferId, RepId } from '../../leads/ids.ts';
import { annulMiss, newRecord, suspendedAt } from '../../leads/offer/rep-record.ts';
import { partiesOf, refuseParty } from '../../leads/party.ts';
import type { Command, Deps } from '../../ports.ts';
import type { Annulled } from '../answers/lead-answers.ts';
import { replace } from '../commit/changes.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { commitDesk } from '../desk/change-desk.ts';

/**
 * 1. Find the offer among those of this rep.
 * 2. Take the miss back and recompute the streak; a suspension whose cause is gone ends.
 * 3. Keep who, when and why with the offer. Throws NOT_FOUND, and ILLEGAL_TRANSITION when it is no miss, annulled before or too old.
 */
export async function annulStrike(
  deps: Deps,
  command: Command,
  { repId, offerId }: { readonly repId: RepId; readonly offerId: OfferId },
  { reason }: AnnulmentBody,
): Promise<Annulled> {
  const { store } = deps;
  const { at, by } = command;
  return retryLostRace(async () => {
    const [rep, stored, offer, rules] = await Promise.all([
      store.rep(repId),
      store.record(repId),
      store.offer(offerId),
      rulesNow(deps),
    ]);
    if (!rep) throw new NotFound('rep', repId);
    if (offer?.repId !== repId) throw new NotFound(`offer to rep ${repId}`, offerId);
    const lead = await store.lead(offer.leadId);
    refuseParty(by.sub, [repId, ...(lead ? partiesOf(lead) : [])]);
    const decision = annulMiss(rep, stored ?? newRecord(repId), { offerId, at, rules });
    const answer: Annulled = {
      repId,
      offerId,
      annulledAt: at,
      suspendedUntil: suspendedAt(decision.rep, at) ?? null,
    };
    await commitDesk(deps, command, {
      scope: `rep_${repId}`,
      changes: [
        replace('rep', rep, decision.rep),
        replace('record', stored, decision.record),
        replace('offer', offer, { ...offer, annulled: { at, by: by.sub, reason } }),
      ],
      facts: decision.events,
      answer,
    });
    return answer;
  });
}
