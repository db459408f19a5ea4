// A person opens the link that he was sent and confirms: what waits for his yes has it, and an enquiry that was put aside goes on (3; 4.2, consent).

import { NotFound } from '../../leads/errors.ts';
import { after, confirmedBy, consentFacts, news } from '../../leads/identity/consent.ts';
import { optInLink } from '../../leads/identity/opt-in-token.ts';
import { refuseEnded } from '../../leads/identity/signed-link.ts';
import type { Instant } from '../../leads/instant.ts';
import { confirmOptIn } from '../../leads/intake/accept-or-quarantine.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Person } from '../../leads/person.ts';
import type { Channel } from '../../leads/statement.ts';
import type { Command, Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { rulesNow } from '../commit/rules-now.ts';
import { personNow } from '../follow-pointers.ts';

/** What a link is still good for: none of it once it was used. */
interface Waiting {
  readonly lead: Lead;
  readonly person: Person;
  readonly sentAt: Instant;
  readonly channels: readonly Channel[];
  /** The lead is his own: a colleague's word does not free it. */
  readonly isOwn: boolean;
}

/** What the link asks for, and nothing changes: mail scanners open it. Throws NotFound for one that is forged or has ended. */
export async function readOptIn(
  deps: Deps,
  { at }: Command,
  token: string,
): Promise<readonly Channel[]> {
  return (await waitingFor(deps, at, token)).channels;
}

/** Once is enough: a second time nothing waits any more. Returns what it confirmed. Throws as `readOptIn`. */
export async function confirmByPerson(
  deps: Deps,
  command: Command,
  token: string,
): Promise<readonly Channel[]> {
  const { at } = command;
  return retryLostRace(async () => {
    const { lead, person, sentAt, channels, isOwn } = await waitingFor(deps, at, token);
    if (channels.length === 0) return channels;
    const [touches, rules] = await Promise.all([deps.store.touchesOf(lead.leadId), rulesNow(deps)]);
    const by = person.personId;
    const text = person.consent.privacyPolicy;
    const said = { at, where: 'optIn', by, text, link: sentAt } as const;
    const yes = Object.fromEntries(channels.map((channel) => [channel, true]));
    const statements = news(person, yes, said);
    const goesOn = isOwn ? confirmOptIn(lead, { at, rules, touches }) : { lead, events: [] };
    const events = [...goesOn.events, ...consentFacts(statements)];
    await commitLead(
      deps,
      { ...command, by: { kind: 'customer', sub: by } },
      {
        before: lead,
        decision: { ...goesOn, events },
        changes: [replace('person', person, after(person, statements))],
        rules,
      },
    );
    return channels;
  });
}

async function waitingFor({ store, pepper }: Deps, at: Instant, token: string): Promise<Waiting> {
  const link = optInLink(token, pepper);
  const lead = link && (await store.lead(link.leadId));
  const person = lead && (await personNow(store, link.personId ?? lead.personId));
  if (!lead || !person || person.erasedAt) throw new NotFound('opt-in', token.slice(0, 40));
  const { sentAt = lead.openedAt } = link;
  refuseEnded(sentAt, at);
  const channels = confirmedBy(person, sentAt);
  const isOwn = [person.personId, ...person.absorbed].includes(lead.personId);
  // Whoever opens a mail of ours can be written to there.
  const isPutAside = isOwn && lead.state === 'QUARANTINED' && channels.length === 0;
  return { lead, person, sentAt, isOwn, channels: isPutAside ? ['email'] : channels };
}
