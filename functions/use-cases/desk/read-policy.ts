// The policy in force, and as it was when an offer was made (4.13; 4.8: running offers keep their version).

import type { Instant } from '../../leads/instant.ts';
import { defaultPolicy, Policy, type VersionedPolicy } from '../../leads/policy.ts';
import type { Deps } from '../../ports.ts';
import type { PolicyView } from '../answers/desk-answers.ts';
import { everyItem } from '../every-item.ts';

/** Scope of the policy's events; its row is the one policy. */
export const POLICY_SCOPE = 'policy';

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

/** The policy that was in force at an instant. */
export async function policyAt({ store }: Deps, at: Instant): Promise<Policy> {
  let document: unknown = {};
  const events = everyItem((cursor) => store.eventsOf(POLICY_SCOPE, { limit: 100, cursor }));
  for await (const { occurredAt, index, changes } of events)
    if (occurredAt <= at && index === 0) document = changes?.document ?? document;
  return Policy.parse(document);
}
