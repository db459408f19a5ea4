// The row of a submission that was put aside without a lead: read only while it waits for staff, and told in its own story when it does not.

import { NotFound } from '../../leads/errors.ts';
import { isSetAside, NotSetAside } from '../../leads/intake/set-aside.ts';
import type { Command, Store, Submitted, Told } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { toldEvents } from '../commit/told-events.ts';

/** Throws NOT_FOUND, and ILLEGAL_TRANSITION when it does not wait any more. */
export async function setAsideOrRefused(store: Store, submissionId: string): Promise<Submitted> {
  const found = await store.submission(submissionId);
  if (!found) throw new NotFound('submission', submissionId);
  if (!isSetAside(found)) throw new NotSetAside(found);
  return found;
}

/** It became a lead. */
export function releaseTold(command: Command, before: Submitted, after: Submitted): Told {
  const { submissionId, leadId } = after;
  const fact = { type: 'UnreachableReleased', data: { submissionId, leadId } } as const;
  return {
    scope: submissionId,
    change: replace('submission', before, after),
    events: toldEvents([fact], command),
  };
}
