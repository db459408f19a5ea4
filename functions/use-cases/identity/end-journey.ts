// A journey that ends and nobody is to blame, because its lead was merged or erased: what was under way goes with it, in one transaction.

import { chain, type Decision } from '../../leads/decision.ts';
import type { Lead } from '../../leads/lead.ts';
import { withdrawOffer } from '../../leads/offer/no-answer.ts';
import { endRecall } from '../../leads/offer/recall.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import { endWith } from '../../leads/opportunity/opportunity-end.ts';
import { present } from '../../leads/present.ts';
import type { Change, Command, Deps, Told } from '../../ports.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { commitSettled, recalledTurnBack } from '../offer/settle-offer.ts';

interface Ending {
  readonly reason: 'MERGED' | 'ERASED';
  /** The decision that ends the lead, once its offer is withdrawn. */
  readonly end: (lead: Lead) => Decision;
  readonly changes?: readonly Change[];
  readonly alsoTold?: readonly Told[];
  readonly answer?: object | undefined;
}

/** Ends the journey: a pending offer is taken back without a miss, and its turn with it, also that of a recalled one; an open opportunity is closed. */
export async function endJourney(
  deps: Deps,
  command: Command,
  lead: Lead,
  { reason, end, changes = [], alsoTold = [], answer }: Ending,
): Promise<void> {
  const offer = lead.state === 'OFFERED' ? await deps.store.offer(lead.offerId) : undefined;
  if (!offer) {
    // Recalled, and never offered to him again (row 16).
    const turnBack = await recalledTurnBack(deps, lead);
    await commitLead(deps, command, {
      before: lead,
      decision: turnBack.length > 0 ? chain(endRecall(lead), end) : end(lead),
      changes: [...changes, ...turnBack],
      alsoTold,
      ...(await closedOpportunity(deps, command, lead, reason)),
      ...present({ answer }),
    });
    return;
  }
  const rules = await rulesNow(deps);
  const back = withdrawOffer(lead, offer, { reason }, command);
  const decision = { ...back, ...chain(back, end) };
  await commitSettled(deps, command, {
    lead,
    before: offer,
    decision,
    rules,
    changes,
    alsoTold,
    ...present({ answer: answer ? () => answer : undefined }),
  });
}

async function closedOpportunity(
  { store }: Deps,
  { at, by }: Command,
  lead: Lead,
  reason: Ending['reason'],
): Promise<{
  readonly opportunity?: { readonly before: Opportunity; readonly after: Opportunity };
}> {
  if (lead.state !== 'OPPORTUNITY') return {};
  const before = await store.opportunity(lead.opportunityId);
  if (before?.status !== 'OPEN') return {};
  return { opportunity: { before, after: endWith(before, { at, by: by.sub, reason }) } };
}
