// The policy of another day: its events carry each document that was put in force (4.1, principle 4).

import type { Instant } from '../leads/instant.ts';
import { Policy } from '../leads/policy.ts';
import type { Deps } from '../ports.ts';
import { everyItem } from './every-item.ts';

/** Scope of the policy's events; its row is the one policy. */
export const POLICY_SCOPE = 'policy';

/** The policy that was in force at an instant. */
export async function policyAt({ store }: Pick<Deps, 'store'>, at: Instant): Promise<Policy> {
  let document: unknown = {};
  const events = everyItem((cursor) => store.eventsOf(POLICY_SCOPE, { limit: 100, cursor }));
  for await (const { occurredAt, index, changes } of events)
    if (occurredAt <= at && index === 0) document = changes?.document ?? document;
  return Policy.parse(document);
}
