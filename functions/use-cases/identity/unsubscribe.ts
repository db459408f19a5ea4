// A person hears no more from us by mail, until he says otherwise himself (4.2, consent; api.md, /v1/unsubscribe/{token}).

import { NotFound } from '../../leads/errors.ts';
import { after, consentFacts, news } from '../../leads/identity/consent.ts';
import { refuseEnded } from '../../leads/identity/signed-link.ts';
import { unsubscribeLink } from '../../leads/identity/unsubscribe-token.ts';
import type { Instant } from '../../leads/instant.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Person } from '../../leads/person.ts';
import { present } from '../../leads/present.ts';
import { isOpen } from '../../leads/states.ts';
import type { Command, Deps } from '../../ports.ts';
import { replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { toldEvents } from '../commit/told-events.ts';
import { personNow } from '../follow-pointers.ts';

/** `open`: it can be used. `done`: he hears nothing from us already. `used`: he does again, and this link has done its work. */
export type Subscription = 'open' | 'done' | 'used';

/** How it stands, and nothing changes: mail scanners open it. Throws NotFound for a link that is forged or has ended. */
export async function readSubscription(
  deps: Deps,
  { at }: Command,
  token: string,
): Promise<Subscription> {
  return (await subscriptionOf(deps, at, token)).is;
}

/** Once is enough: a second click finds it done. It is told in the story of the person's open lead. Throws as `readSubscription`. */
export async function unsubscribe(
  deps: Deps,
  command: Command,
  token: string,
): Promise<Exclude<Subscription, 'open'>> {
  const { store } = deps;
  const { at } = command;
  return retryLostRace(async () => {
    const { is, person, sentAt } = await subscriptionOf(deps, at, token);
    if (is !== 'open') return is;
    const by = { kind: 'customer', sub: person.personId } as const;
    const said = { at, where: 'unsubscribe', by: by.sub, ...present({ link: sentAt }) } as const;
    const statements = news(person, { email: false }, said);
    const events = consentFacts(statements);
    const change = replace('person', person, after(person, statements));
    const lead = await openLeadOf(deps, person);
    if (lead)
      await commitLead(
        deps,
        { ...command, by },
        { before: lead, decision: { lead, events }, changes: [change] },
      );
    else
      await store.commit({
        scope: person.personId,
        changes: [change],
        events: toldEvents(events, { at, by }),
      });
    return 'done';
  });
}

async function subscriptionOf(
  { store, pepper }: Deps,
  at: Instant,
  token: string,
): Promise<{
  readonly is: Subscription;
  readonly person: Person;
  readonly sentAt: Instant | undefined;
}> {
  const link = unsubscribeLink(token, pepper);
  // Two people found to be one are unsubscribed as one (4.13: readers follow the pointer).
  const person = link && (await personNow(store, link.of));
  if (!person) throw new NotFound('subscription', token.slice(0, 40));
  const { sentAt } = link;
  refuseEnded(sentAt, at);
  const goodbye = { at, where: 'unsubscribe', by: person.personId } as const;
  const isDone = news(person, { email: false }, goodbye).length === 0;
  if (isDone) return { is: 'done', person, sentAt };
  const isUsed =
    sentAt !== undefined &&
    person.consents.some(({ where, link: used }) => where === 'unsubscribe' && used === sentAt);
  return { is: isUsed ? 'used' : 'open', person, sentAt };
}

async function openLeadOf({ store }: Deps, person: Person): Promise<Lead | undefined> {
  for (const leadId of Object.values(person.leads)) {
    const lead = await store.lead(leadId);
    if (lead && isOpen(lead.state)) return lead;
  }
  return undefined;
}
