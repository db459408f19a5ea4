// What most desks get back for a move: the lead as it stands after it.

import type { Decision } from '../../leads/decision.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Rules } from '../../leads/rules.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import type { LeadView } from '../answers/lead-answers.ts';
import { leadView } from '../view-lead.ts';
import { commitLead } from './commit-lead.ts';

/** Commits a decision that leaves the offers as they are, and answers with the lead. */
export async function commitAndShow(
  deps: Deps,
  command: Command,
  {
    before,
    decision,
    rules,
    changes = [],
  }: {
    readonly before: Lead;
    readonly decision: Decision;
    readonly rules: Rules;
    readonly changes?: readonly Change[];
  },
): Promise<LeadView> {
  const made = before.cycle > 1 || before.offerSeq > 0;
  const [offers, touches] = await Promise.all([
    made ? deps.store.offersOf(before.leadId) : [],
    deps.store.touchesOf(before.leadId),
  ]);
  const { lead } = decision;
  const answer = leadView({ lead, offers, touches, at: command.at, rules });
  await commitLead(deps, command, { before, decision, changes, answer, rules });
  return answer;
}
