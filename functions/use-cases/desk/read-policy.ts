// The policy in force, and as it was when an offer was made (4.13; 4.8: running offers keep their version).

import { defaultPolicy, Policy, type VersionedPolicy } from '../../leads/policy.ts';
import type { Deps } from '../../ports.ts';
import type { PolicyView } from '../answers/desk-answers.ts';
import { everyItem } from '../every-item.ts';
import { POLICY_SCOPE } from '../policy-at.ts';

/** The document with its version beside its sections, as GET /v1/policy answers it. */
export function policyView({ version, document }: VersionedPolicy): PolicyView {
  return { version, ...document };
}

/** The policy of a version: every event of the policy carries the document that it put in force. */
export async function policyOfVersion({ store }: Deps, version: number): Promise<Policy> {
  const current = await store.policy();
  if (current.version === version) return current.document;
  const events = everyItem((cursor) => store.eventsOf(POLICY_SCOPE, { limit: 100, cursor }));
  for await (const { at, index, changes } of events)
    if (at === version && index === 0) return Policy.parse(changes?.document);
  return version === 0 ? defaultPolicy() : current.document;
}
