// An engagement was sent: who is it, and which open journeys hear of it (A1-10, A4-4; api.md, engagements)?

import { ulidOf } from '../../leads/ids.ts';
import { millisOf, plus } from '../../leads/instant.ts';
import { engaged, type Heard } from '../../leads/intake/engagement.ts';
import type { KnownSender } from '../../leads/intake/sender.ts';
import type { Engagement } from '../../leads/intake/submission.ts';
import type { Touch } from '../../leads/person.ts';
import { present } from '../../leads/present.ts';
import type { Rules } from '../../leads/rules.ts';
import { withVisit } from '../../leads/source/visitor.ts';
import { isOpen } from '../../leads/states.ts';
import { type Command, type Deps, system } from '../../ports.ts';
import type { Recorded } from '../answers/customer-answers.ts';
import { put, remove, replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { toldEvents } from '../commit/told-events.ts';
import { leadNow, leadsOf } from '../follow-pointers.ts';
import { identify, keysOf } from './identify-sender.ts';
import { traceSource } from './trace-source.ts';

/** Longer than the relay is ever away. */
const HEARD_FOR = 'P7D';

/**
 * Of an address it is only written down that it came: whose it is the relay looks up, so that a stranger cannot tell by the time that an
 * answer takes whether we know the address. A browser alone tells no address, and is looked up at once.
 */
export async function recordEngagement(
  deps: Deps,
  command: Command,
  { person: sender, kind, contentId, touch: sent, seconds, occurredAt = command.at }: Engagement,
): Promise<Recorded> {
  const { at, requestId } = command;
  const recorded = { receivedAt: at };
  const rules = await rulesNow(deps);
  const { email, phone, visitorId } = sender;
  const from = { person: present({ email: email || undefined, phone: phone || undefined }) };
  const heard: Heard = {
    // The same in every journey: what a company did is counted once (A4-4).
    touchId: `eng_${ulidOf(at, requestId)}`,
    version: 0,
    // The company alone says nothing of who was there.
    keys: keysOf(deps, rules, from, visitorId).hashes.flatMap(({ kind: of, hash }) =>
      of === 'domain' || of === 'name' ? [] : [{ kind: of, hash }],
    ),
    kind,
    at: millisOf(occurredAt) > millisOf(at) ? at : occurredAt,
    heardAt: at,
    ...present({ seconds }),
    source: await traceSource(deps, rules, kind, { ...sent, ...present({ contentId }) }),
    forgetAt: plus(at, HEARD_FOR),
  };
  const receipt = command.receipt?.(recorded);
  if (email || phone) {
    const { touchId } = heard;
    const events = toldEvents(
      [{ type: 'EngagementHeard', data: { touchId } }],
      system(at, requestId),
    );
    await deps.store.commit({ scope: touchId, changes: [put('heard', heard)], events, receipt });
    return recorded;
  }
  await tell(deps, command, heard, rules);
  if (receipt) await deps.store.commit({ changes: [], receipt });
  return recorded;
}

/** What the relay does about it. Nothing is left of what an unknown address did. */
export async function tellEngagement(deps: Deps, command: Command, touchId: string): Promise<void> {
  const heard = await deps.store.heard(touchId);
  if (!heard) return;
  await tell(deps, command, heard, await rulesNow(deps));
  await deps.store.commit({ changes: [remove('heard', heard)] });
}

/**
 * Records it with every open journey of the person and the account (A4-4); one that has it already is passed over. Of a browser that
 * nobody has left a name in, the visit is kept for the policy's look-back (visitor.ts).
 */
async function tell(deps: Deps, command: Command, heard: Heard, rules: Rules): Promise<void> {
  const known = await identify(deps, heard.keys, undefined, { visitorSays: true });
  const { person } = known;
  const visitor = heard.keys.find((key) => key.kind === 'visitor');
  if (!person) {
    if (visitor) await rememberVisit(deps, rules, visitor.hash, heard);
    return;
  }
  const { touchId, at: happenedAt, heardAt: at, kind, seconds, source } = heard;
  const { personId, accountId } = person;
  for (const leadId of await journeysOf(deps, known)) {
    await retryLostRace(async () => {
      const lead = await deps.store.lead(leadId);
      if (!lead || !isOpen(lead.state)) return;
      const before = await deps.store.touchesOf(leadId);
      if (before.some((one) => one.touchId === touchId)) return;
      const touch: Touch = {
        touchId,
        leadId,
        personId,
        at: happenedAt,
        kinds: [kind],
        ...present({ accountId, seconds }),
        source,
      };
      await commitLead(
        deps,
        { at, requestId: command.requestId, by: { kind: 'customer', sub: personId } },
        {
          before: lead,
          decision: engaged(lead, touch, { at, rules, person, before }),
          changes: [put('touch', touch)],
          rules,
        },
      );
    });
  }
}

/** Keeps what a stranger's browser did, until he leaves a name or the look-back is over (A1-10). */
async function rememberVisit(
  { store, pauses }: Deps,
  { policy }: Rules,
  id: string,
  { touchId, at, kind, seconds, source }: Heard,
): Promise<void> {
  const days = policy.sources.visitorLookBackDays;
  if (days === 0) return;
  await retryLostRace(async () => {
    const before = await store.visitor(id);
    const after = withVisit(
      before,
      { touchId, at, kind, ...present({ seconds }), source },
      { id, days },
    );
    await store.commit({ changes: [replace('visitor', before, after)] });
  }, pauses);
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
