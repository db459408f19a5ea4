// After a merge the rows stay where they are and point on (4.13): whoever reads a person, an account or a journey follows.

import type { Lead } from '../leads/lead.ts';
import type { Account, Person } from '../leads/person.ts';
import type { Store } from '../ports.ts';

/** Longer chains than this would be a circle. */
const HOPS = 20;

async function last<Row extends { readonly mergedInto?: string | undefined }>(
  read: (id: string) => Promise<Row | undefined>,
  id: string,
): Promise<Row | undefined> {
  let row = await read(id);
  for (let hops = 0; row?.mergedInto !== undefined; hops += 1) {
    if (hops === HOPS) throw new RangeError(`${id} points in a circle`);
    row = await read(row.mergedInto);
  }
  return row;
}

/** The person as known now. One whose data were erased is somebody new when he comes again. */
export async function personNow(store: Store, personId: string): Promise<Person | undefined> {
  return last((id) => store.person(id), personId);
}

/** Rows by the ids asked for, each as known now: all that point on are read together. */
async function lastOfAll<Row extends { readonly mergedInto?: string | undefined }>(
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Row>>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  const rows = new Map(await read(ids));
  for (let hops = 0; hops < HOPS; hops += 1) {
    const on = [...rows].flatMap(([id, { mergedInto }]) => (mergedInto ? [[id, mergedInto]] : []));
    if (on.length === 0) return rows;
    const next = await read(on.map(([, into = '']) => into));
    for (const [id = '', into = ''] of on) {
      const row = next.get(into);
      if (row) rows.set(id, row);
    }
  }
  throw new RangeError(`${ids.join()} point in a circle`);
}

/** People by the ids asked for, as known now. */
export async function peopleNow(
  store: Store,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
  return lastOfAll((some) => store.people(some), ids);
}

export async function accountsNow(
  store: Store,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Account>> {
  return lastOfAll((some) => store.accounts(some), ids);
}

/** The people who go on in this one, as they stand. */
export async function peopleMergedInto(
  store: Store,
  { absorbed }: Person,
): Promise<readonly Person[]> {
  const people = await Promise.all(absorbed.map((id) => store.person(id)));
  return people.filter((person) => person !== undefined);
}

export async function accountNow(store: Store, accountId: string): Promise<Account | undefined> {
  return last((id) => store.account(id), accountId);
}

export async function leadNow(store: Store, leadId: Lead['leadId']): Promise<Lead | undefined> {
  return last((id) => store.lead(id as Lead['leadId']), leadId);
}

/** All journeys of an account, those of the accounts that were merged into it too. */
export async function leadsOf(
  store: Store,
  { accountId, absorbed }: Pick<Account, 'accountId' | 'absorbed'>,
): Promise<readonly Lead[]> {
  const lists = await Promise.all([accountId, ...absorbed].map((id) => store.leadsOfAccount(id)));
  return lists.flat();
}
