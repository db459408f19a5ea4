// A table that was restored knows people again who were erased since: they are erased as they were then (4.8, erasure; docs/runbook.md).

import type { LeadId } from '../../leads/ids.ts';
import type { Command, Deps } from '../../ports.ts';
import { personNow } from '../follow-pointers.ts';
import { erasePerson } from './erase-person.ts';
import { finishErasure } from './finish-erasure.ts';

interface Erasure {
  readonly leadId: LeadId;
  readonly personId: string;
  readonly reason: string;
}

/**
 * Where the person came back he is erased anew; where only leads of his did, their words are taken out again. Whoever is not in the table
 * came after what was restored. It may stop half-way and run again.
 */
export async function eraseAgain(
  deps: Deps,
  command: Command,
  { leadId, personId, reason }: Erasure,
): Promise<'erased' | 'notThere'> {
  const [lead, person] = await Promise.all([
    deps.store.lead(leadId),
    personNow(deps.store, personId),
  ]);
  if (!lead || !person) return 'notThere';
  const root = person.personId;
  if (!person.erasedAt) {
    const isOwn = (await personNow(deps.store, lead.personId))?.personId === root;
    const named = isOwn ? {} : { personId };
    await erasePerson(deps, command, leadId, { reason, ...named });
  }
  await finishErasure(deps, command, { personId: root, leadId, reason });
  return 'erased';
}
