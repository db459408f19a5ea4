// The task behind every wait: keeps the token, and wakes at once when the answer came first (architecture.md, rule 1).

import { TokenTask } from '../platform/task.ts';
import { onTableAndTokens } from '../platform/token-deps.ts';
import type { Deps } from '../ports.ts';
import { storeToken } from '../use-cases/workflow/continue-workflow.ts';

export const create =
  (deps: Deps) =>
  async (event: unknown): Promise<void> =>
    storeToken(deps, TokenTask.parse(event));

export const handler = onTableAndTokens(create);
