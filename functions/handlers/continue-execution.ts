// Tasks ContinueJourney and ContinueStay: an execution that has grown long or old hands over to the next.

import { onTable } from '../platform/table-deps.ts';
import { JourneyTask, task } from '../platform/task.ts';
import { continueExecution } from '../use-cases/workflow/continue-workflow.ts';

export const create = task(JourneyTask, (input, deps, command) =>
  continueExecution(deps, command, input),
);

export const handler = onTable(create);
