// A company of any size, its reps written into the store directly: to put a thousand of them through the API takes minutes.

import { Rep } from '../../functions/leads/desk/desk.ts';
import type { Store } from '../../functions/ports.ts';
import { type Company, openCompany } from './company.ts';

const IN_ONE_TRANSACTION = 50;

/** `rep-0001` and so on, on the roster of September 2026, so many a department. */
export async function openLargeCompany(reps: number, departments = 1): Promise<Company> {
  const company = await openCompany({
    rows: 'dynamodb',
    reps: [],
    rosterMonths: [],
    tickEvery: 'P1D',
  });
  const all = Array.from({ length: reps }, (_, n) => aRep(n, `Department ${n % departments}`));
  await writeReps(company.store, all);
  await company.publishRoster(
    '2026-09',
    all.map(({ repId }) => repId),
  );
  await company.runtime.settled();
  return company;
}

function aRep(n: number, department: string): Rep {
  const repId = `rep-${String(n).padStart(4, '0')}`;
  return Rep.parse({
    repId,
    version: 1,
    department,
    name: `Representative ${n}`,
    email: `${repId}@leadloop.example`,
    regions: ['CN-SH', 'CN-JS'],
    productLines: ['core'],
    languages: [],
    calendar: 'CN',
    capacity: 20,
    weight: 1,
    active: true,
    openOffers: 0,
    absences: [],
    suspensions: [],
  });
}

async function writeReps(store: Store, reps: readonly Rep[]): Promise<void> {
  for (let from = 0; from < reps.length; from += IN_ONE_TRANSACTION) {
    const some = reps.slice(from, from + IN_ONE_TRANSACTION);
    await store.commit({ changes: some.map((after) => ({ kind: 'rep', after })) });
  }
}
