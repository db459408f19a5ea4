// The person did something on the site or at an event: a touch that raises the score and may wake nurture (api.md, engagements).

import { chain, change, type Decision } from '../../leads/decision.ts';
import { Invalid } from '../../leads/errors.ts';
import {
  hashedKeys,
  identityKeys,
  identityProblems,
  keyHash,
} from '../../leads/identity/identity.ts';
import { ulidOf } from '../../leads/ids.ts';
import { millisOf } from '../../leads/instant.ts';
import type { Engagement } from '../../leads/intake/submission.ts';
import type { Lead } from '../../leads/lead.ts';
import { weighNews } from '../../leads/nurture/nurture.ts';
import { type Person, type Touch, touchFacts } from '../../leads/person.ts';
import { type Rules, staleAt } from '../../leads/rules.ts';
import { rescored } from '../../leads/scoring/standing.ts';
import { type Visit, withVisit } from '../../leads/source/visitor.ts';
import { isOpen } from '../../leads/states.ts';
import type { Command, Deps } from '../../ports.ts';
import type { Recorded } from '../answers/customer-answers.ts';
import { put, replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { accountNow, leadNow, leadsOf, personNow } from '../follow-pointers.ts';
import { traceSource } from './trace-source.ts';

/**
 * Records the engagement with every open journey of the person and the account (A4-4). Of a browser that nobody has left a name
 * in, the visit is kept for the policy's look-back (visitor.ts); of an unknown address nothing is. The answer is the same.
 */
export async function recordEngagement(
  deps: Deps,
  command: Command,
  engagement: Engagement,
): Promise<Recorded> {
  const { at, requestId } = command;
  const recorded = { receivedAt: at };
  const { email, phone } = engagement.person;
  const from = { person: { ...(email ? { email } : {}), ...(phone ? { phone } : {}) } };
  const rules = await rulesNow(deps);
  const options = { defaultCountry: rules.policy.intake.defaultCountry };
  const problems = identityProblems(from, options);
  if (problems.length > 0) throw new Invalid(problems);
  const keys = identityKeys(from, options);
  const { visitorId: visitor } = engagement.person;
  const hashes = hashedKeys({ email: keys.email, phone: keys.phone, visitor }, deps.pepper).map(
    ({ hash }) => hash,
  );
  const known = await deps.store.contactKeys(hashes);
  const owners = hashes.flatMap((hash) => known.get(hash)?.owner ?? []);
  const person = owners[0] === undefined ? undefined : await personNow(deps.store, owners[0]);
  const { contentId, touch: sent } = engagement;
  const came = { ...sent, ...(contentId ? { contentId } : {}) };
  const source = await traceSource(deps, rules, engagement.kind, came);
  const claimed = engagement.occurredAt ?? at;
  const happenedAt = millisOf(claimed) > millisOf(at) ? at : claimed;
  if (!person && engagement.person.visitorId !== undefined) {
    const visit = { at: happenedAt, kind: engagement.kind, source };
    await rememberVisit(deps, command, rules, { ...visit, visitorId: engagement.person.visitorId });
    return recorded;
  }
  // The receipt is written with the first journey that hears of it: a repeat never counts twice.
  let receipted = false;
  for (const leadId of await journeysOf(deps, person)) {
    await retryLostRace(async () => {
      const lead = await deps.store.lead(leadId);
      if (!lead || !person || !isOpen(lead.state)) return;
      const touch: Touch = {
        // The same in every journey: what a company did is counted once (A4-4).
        touchId: `eng_${ulidOf(at, requestId)}`,
        leadId,
        personId: person.personId,
        at: happenedAt,
        kinds: [engagement.kind],
        ...(person.accountId === undefined ? {} : { accountId: person.accountId }),
        source,
      };
      const now = {
        at,
        rules,
        touches: [...(await deps.store.touchesOf(leadId)), touch],
        ...ownerOf(lead, person),
      };
      const heard: Decision = {
        lead: change(lead, {
          lastActivityAt: at,
          staleAt: staleAt(rules, at),
          ...rescored(lead, now),
        }),
        events: [
          {
            type: 'EngagementRecorded',
            data: {
              kind: engagement.kind,
              touchId: touch.touchId,
              ...(contentId ? { contentId } : {}),
              touches: [touchFacts(touch)],
            },
          },
        ],
      };
      await commitLead(
        deps,
        { ...command, by: { kind: 'customer', sub: person.personId } },
        {
          before: lead,
          decision: chain(heard, (listening) => weighNews(listening, now)),
          changes: [put('touch', touch)],
          rules,
          ...(receipted ? {} : { answer: recorded }),
        },
      );
      receipted = true;
    });
  }
  const receipt = receipted ? undefined : command.receipt?.(recorded);
  if (receipt) await deps.store.commit({ changes: [], receipt });
  return recorded;
}

/** A mail that falls due now goes to who did it only if the lead is his. */
function ownerOf({ personId }: Lead, person: Person): { readonly person?: Person } {
  return person.personId === personId ? { person } : {};
}

/** Keeps what a stranger's browser did, until he leaves a name or the look-back is over (A1-10). */
async function rememberVisit(
  deps: Deps,
  command: Command,
  { policy }: Rules,
  { visitorId, ...visit }: Omit<Visit, 'touchId'> & { readonly visitorId: string },
): Promise<void> {
  const days = policy.sources.visitorLookBackDays;
  const id = keyHash('visitor', visitorId, deps.pepper);
  const touchId = `eng_${ulidOf(command.at, command.requestId)}`;
  const receipt = command.receipt?.({ receivedAt: command.at });
  await retryLostRace(async () => {
    if (days === 0 && !receipt) return;
    const before = await deps.store.visitor(id);
    const after = withVisit(before, { touchId, ...visit }, { id, days });
    await deps.store.commit({
      changes: days > 0 ? [replace('visitor', before, after)] : [],
      receipt,
    });
  });
}

/** What colleagues do counts for one purchase: the account's journeys beside the person's own. */
async function journeysOf(
  { store }: Deps,
  person: Person | undefined,
): Promise<ReadonlySet<Touch['leadId']>> {
  if (!person) return new Set();
  const { accountId } = person;
  const account = accountId === undefined ? undefined : await accountNow(store, accountId);
  const own = await Promise.all(Object.values(person.leads).map((id) => leadNow(store, id)));
  const ofAccount = account ? await leadsOf(store, account) : [];
  return new Set([...own, ...ofAccount].flatMap((lead) => (lead ? [lead.leadId] : [])));
}
