// The safety net: rows whose instant passed without anybody coming, and events that nobody relayed (4.8; architecture.md, rule 2).

import { LostRace } from '../../leads/errors.ts';
import { LeadId, OfferId, OpportunityId } from '../../leads/ids.ts';
import { earliest, type Instant, millisOf, minus, plus } from '../../leads/instant.ts';
import { type Command, type Deps, type DueKind, type Paging, system } from '../../ports.ts';
import { everyItem } from '../every-item.ts';
import { settleOffer } from '../offer/settle-offer.ts';
import { settleCredit, settleOpportunity } from '../opportunity/settle-opportunity.ts';
import { relayLeftovers } from './relay-events.ts';
import { settleWholeLead } from './settle-whole-lead.ts';

/** Executions get this long to do it themselves. Elapsed. */
const PATIENCE = 'PT2M';
const BATCH: Paging = { limit: 25 };

/** What a sweep did; `idleUntil` is when the next row falls due, for a clock that skips. */
export interface Swept {
  /** Rows that were settled, whatever their kind. */
  readonly settled: number;
  readonly events: number;
  /** Events that could not be relayed now (Step Functions or the bus is down): they stay for the next sweep. */
  readonly unrelayed: number;
  /** Seconds by which the row that had waited longest was overdue; 0 when none was. */
  readonly lagSeconds: number;
  readonly idleUntil: Instant | null;
}

type Settle = (deps: Deps, command: Command, id: string) => Promise<unknown>;

/** What is called for each kind of row: the same as its workflow calls. Leads last: what hangs on them may have been what they waited for. */
const settles: Readonly<Record<DueKind, Settle>> = {
  offer: (deps, command, id) => settleOffer(deps, command, OfferId.parse(id)),
  opportunity: (deps, command, id) => settleOpportunity(deps, command, OpportunityId.parse(id)),
  credit: (deps, command, id) => settleCredit(deps, command, OfferId.parse(id)),
  lead: (deps, command, id) => settleWholeLead(deps, command, LeadId.parse(id)),
};
const KINDS = Object.keys(settles) as readonly DueKind[];

/** When a sweep takes place, over how many shards, and whether there is time for another row. */
export interface Sweeping {
  readonly at: Instant;
  readonly shards: number;
  readonly mayGoOn?: (() => boolean) | undefined;
  /** Warns of calendars that run out, and says when it has to look again. */
  readonly watchCalendars?: (at: Instant) => Promise<Instant | undefined>;
}

/**
 * Settles all that is overdue and relays what is left, through the same conditional writes as everybody else. A row that cannot
 * be settled stops no other: throws RowsNotSettled when the rest is done.
 */
export async function sweep(deps: Deps, sweeping: Sweeping): Promise<Swept> {
  const { at, shards, mayGoOn = () => true, watchCalendars } = sweeping;
  const until = minus(at, PATIENCE);
  const waiting: Instant[] = [];
  const overdue: Instant[] = [];
  const errors: unknown[] = [];
  let settled = 0;
  for (let shard = 0; shard < shards; shard += 1) {
    for (const kind of KINDS) {
      const rows = everyItem((cursor) => deps.store.due(kind, shard, { ...BATCH, cursor }));
      for await (const { id, nextInstant } of rows) {
        const isDue = nextInstant <= until;
        (isDue ? overdue : waiting).push(nextInstant);
        if (!isDue || !mayGoOn()) break;
        const error = await settleOne(deps, kind, id, at);
        if (error === undefined) settled += 1;
        else errors.push(error);
      }
    }
  }
  const watched = await watchCalendars?.(at).catch((error: unknown) => {
    errors.push(new Error('the calendars could not be looked at', { cause: error }));
    return undefined;
  });
  // Last, and whatever comes of it: the rows above need no Step Functions, and an outage of it must not stop them (4.8).
  const { relayed, failed } = await relayLeftovers(deps, { ...sweeping, until, mayGoOn }, BATCH);
  const [next] = waiting.toSorted();
  const [oldest = at] = overdue.toSorted();
  const idleUntil = earliest(next && plus(next, PATIENCE), watched) ?? null;
  const swept: Swept = {
    settled,
    events: relayed,
    unrelayed: failed,
    lagSeconds: Math.round((millisOf(at) - millisOf(oldest)) / 1000),
    // What was settled now may fall due again at once.
    idleUntil: settled + relayed > 0 ? at : idleUntil,
  };
  if (errors.length > 0) throw new RowsNotSettled(errors, swept);
  return swept;
}

/** What went wrong. That others fight over the row is nothing wrong: the next minute comes. */
async function settleOne(deps: Deps, kind: DueKind, id: string, at: Instant): Promise<unknown> {
  try {
    await settles[kind](deps, system(at, `sweep-${id}`), id);
    return undefined;
  } catch (error) {
    return error instanceof LostRace
      ? undefined
      : new Error(`${kind} ${id} could not be settled`, { cause: error });
  }
}

/** Rows or calendars that are wrong, or meet a bug: each is named, with what was thrown. */
export class RowsNotSettled extends AggregateError {
  override readonly name = 'RowsNotSettled';
  readonly swept: Swept;
  constructor(errors: readonly unknown[], swept: Swept) {
    super(errors, `${errors.length} rows could not be settled: ${errors.slice(0, 5).join('; ')}`);
    this.swept = swept;
  }
}
