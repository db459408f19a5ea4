// Task RouteLead of lead-journey: the rep whose turn it is, and the offer (rows 9 to 11).

import { onTable } from '../platform/table-deps.ts';
import { JourneyTask, task } from '../platform/task.ts';
import { leadOrNotFound } from '../use-cases/commit/guards.ts';
import { routeLead } from '../use-cases/offer/route-lead.ts';
import { journeyStep } from '../use-cases/workflow/continue-workflow.ts';

export const create = task(JourneyTask, async (input, deps, command) => {
  const lead = await routeLead(deps, command, input.leadId);
  return journeyStep(lead ?? (await leadOrNotFound(deps, input.leadId)), {
    ...input,
    routed: true,
  });
});

export const handler = onTable(create);
