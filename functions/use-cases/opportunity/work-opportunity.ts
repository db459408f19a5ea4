// What people do with an opportunity: go on with it, win, lose, cancel, rule on a cancellation, give it to another rep, open it again (rows 21 to 24).

import { Forbidden, Invalid } from '../../leads/errors.ts';
import type { OpportunityId } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import { giveCause, ruleOnCancel } from '../../leads/opportunity/cancellation.ts';
import type { Opportunity } from '../../leads/opportunity/opportunity.ts';
import type { OpportunityDecision } from '../../leads/opportunity/opportunity-decision.ts';
import { cancel, correct, lose, reopen, win } from '../../leads/opportunity/opportunity-end.ts';
import { moveOwner, progress } from '../../leads/opportunity/opportunity-progress.ts';
import { refuseParty } from '../../leads/party.ts';
import type { At } from '../../leads/rules.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import type { OpportunityDetail, OpportunityView } from '../answers/opportunity-answers.ts';
import { replace } from '../commit/changes.ts';
import { isErased, refuseErased } from '../commit/guards.ts';
import { accountNow } from '../follow-pointers.ts';
import { creditView, opportunityView } from '../view-opportunity.ts';
import {
  decideOpportunity,
  partiesTo,
  readCase,
  refuseForeignOpportunity,
} from './opportunity-case.ts';

/** What somebody says of an opportunity, decided by the rule about it alone. */
function byRule<Said>(
  rule: (
    lead: Lead,
    opportunity: Opportunity,
    said: Said,
    now: At & { readonly by: string },
  ) => OpportunityDecision,
) {
  return (deps: Deps, command: Command, id: OpportunityId, said: Said): Promise<OpportunityView> =>
    decideOpportunity(deps, command, id, ({ lead, opportunity, rules }) =>
      rule(lead, opportunity, said, { at: command.at, rules, by: command.by.sub }),
    );
}

/** Stage, amount, notes and the rest (21). Throws NOT_YOUR_LEAD, ILLEGAL_TRANSITION, INVALID. */
export const updateOpportunity = byRule(progress);

/** Lost (23). Throws INVALID when the reason is none of the policy's, or the POC's failure has none. */
export const loseOpportunity = byRule(lose);

/** Cancelled (24), or the cause of a cancellation, given in time (4.8). */
export const cancelOpportunity = byRule<Parameters<typeof cancel>[2]>((lead, before, why, now) =>
  before.status === 'CANCELLED'
    ? giveCause(lead, before, why, now)
    : cancel(lead, before, why, now),
);

/** A director opens a won, lost or cancelled opportunity again. Throws PARTY, ILLEGAL_TRANSITION, COLLISION when the customer has another open journey. */
export async function reopenOpportunity(
  deps: Deps,
  command: Command,
  id: OpportunityId,
  why: { readonly reason: string },
): Promise<OpportunityView> {
  const { at, by } = command;
  return decideOpportunity(deps, command, id, async (found) => {
    refuseParty(by.sub, await partiesTo(deps, found));
    await refuseErased(deps, found.lead, 'Reopened');
    return reopen(found.lead, found.opportunity, why, { at, rules: found.rules });
  });
}

/** Won (22): the account has a customer and an owner now, to whom its next enquiries go (4.8, existing customer). */
export async function winOpportunity(
  deps: Deps,
  command: Command,
  id: OpportunityId,
  signed: Parameters<typeof win>[2],
): Promise<OpportunityView> {
  const { at } = command;
  return decideOpportunity(
    deps,
    command,
    id,
    async ({ lead, opportunity, rules }) =>
      win(lead, opportunity, signed, { at, rules, rates: await deps.store.rates() }),
    (decision) => customerWon(deps, command, decision),
  );
}

async function customerWon(
  { store }: Deps,
  { at }: Command,
  { lead, opportunity }: OpportunityDecision,
): Promise<readonly Change[]> {
  const account = lead.accountId && (await accountNow(store, lead.accountId));
  if (!account) return [];
  const { customerSince = at } = account;
  return [
    replace('account', account, { ...account, customerSince, ownerRepId: opportunity.ownerRepId }),
  ];
}

/** A director corrects what was signed (4.8). Throws PARTY, ILLEGAL_TRANSITION. */
export async function correctOpportunity(
  deps: Deps,
  command: Command,
  id: OpportunityId,
  right: Parameters<typeof correct>[2],
): Promise<OpportunityView> {
  return decideOpportunity(deps, command, id, async (found) => {
    refuseParty(command.by.sub, await partiesTo(deps, found));
    const said = (await isErased(deps, found.lead)) ? { ...right, reason: 'ERASED' } : right;
    const rates = await deps.store.rates();
    return correct(found.lead, found.opportunity, said, { rules: found.rules, rates });
  });
}

/** Ops approve or decline the cause, a director once it was passed on to him (4.8); parties may not (4.13). Throws FORBIDDEN, PARTY. */
export async function ruleOnCancellation(
  deps: Deps,
  command: Command,
  id: OpportunityId,
  ruling: { readonly approve: boolean; readonly note: string },
): Promise<OpportunityView> {
  const { at, by } = command;
  return decideOpportunity(deps, command, id, async (found) => {
    const { lead, opportunity } = found;
    refuseParty(by.sub, await partiesTo(deps, found));
    if (by.kind === 'director' && opportunity.cancellation?.passedOnAt === undefined)
      throw new Forbidden(`ops rule on the cancellation of ${id} first`);
    const said = (await isErased(deps, lead)) ? { ...ruling, note: '' } : ruling;
    return ruleOnCancel(lead, opportunity, said, { at, by: by.sub });
  });
}

/** A director gives an open opportunity to another active rep (4.8, rep deactivated). */
export async function moveOpportunity(
  deps: Deps,
  command: Command,
  id: OpportunityId,
  to: { readonly repId: string; readonly reason: string },
): Promise<OpportunityView> {
  const { at, by } = command;
  refuseParty(by.sub, [to.repId]);
  const rep = await deps.store.rep(to.repId);
  if (!rep?.active) {
    const message = `${to.repId} is no active rep; name one who works here`;
    throw new Invalid([{ path: 'repId', message }]);
  }
  return decideOpportunity(deps, command, id, ({ lead, opportunity, rules }) =>
    moveOwner(lead, opportunity, to, { at, rules }),
  );
}

/** The opportunity with its credit. */
export async function readOpportunity(
  deps: Deps,
  command: Command,
  id: OpportunityId,
): Promise<OpportunityDetail> {
  const { opportunity, lead } = await readCase(deps, id);
  refuseForeignOpportunity(opportunity, command);
  const credit = opportunity.creditId && (await deps.store.credit(opportunity.creditId));
  const shown = opportunityView(opportunity, lead);
  return credit ? { ...shown, credit: creditView(credit) } : shown;
}
