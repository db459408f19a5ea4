// What people outside sent and said, as they would tell it themselves: nobody of them is lost (4.12, 18), and none of their noes is
// forgotten (19). Kept beside the company, so that what a row has lost is missed.

import { hashedKeys } from '../../functions/leads/identity/identity.ts';
import type { Lead } from '../../functions/leads/lead.ts';
import type { Person } from '../../functions/leads/person.ts';
import type { Channel } from '../../functions/leads/statement.ts';
import { personNow } from '../../functions/use-cases/follow-pointers.ts';
import { environment } from '../../infra/local/project.ts';
import type { World } from './acting.ts';

/** A form, card or advert of somebody who can be reached, and the lead where it was found at once. */
export interface Sent {
  readonly what: string;
  readonly leadId: Lead['leadId'] | undefined;
}

/** A row of a file that goes in by and by. */
export interface Card {
  readonly importId: string;
  readonly email: string;
  readonly isNo: boolean;
}

/** A word of the person's own: a no by whatever way, or a yes by his link or on the phone. */
export interface Word {
  readonly channel: Channel;
  readonly says: 'yes' | 'no';
  /** Of what happens in one step nobody can say which came first. */
  readonly step: number;
  /** Whoever went on in one row then: the one who goes on first. */
  readonly personIds: readonly string[];
}

/** Whoever is known by this address now. */
export async function personBy({ company }: World, email: string): Promise<Person | undefined> {
  const [key] = hashedKeys({ email }, environment.IDENTITY_PEPPER);
  const found = key && (await company.store.contactKeys([key.hash])).get(key.hash);
  return found && personNow(company.store, found.owner);
}

export function heard(
  { said, step }: World,
  { personId, absorbed }: Person,
  answers: { readonly [One in Channel]?: boolean | undefined },
): void {
  const personIds = [personId, ...absorbed];
  for (const channel of ['email', 'phone'] as const) {
    const says = answers[channel];
    if (says !== undefined) said.push({ channel, says: says ? 'yes' : 'no', step, personIds });
  }
}

/** The noes that still stand: each with the person who goes on now, and not since turned into a yes by himself. */
export async function standingNoes({
  company,
  said,
}: World): Promise<readonly { readonly person: Person; readonly channel: Channel }[]> {
  const noes = said.filter(({ says }) => says === 'no');
  const each = await Promise.all(
    noes.map(async ({ channel, step, personIds: [personId = ''] }) => {
      const person = await personNow(company.store, personId);
      if (!person || person.erasedAt) return [];
      const his = [personId, person.personId];
      const isLifted = said.some(
        (word) =>
          word.says === 'yes' &&
          word.channel === channel &&
          word.step >= step &&
          word.personIds.some((one) => his.includes(one)),
      );
      return isLifted ? [] : [{ person, channel }];
    }),
  );
  return each.flat();
}
