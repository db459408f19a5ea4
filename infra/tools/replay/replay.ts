// Real leads through made-up people: the cast that a file of leads, and of signed deals, gives.

import type { Instant } from '../../../functions/leads/instant.ts';
import type { Lead } from '../../../functions/leads/lead.ts';
import { isOpen, openStates } from '../../../functions/leads/states.ts';
import type { Store } from '../../../functions/ports.ts';
import { nextRosterMonth, openCompany, rosterAction } from './company.ts';
import { nextDealAction } from './deals-model.ts';
import type { HumanAction } from './human-action.ts';
import { addressOf, firstSubmission } from './made-up-person.ts';
import { nextHumanAction, type People } from './people-model.ts';
import { type Cast, type Entrance, type Played, type PlayOptions, play } from './play.ts';
import type { Deal } from './read-deals.ts';
import type { LeadRow } from './read-leads.ts';
import { knownOf } from './stored-leads.ts';

interface ReplayOptions extends PlayOptions {
  readonly rows: readonly LeadRow[];
  readonly people: People;
  readonly until: Instant;
}

/** Runs the replay to its end, from the beginning or from where the data folder stands. The caller stops the runtime. */
export function replay({ rows, people, ...options }: ReplayOptions): Promise<Played> {
  if (rows.length === 0) throw new RangeError('no leads to replay; give at least one row');
  return play(castOf(rows, people), options);
}

function castOf(rows: readonly LeadRow[], people: People): Cast {
  const { deals } = people;
  const dealsByAddress = new Map([...(deals ?? [])].map(([id, deal]) => [addressOf(id), deal]));
  return {
    open: (runtime, store) => openCompany(runtime, store, people),
    entrances: rows.map((row) => entranceOf(row, people)),
    next: deals
      ? (store, lead) => nextForDeal(store, lead, dealsByAddress)
      : (store, lead) => nextForLead(store, lead, people),
    // A lost deal may be opened again.
    playable: [...openStates, 'LOST'],
    upkeep: async (store) => {
      const rosters = await store.rosters();
      return rosterAction(people, nextRosterMonth(rosters.map(({ month }) => month)));
    },
  };
}

function entranceOf(row: LeadRow, people: People): Entrance {
  return {
    at: row.at,
    action: () => ({
      at: row.at,
      who: 'customer',
      method: 'POST',
      path: '/v1/submissions',
      body: firstSubmission(row, asks(row, people)),
      key: row.id,
    }),
  };
}

function asks({ id }: LeadRow, { model, deals }: People): 'always' | 'asDrawn' | 'never' {
  if (model === 'answers') return 'asDrawn';
  return model === 'accept-all' || deals?.has(id) ? 'always' : 'never';
}

async function nextForLead(store: Store, lead: Lead, people: People) {
  return isOpen(lead.state) ? nextHumanAction(people, await knownOf(store, lead)) : undefined;
}

/** Nothing is known of what was done with a lead that has no deal: marketing keeps it. */
async function nextForDeal(
  store: Store,
  lead: Lead,
  deals: ReadonlyMap<string, Deal>,
): Promise<HumanAction | undefined> {
  const known = await knownOf(store, lead, true);
  const deal = deals.get(known.person?.email ?? '');
  return deal && nextDealAction(deal, known);
}
