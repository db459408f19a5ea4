// Whom the rows of a list are about: the people and companies of all of them, read together.

import type { Lead } from '../../leads/lead.ts';
import type { Deps } from '../../ports.ts';
import type { Recognised } from '../answers/shared-answers.ts';
import { accountsNow, peopleNow } from '../follow-pointers.ts';

/** The person's and the company's name of each of these leads; null where there is none (any more). */
export async function recognise(
  { store }: Deps,
  leads: readonly Lead[],
): Promise<(lead: Lead | undefined) => Recognised> {
  const [people, accounts] = await Promise.all([
    peopleNow(
      store,
      leads.map(({ personId }) => personId),
    ),
    accountsNow(
      store,
      leads.flatMap(({ accountId }) => accountId ?? []),
    ),
  ]);
  return (lead) => ({
    name: people.get(lead?.personId ?? '')?.name || null,
    company: accounts.get(lead?.accountId ?? '')?.name || lead?.companyName || null,
  });
}
