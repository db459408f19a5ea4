// The safety net: rows whose instant passed without anybody coming, and events that nobody relayed (4.8; architecture.md, rule 2).

import { LostRace } from '../leads/errors.ts';
import { type Instant, minus, plus } from '../leads/instant.ts';

import { type Deps, system } from '../ports.ts';
import { relayLeftovers } from './relay-events.ts';
import { settleWholeLead } from './settle-lead.ts';
import { settleOffer } from './settle-offer.ts';

/** Executions get this long to do it themselves. Elapsed. */
const PATIENCE = 'PT2M';
const BATCH = 25;

/** What a sweep did; `idleUntil` is when the next row falls due, for a clock that skips. */
export interface Swept {
  readonly leads: number;
  readonly offers: number;
  readonly events: number;
  readonly idleUntil: Instant | null;
}

/** Settles what is overdue and relays what is left, through the same conditional writes as everybody else. */
export async function sweep(deps: Deps, at: Instant, shards: number): Promise<Swept> {
  const until = minus(at, PATIENCE);
  const events = await relayLeftovers(deps, until, BATCH);
  const waiting: Instant[] = [];
  const counted = { leads: 0, offers: 0 };
  for (let shard = 0; shard < shards; shard += 1) {
    const due = await deps.store.due(shard, BATCH);
    for (const { id, nextInstant } of due.offers) {
      if (nextInstant > until) {
        waiting.push(nextInstant);
        continue;
      }
      await unlessLost(() => settleOffer(deps, system(at, `sweep-${id}`), id));
      counted.offers += 1;
    }
    for (const { id, nextInstant } of due.leads) {
      if (nextInstant > until) {
        waiting.push(nextInstant);
        continue;
      }
      await unlessLost(() => settleWholeLead(deps, system(at, `sweep-${id}`), id));
      counted.leads += 1;
    }
  }
  const next = waiting.toSorted()[0];
  return { ...counted, events, idleUntil: next === undefined ? null : plus(next, PATIENCE) };
}

/** One row that others fight over does not stop the rest: the next minute comes. */
async function unlessLost(settle: () => Promise<unknown>): Promise<void> {
  try {
    await settle();
  } catch (error) {
    if (!(error instanceof LostRace)) throw error;
  }
}
