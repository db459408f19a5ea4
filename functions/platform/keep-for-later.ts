// Storage first (decision 0029): what cannot be written for other reasons than what was sent waits in the buffer, and the sender is
// answered as if it had been.

import { LeadError, LostRace } from '../leads/errors.ts';
import type { Later } from './api.ts';
import { writeLine } from './call-log.ts';
import { keptCall } from './kept-call.ts';

/** Where the buffer is away too, the call fails as it would have: whoever sent it has it still. */
export const keepForLater: Later = async (deps, { event, promised }, error) => {
  if (error instanceof LeadError && !(error instanceof LostRace)) return undefined;
  console.error('a call could not be written and is kept in the buffer', error);
  try {
    await deps.buffer.keep(keptCall(event));
  } catch (refused) {
    console.error('the buffer did not take it either', refused);
    return undefined;
  }
  const { httpMethod, resource, requestContext } = event;
  const code = error instanceof Error ? error.name : typeof error;
  const { requestId } = requestContext;
  await writeLine({ route: `${httpMethod} ${resource}`, outcome: 'kept', code, requestId });
  return promised();
};
