// What somebody's company has bought while his own lead rested or was lost: read before a mail is decided on, and before it leaves (4.8).

import type { Message } from '../leads/decision.ts';
import type { Instant } from '../leads/instant.ts';
import type { Lead } from '../leads/lead.ts';
import { awayFrom, tellOwner, wonSince } from '../leads/nurture/bought-meanwhile.ts';
import type { Account, Person } from '../leads/person.ts';
import type { Purchase } from '../leads/rules.ts';
import type { Store } from '../ports.ts';
import { accountNow, leadNow, leadsOf, peopleMergedInto, personNow } from './follow-pointers.ts';

/** Whether a touch or the one question after a loss is due: only then a purchase matters. */
export function isMailDue(lead: Lead, at: Instant): boolean {
  if (lead.state === 'NURTURE') return lead.nextTouchAt !== undefined && lead.nextTouchAt <= at;
  return lead.state === 'LOST' && lead.winBackAt !== undefined && lead.winBackAt <= at;
}

/**
 * The latest purchase since this lead came to rest or was lost: of the person, of the company of the lead, and of the one for which
 * the person works now, with all that was merged into them.
 */
export async function findPurchase(store: Store, lead: Lead): Promise<Purchase | undefined> {
  const since = awayFrom(lead);
  if (since === undefined) return undefined;
  const person = await personNow(store, lead.personId);
  const ids = new Set([lead.accountId, person?.accountId].filter((id) => id !== undefined));
  const accounts = await Promise.all([...ids].map((id) => accountNow(store, id)));
  const known = accounts.filter((account) => account !== undefined);
  const journeys = await Promise.all([
    person ? leadsOfPerson(store, person) : [],
    // One that is alone with its company has nobody beside it who could have bought.
    ...known
      .filter(({ severalLeads, absorbed }) => severalLeads || absorbed.length > 0)
      .map((account) => leadsOf(store, account)),
  ]);
  const won = wonSince(journeys.flat(), since);
  return won && { leadId: won.leadId, ownerRepId: await ownerOf(store, won, known) };
}

async function leadsOfPerson(store: Store, person: Person): Promise<readonly Lead[]> {
  const people = [person, ...(await peopleMergedInto(store, person))];
  const ids = people.flatMap(({ leads }) => Object.values(leads));
  return [...(await store.leads(ids)).values()];
}

/** The named owner of the company, else who won the deal; nobody who has left. */
async function ownerOf(
  store: Store,
  won: Lead,
  accounts: readonly Account[],
): Promise<string | undefined> {
  const account = accounts.find(({ accountId, absorbed }) =>
    [accountId, ...absorbed].includes(won.accountId ?? ''),
  );
  for (const repId of [account?.ownerRepId, won.ownerRepId]) {
    const rep = repId === undefined ? undefined : await store.rep(repId);
    if (rep?.active) return repId;
  }
  return undefined;
}

/** The message as it may still leave: a mail to somebody whose company has bought since it was written becomes a word to the owner. */
export async function unlessBought(store: Store, message: Message): Promise<Message> {
  if (message.unlessBought === undefined) return message;
  const lead = await leadNow(store, message.unlessBought);
  const bought = lead && (await findPurchase(store, lead));
  return bought ? tellOwner(lead, bought) : message;
}
