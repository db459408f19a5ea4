// Task ScoreLead of lead-journey: the first judgement of a captured lead (rows 2 to 4); a later cycle finds it done.

import { onTable } from '../platform/table-deps.ts';
import { JourneyTask, task } from '../platform/task.ts';
import { leadOrNotFound } from '../use-cases/commit/guards.ts';
import { settleLead } from '../use-cases/settle-lead.ts';
import { journeyStep } from '../use-cases/workflow/continue-workflow.ts';

export const create = task(JourneyTask, async (input, deps, command) => {
  const lead = await settleLead(deps, command, input.leadId);
  return journeyStep(lead ?? (await leadOrNotFound(deps, input.leadId)), input);
});

export const handler = onTable(create);
