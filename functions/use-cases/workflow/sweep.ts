// The safety net: rows whose instant passed without anybody coming, and events that nobody relayed (4.8; architecture.md, rule 2).

import { LostRace } from '../../leads/errors.ts';
import { LeadId, OfferId, OpportunityId } from '../../leads/ids.ts';
import { earliest, type Instant, millisOf, minus, plus } from '../../leads/instant.ts';
import { type Command, type Deps, type DueKind, type Paging, system } from '../../ports.ts';
import { everyItem } from '../every-item.ts';
import { settleOffer } from '../offer/settle-offer.ts';
import { settleCredit, settleOpportunity } from '../opportunity/settle-opportunity.ts';
import { relayLeftovers } from './relay-leftovers.ts';
import { settleWholeLead } from './settle-whole-lead.ts';

/** Executions get this long to do it themselves. Elapsed. */
const PATIENCE = 'PT2M';
const BATCH: Paging = { limit: 25 };

/** What a sweep did; `idleUntil` is when the next row falls due, for a clock that skips. */
export interface Swept {
  /** Rows that were settled, whatever their kind. */
  readonly settled: number;
  readonly events: number;
  /** Events of which a leg failed now (Step Functions or the bus is down): they come again. */
  readonly unrelayed: number;
  /** Events that failed too often: people have to look. */
  readonly parked: number;
  /** Events that went onto the bus without their data, which were too long for it. */
  readonly cut: number;
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
  /** Whether there is time for another event: the rows leave some of it. */
  readonly mayRelay?: (() => boolean) | undefined;
  /** People have looked at what is parked: it is tried again. */
  readonly again?: boolean | undefined;
  /** Warns of calendars that run out, and says when it has to look again. */
  readonly watchCalendars?: (at: Instant) => Promise<Instant | undefined>;
}

/**
 * Settles all that is overdue and relays what is left, through the same conditional writes as everybody else. Nothing that goes wrong
 * stops anything else, and nothing keeps it from its end: throws RowsNotSettled when the rest is done.
 */
export async function sweep(deps: Deps, sweeping: Sweeping): Promise<Swept> {
  const {
    at,
    shards,
    mayGoOn = () => true,
    mayRelay = () => true,
    again,
    watchCalendars,
  } = sweeping;
  const errors: unknown[] = [];
  const orNamed = async <Result>(what: string, work: Promise<Result>) =>
    work.catch((error: unknown) => {
      errors.push(new Error(`${what} could not be looked at`, { cause: error }));
      return undefined;
    });
  const rows = await settleRows(deps, { at, shards, mayGoOn });
  errors.push(...rows.errors);
  const watched = watchCalendars && (await orNamed('the calendars', watchCalendars(at)));
  // Last, and whatever comes of it: the rows above need no Step Functions, and an outage of it must not stop them (4.8).
  const leftovers = relayLeftovers(deps, { at, shards, mayGoOn: mayRelay, again });
  const left = await orNamed('what is left to relay', leftovers);
  const events = left?.relayed ?? 0;
  const swept: Swept = {
    settled: rows.settled,
    events,
    unrelayed: left?.failed ?? 0,
    parked: left?.parked ?? 0,
    cut: left?.cut ?? 0,
    lagSeconds: Math.round((millisOf(at) - millisOf(rows.oldest)) / 1000),
    // What was settled now may fall due again at once.
    idleUntil: rows.settled + events > 0 ? at : (earliest(rows.next, watched, left?.next) ?? null),
  };
  if (errors.length > 0) throw new RowsNotSettled(errors, swept);
  return swept;
}

interface Rows {
  readonly settled: number;
  /** What the row that had waited longest waited for; now, when none did. */
  readonly oldest: Instant;
  readonly next: Instant | undefined;
  readonly errors: readonly unknown[];
}

async function settleRows(
  deps: Deps,
  { at, shards, mayGoOn }: Pick<Sweeping, 'at' | 'shards'> & { readonly mayGoOn: () => boolean },
): Promise<Rows> {
  const until = minus(at, PATIENCE);
  const waiting: Instant[] = [];
  const overdue: Instant[] = [];
  const errors: unknown[] = [];
  let settled = 0;
  const settleShard = async (kind: DueKind, shard: number) => {
    for await (const { id, nextInstant } of everyItem((cursor) =>
      deps.store.due(kind, shard, { ...BATCH, cursor }),
    )) {
      const isDue = nextInstant <= until;
      (isDue ? overdue : waiting).push(nextInstant);
      if (!isDue || !mayGoOn()) break;
      const error = await settleOne(deps, kind, id, at);
      if (error === undefined) settled += 1;
      else errors.push(error);
    }
  };
  for (let shard = 0; shard < shards; shard += 1)
    for (const kind of KINDS)
      await settleShard(kind, shard).catch((error: unknown) =>
        errors.push(new Error(`shard ${shard} of ${kind}s could not be read`, { cause: error })),
      );
  const next = earliest(...waiting);
  return { settled, oldest: earliest(at, ...overdue), next: next && plus(next, PATIENCE), errors };
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
