// What messages to staff call a lead: its person and his company, as known now. An erased person has no name any more: then, too, the
// lead's id stands for him.

import type { LeadId } from '../leads/ids.ts';
import type { Lead } from '../leads/lead.ts';
import type { Subject } from '../leads/messages/wording.ts';
import type { Account, Person } from '../leads/person.ts';
import type { Store } from '../ports.ts';
import { accountsNow, peopleNow } from './follow-pointers.ts';

export function calledBy(
  { leadId, companyName }: Lead,
  person: Person | undefined,
  account: Account | undefined,
): Omit<Subject, 'link'> {
  return {
    person: person?.name || leadId,
    company: account?.name ?? account?.domain ?? (companyName || undefined),
  };
}

/** Of several leads at once; nobody is known of one that is not there. */
export async function subjectsOf(
  store: Store,
  leadIds: readonly LeadId[],
): Promise<(leadId: LeadId) => Omit<Subject, 'link'> | undefined> {
  const leads = await store.leads(leadIds);
  const [people, accounts] = await Promise.all([
    peopleNow(
      store,
      [...leads.values()].map(({ personId }) => personId),
    ),
    accountsNow(
      store,
      [...leads.values()].flatMap(({ accountId }) => accountId ?? []),
    ),
  ]);
  return (leadId) => {
    const lead = leads.get(leadId);
    return lead && calledBy(lead, people.get(lead.personId), accounts.get(lead.accountId ?? ''));
  };
}
