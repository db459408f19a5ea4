// Task SettleNurture of nurture: whatever is due for a lead at rest (rows 25 to 27).

import { onTable } from '../platform/table-deps.ts';
import { JourneyTask, task } from '../platform/task.ts';
import { leadOrNotFound } from '../use-cases/commit/guards.ts';
import { settleLead } from '../use-cases/settle-lead.ts';
import { nurtureStep } from '../use-cases/workflow/continue-workflow.ts';

export const create = task(JourneyTask, async (input, deps, command) => {
  const lead = await settleLead(deps, command, input.leadId, 'NURTURE');
  return nurtureStep(lead ?? (await leadOrNotFound(deps, input.leadId)), input);
});

export const handler = onTable(create);
