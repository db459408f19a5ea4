// Task SettleOpportunity of opportunity: stall reminders, the end of the time for a cause, the credit's confirmation (4.4, 4.9).

import { onTable } from '../platform/table-deps.ts';
import { OpportunityTask, task } from '../platform/task.ts';
import { opportunityStep, settleOpportunity } from '../use-cases/opportunity/settle-opportunity.ts';

export const create = task(OpportunityTask, async (input, deps, command) => {
  const { opportunity, credit } = await settleOpportunity(deps, command, input.opportunityId);
  return opportunityStep(opportunity, credit, { execution: input.execution, at: command.at });
});

export const handler = onTable(create);
