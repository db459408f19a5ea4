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
  /** Events that could not be relayed now (Step Functions or the bus is down): they stay for the next sweep. */
  readonly unrelayed: number;
  readonly idleUntil: Instant | null;
}

/** Settles what is overdue and relays what is left, through the same conditional writes as everybody else. */
export async function sweep(deps: Deps, at: Instant, shards: number): Promise<Swept> {
  const until = minus(at, PATIENCE);
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
  // Last, and whatever comes of it: the rows above need no Step Functions, and an outage of it must not stop them (4.8).
  const { relayed, failed } = await relayLeftovers(deps, until, BATCH);
  const next = waiting.toSorted()[0];
  const idleUntil = next === undefined ? null : plus(next, PATIENCE);
  const isBusy = counted.leads + counted.offers + relayed > 0;
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
