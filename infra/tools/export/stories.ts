// Whose stories are exported, in an order that is the same each time, and what of each: what people wrote or were called stays here.

import { localDateOf } from '../../../functions/leads/calendar/local-dates.ts';
import { openStates, type State, states } from '../../../functions/leads/states.ts';
import type { Store, StoredEvent } from '../../../functions/ports.ts';
import { type Fact, foldFact, hasFact } from '../../../functions/reports/facts/fact.ts';
import { everyItem } from '../../../functions/use-cases/every-item.ts';
import { impersonal } from '../../../functions/use-cases/identity/impersonal.ts';
import { POLICY_SCOPE } from '../../../functions/use-cases/policy-at.ts';
import { everySpend } from '../../../functions/use-cases/source/every-spend.ts';
import type { Story } from './tables.ts';

const LEADS = 500;
const EVENTS = 1000;
/** Stories that are read at once. */
const AT_ONCE = 16;

/** Days in the tenant's zone, both inside; open where nothing is said. */
export interface Period {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly zone: string;
}

/** The stories in which something happened in the period: the house's, then the leads' by their ids, which is how they came. */
export async function* storiesOf(store: Store, period: Period): AsyncGenerator<Story> {
  const scopes = [...(await houseScopes(store)), ...(await leadIds(store))];
  for (let from = 0; from < scopes.length; from += AT_ONCE) {
    const some = scopes.slice(from, from + AT_ONCE);
    const stories = await Promise.all(some.map((scope) => storyOf(store, scope, period)));
    yield* stories.filter(({ events }) => events.length > 0);
  }
}

export async function houseScopes(store: Store): Promise<readonly string[]> {
  const [{ calendars, departments, reps, sdrs }, rosters, rates, spent] = await Promise.all([
    store.desk(),
    store.rosters(),
    store.rates(),
    Array.fromAsync(everySpend(store)),
  ]);
  return [
    POLICY_SCOPE,
    ...[...calendars.keys()].map((id) => `calendar_${id}`).toSorted(),
    ...departments.map(({ departmentId }) => `department_${departmentId}`).toSorted(),
    ...rates.map(({ currency }) => `rates_${currency}`).toSorted(),
    ...rosters.map(({ month }) => `roster_${month}`).toSorted(),
    ...sdrs.map(({ sdrId }) => `sdr_${sdrId}`).toSorted(),
    ...reps.map(({ repId }) => `rep_${repId}`).toSorted(),
    ...spent.map(({ spendId }) => spendId).toSorted(),
  ];
}

/** Leads move while they are read: from an open state to one that is read later, or to one that is read once more. Each is there once. */
export async function leadIds(store: Store): Promise<readonly string[]> {
  const found = new Set<string>();
  const readAll = async (state: State) => {
    const leads = everyItem((cursor) => store.leadsIn(state, { limit: LEADS, cursor }));
    for await (const { leadId } of leads) found.add(leadId);
  };
  for (const state of [...states, ...openStates]) await readAll(state);
  return [...found].toSorted();
}

/** Events in the period, and what is known of the scope at its end: an event that was written late is known from then on. */
async function storyOf(store: Store, scope: string, { from, to, zone }: Period): Promise<Story> {
  const all = everyItem((cursor) => store.eventsOf(scope, { limit: EVENTS, cursor }));
  const events: StoredEvent[] = [];
  let fact: Fact | undefined;
  for await (const stored of all) {
    const date = localDateOf(zone, stored.occurredAt);
    if (to !== undefined && date > to) break;
    const event = impersonal(stored);
    if (hasFact(scope)) fact = foldFact(fact, event);
    if (from === undefined || date >= from) events.push(event);
  }
  return { events, fact };
}
