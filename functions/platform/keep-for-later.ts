// Storage first (decision 0029): what cannot be written for other reasons than what was sent waits in the buffer, and the sender is
// answered as if it had been.

import { LeadError, LostRace } from '../leads/errors.ts';
import type { Later } from './api.ts';
import { keptCall } from './kept-call.ts';

/** Where the buffer is away too, the call fails as it would have: whoever sent it has it still. */
export const keepForLater: Later = async (deps, { event, promised }, error) => {
  if (error instanceof LeadError && !(error instanceof LostRace)) return undefined;
  const { requestId } = event.requestContext;
  console.error('a call could not be written and is kept in the buffer', requestId, error);
  try {
    await deps.buffer.keep(keptCall(event));
  } catch (refused) {
    console.error('the buffer did not take it either', requestId, refused);
    return undefined;
  }
  return promised();
};
