// An admin has a person forgotten: tombstone, journey, offer and keys in one transaction; finish-erasure.ts removes the rest (4.8, 4.13).

import { Invalid, NotFound } from '../../leads/errors.ts';
import { blocksOf } from '../../leads/identity/company-names.ts';
import { eraseJourney, goneFact, isNamedAfter, tombstone } from '../../leads/identity/erase.ts';
import { nameKeys } from '../../leads/identity/person-names.ts';
import { LeadId } from '../../leads/ids.ts';
import type { Lead } from '../../leads/lead.ts';
import type { Person } from '../../leads/person.ts';
import { IllegalTransition } from '../../leads/states.ts';
import type { Change, Command, Deps } from '../../ports.ts';
import type { Erased } from '../answers/customer-answers.ts';
import { remove, replace } from '../commit/changes.ts';
import { commitLead } from '../commit/commit-lead.ts';
import { withoutHolders } from '../commit/contact-keys.ts';
import { leadOrNotFound } from '../commit/guards.ts';
import { retryLostRace } from '../commit/retry-lost-race.ts';
import { accountNow, peopleMergedInto, personNow } from '../follow-pointers.ts';
import { endJourney } from './end-journey.ts';

/** People and contact keys that go with the transaction, which has room for a hundred actions; finish-erasure.ts does the others. */
const PEOPLE_AT_ONCE = 30;
const ROWS_AT_ONCE = 75;

/** Erases the person of this lead, or one of its buying group, with everybody merged into him. Throws ILLEGAL_TRANSITION when that was done. */
export async function erasePerson(
  deps: Deps,
  command: Command,
  leadId: Lead['leadId'],
  { reason, personId: named }: { readonly reason: string; readonly personId?: string | undefined },
): Promise<Erased> {
  return retryLostRace(async () => {
    const lead = await leadOrNotFound(deps, leadId);
    if (named !== undefined && ![lead.personId, ...lead.buyingGroup].includes(named)) {
      const message = 'is not the person of this lead, nor of its buying group; take it from there';
      throw new Invalid([{ path: 'personId', message }]);
    }
    const [own, person] = await Promise.all([
      personNow(deps.store, lead.personId),
      personNow(deps.store, named ?? lead.personId),
    ]);
    if (!person) throw new NotFound('person of lead', leadId);
    if (person.erasedAt) throw new IllegalTransition(lead.state, 'Erased');
    const { personId } = person;
    const answer: Erased = { leadId, personId, erasedAt: command.at };
    await forgetNames(deps, [person, ...(await peopleMergedInto(deps.store, person))]);
    const changes = await goneWith(deps, person, command);
    if (own?.personId === personId)
      await eraseLead(deps, command, lead, { personId, reason, changes, answer });
    else {
      // A colleague's: the journey goes on without him.
      const decision = { lead, events: [goneFact({ personId, reason })] };
      await commitLead(deps, command, { before: lead, decision, changes, answer });
    }
    return answer;
  });
}

interface Erasure {
  readonly personId: string;
  readonly reason: string;
  readonly changes?: readonly Change[];
  readonly answer?: object;
}

/** One journey, with what was under way in it. */
export async function eraseLead(
  deps: Deps,
  command: Command,
  lead: Lead,
  { changes = [], answer, ...erasure }: Erasure,
): Promise<void> {
  const end = (journey: Lead) => eraseJourney(journey, erasure, command.at);
  await endJourney(deps, command, lead, { reason: 'ERASED', end, changes, answer });
}

/** The keys by which their names are found: before the names go, which they are made of. */
export async function forgetNames(
  { store, pepper }: Pick<Deps, 'store' | 'pepper'>,
  people: readonly Person[],
): Promise<void> {
  for (const { name, personId } of people) {
    const rows = nameKeys(name, pepper).map((nameKey) => store.personName(nameKey, personId));
    const found = (await Promise.all(rows)).filter((row) => row !== undefined);
    if (found.length > 0)
      await store.commit({ changes: found.map((before) => remove('personName', before)) });
  }
}

/** Whose keys go with these people: their own, and the CRM's names of their leads, which are among a person's keys too. */
export function isOf(people: readonly Person[]): (holder: string) => boolean {
  const ids = new Set(people.map(({ personId }) => personId));
  return (holder) => ids.has(holder) || LeadId.safeParse(holder).success;
}

/** What goes at once: name and contact data, the keys that lead here, a company that is called after him. */
async function goneWith(
  { store }: Deps,
  person: Person,
  { at }: Command,
): Promise<readonly Change[]> {
  const people = [person, ...(await peopleMergedInto(store, person))];
  const gone = people.slice(0, PEOPLE_AT_ONCE);
  const all = [...new Set(people.flatMap(({ keys }) => keys))];
  const room = ROWS_AT_ONCE - gone.length;
  const [now, later] = [all.slice(0, room), all.slice(room)];
  const keys = [...(await store.contactKeys(now)).values()];
  const account =
    person.accountId === undefined ? undefined : await accountNow(store, person.accountId);
  const after = people.find((one) => account && isNamedAfter(account, one));
  const { name = '', ...nameless } = account ?? {};
  const names = after
    ? await Promise.all(blocksOf(name).map((block) => store.accountNames(block, 1000)))
    : [];
  return [
    ...gone.map((before) =>
      replace('person', before, tombstone(before, at, before === person ? later : [])),
    ),
    ...keys.flatMap((before) => withoutHolders(before, isOf(people))),
    ...(account && after
      ? [replace('account', account, { ...account, ...nameless, name: '' })]
      : []),
    ...names
      .flat()
      .filter(({ accountId }) => accountId === account?.accountId)
      .map((before) => remove('accountName', before)),
  ];
}
