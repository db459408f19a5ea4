// The safety net: rows whose instant passed without anybody coming, and events that nobody relayed (4.8; architecture.md, rule 2).

import { LostRace } from '../leads/errors.ts';
import { LeadId, OfferId, OpportunityId } from '../leads/ids.ts';
import { type Instant, minus, plus } from '../leads/instant.ts';
import { type Command, type Deps, type Due, system } from '../ports.ts';
import { relayLeftovers } from './relay-events.ts';
import { settleWholeLead } from './settle-lead.ts';
import { settleOffer } from './settle-offer.ts';
import { settleCredit, settleOpportunity } from './settle-opportunity.ts';

/** Executions get this long to do it themselves. Elapsed. */
const PATIENCE = 'PT2M';
const BATCH = 25;

/** What a sweep did; `idleUntil` is when the next row falls due, for a clock that skips. */
export interface Swept {
  readonly leads: number;
  readonly offers: number;
  readonly opportunities: number;
  readonly credits: number;
  readonly events: number;
  /** Events that could not be relayed now (Step Functions or the bus is down): they stay for the next sweep. */
  readonly unrelayed: number;
  readonly idleUntil: Instant | null;
}

interface Waiting {
  readonly id: string;
  readonly nextInstant: Instant;
}

type Settle = (deps: Deps, command: Command, id: string) => Promise<unknown>;

/** What is called for each kind of row: the same as its workflow calls. */
const settles: Readonly<Record<keyof Due, Settle>> = {
  offers: (deps, command, id) => settleOffer(deps, command, OfferId.parse(id)),
  opportunities: (deps, command, id) => settleOpportunity(deps, command, OpportunityId.parse(id)),
  credits: (deps, command, id) => settleCredit(deps, command, OfferId.parse(id)),
  leads: (deps, command, id) => settleWholeLead(deps, command, LeadId.parse(id)),
};

/** Settles what is overdue and relays what is left, through the same conditional writes as everybody else. */
export async function sweep(deps: Deps, at: Instant, shards: number): Promise<Swept> {
  const until = minus(at, PATIENCE);
  const waiting: Instant[] = [];
  const counted = { leads: 0, offers: 0, opportunities: 0, credits: 0 };
  for (let shard = 0; shard < shards; shard += 1) {
    const due = await deps.store.due(shard, BATCH);
    // Leads last: what hangs on them may have been what they waited for.
    for (const kind of ['offers', 'opportunities', 'credits', 'leads'] as const) {
      const rows: readonly Waiting[] = due[kind];
      for (const { id, nextInstant } of rows) {
        if (nextInstant > until) {
          waiting.push(nextInstant);
          continue;
        }
        await unlessLost(() => settles[kind](deps, system(at, `sweep-${id}`), id));
        counted[kind] += 1;
      }
    }
  }
  // Last, and whatever comes of it: the rows above need no Step Functions, and an outage of it must not stop them (4.8).
  const { relayed, failed } = await relayLeftovers(deps, until, BATCH);
  const next = waiting.toSorted()[0];
  const idleUntil = next === undefined ? null : plus(next, PATIENCE);
  const settled = Object.values(counted).reduce((sum, count) => sum + count, 0);
  const isBusy = settled + relayed > 0;
  // What was settled now may fall due again, and a full batch leaves others waiting.
  return { ...counted, events: relayed, unrelayed: failed, idleUntil: isBusy ? at : idleUntil };
}

/** One row that others fight over does not stop the rest: the next minute comes. */
async function unlessLost(settle: () => Promise<unknown>): Promise<void> {
  try {
    await settle();
  } catch (error) {
    if (!(error instanceof LostRace)) throw error;
  }
}
