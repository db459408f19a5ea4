// An engagement was sent: who is it, and which open journeys hear of it (A1-10, A4-4; api.md, engagements)?

import { ulidOf } from '../../leads/ids.ts';
import { millisOf } from '../../leads/instant.ts';
import { engaged } from '../../leads/intake/engagement.ts';
import type { KnownSender } from '../../leads/intake/sender.ts';
import type { Engagement } from '../../leads/intake/submission.ts';
import type { Touch } from '../../leads/person.ts';
import { present } from '../../leads/present.ts';
import type { Rules } from '../../leads/rules.ts';
import { type Visit, withVisit } from '../../leads/source/visitor.ts';
import { isOpen } from '../../leads/states.ts';
import type { Command, Deps } from '../../ports.ts';
import type { Recorded } from '../answers/customer-answers.ts';
import { put, replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { leadNow, leadsOf } from '../follow-pointers.ts';
import { identify, keysOf } from './identify-sender.ts';
import { traceSource } from './trace-source.ts';

/**
 * Records the engagement with every open journey of the person and the account (A4-4). Of a browser that nobody has left a name
 * in, the visit is kept for the policy's look-back (visitor.ts); of an unknown address nothing is. The answer is the same.
 */
export async function recordEngagement(
  deps: Deps,
  command: Command,
  { person: sender, kind, contentId, touch: sent, occurredAt = command.at }: Engagement,
): Promise<Recorded> {
  const { at, requestId } = command;
  const recorded = { receivedAt: at };
  const rules = await rulesNow(deps);
  const { email, phone, visitorId } = sender;
  const from = { person: present({ email: email || undefined, phone: phone || undefined }) };
  const all = keysOf(deps, rules, from, visitorId).hashes;
  // The company alone says nothing of who was there.
  const hashes = all.filter((key) => key.kind !== 'domain');
  const known = await identify(deps, hashes, undefined, { visitorSays: true });
  const { person } = known;
  const source = await traceSource(deps, rules, kind, { ...sent, ...present({ contentId }) });
  // The same in every journey: what a company did is counted once (A4-4).
  const touchId = `eng_${ulidOf(at, requestId)}`;
  const happenedAt = millisOf(occurredAt) > millisOf(at) ? at : occurredAt;
  const visitor = hashes.find((key) => key.kind === 'visitor');
  if (!person && visitor) {
    await rememberVisit(deps, command, rules, visitor.hash, {
      touchId,
      at: happenedAt,
      kind,
      source,
    });
    return recorded;
  }
  // The receipt is written with the first journey that hears of it: a repeat never counts twice.
  let receipted = false;
  for (const leadId of await journeysOf(deps, known)) {
    await retryLostRace(async () => {
      const lead = await deps.store.lead(leadId);
      if (!lead || !person || !isOpen(lead.state)) return;
      const { personId, accountId } = person;
      const touch: Touch = {
        touchId,
        leadId,
        personId,
        at: happenedAt,
        kinds: [kind],
        ...present({ accountId }),
        source,
      };
      const before = await deps.store.touchesOf(leadId);
      await commitLead(
        deps,
        { ...command, by: { kind: 'customer', sub: personId } },
        {
          before: lead,
          decision: engaged(lead, touch, { at, rules, person, before }),
          changes: [put('touch', touch)],
          rules,
          ...present({ answer: receipted ? undefined : recorded }),
        },
      );
      receipted = true;
    });
  }
  const receipt = receipted ? undefined : command.receipt?.(recorded);
  if (receipt) await deps.store.commit({ changes: [], receipt });
  return recorded;
}

/** Keeps what a stranger's browser did, until he leaves a name or the look-back is over (A1-10). */
async function rememberVisit(
  { store }: Deps,
  { at, receipt }: Command,
  { policy }: Rules,
  id: string,
  visit: Visit,
): Promise<void> {
  const days = policy.sources.visitorLookBackDays;
  const kept = receipt?.({ receivedAt: at });
  await retryLostRace(async () => {
    if (days === 0 && !kept) return;
    const before = await store.visitor(id);
    const after = withVisit(before, visit, { id, days });
    await store.commit({
      changes: days > 0 ? [replace('visitor', before, after)] : [],
      receipt: kept,
    });
  });
}

/** What colleagues do counts for one purchase: the account's journeys beside the person's own. */
async function journeysOf(
  { store }: Deps,
  { person, account }: KnownSender,
): Promise<ReadonlySet<Touch['leadId']>> {
  const ids = Object.values(person?.leads ?? {});
  const own = await Promise.all(ids.map((id) => leadNow(store, id)));
  const ofAccount = account ? await leadsOf(store, account) : [];
  return new Set([...own, ...ofAccount].flatMap((lead) => (lead ? [lead.leadId] : [])));
}
