// Dependencies of the function that keeps tokens: the table, and waking an execution by its token.

import { SFNClient } from '@aws-sdk/client-sfn';
import { waker } from '../adapters/executions.ts';
import type { Deps } from '../ports.ts';
import { type Logged, once } from './first-call.ts';
import { refuse, tableDeps } from './table-deps.ts';

/** The handler of a function that is granted the table and may wake, but starts nothing. */
export function onTableAndTokens<Event, Result>(
  create: (deps: Deps) => (event: Event) => Promise<Result>,
): Logged<Event, Result> {
  return once(create, () => {
    const wake = waker(new SFNClient({}));
    return tableDeps({ executions: { start: refuse('executions'), wake } });
  });
}
