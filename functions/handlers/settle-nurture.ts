// Task SettleNurture of nurture: whatever is due for a lead at rest (rows 25 to 27).

import { onTable } from '../platform/table-deps.ts';
import { JourneyTask, task } from '../platform/task.ts';
import { leadOrNotFound } from '../use-cases/commit/guards.ts';
import { settleLead } from '../use-cases/settle-lead.ts';
import { nurtureStep } from '../use-cases/workflow/continue-workflow.ts';

export const create = task(JourneyTask, async (input, deps, command) => {
  const before = await leadOrNotFound(deps, input.leadId);
  const lead = before.state === 'NURTURE' ? await settleLead(deps, command, input.leadId) : before;
  return nurtureStep(lead ?? before, input);
});

export const handler = onTable(create);
