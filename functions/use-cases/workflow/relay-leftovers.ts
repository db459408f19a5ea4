// What the stream has left: the sweep takes it over, and relays it until it is out or parked (4.8; decision 0028).

import { earliest, type Instant, plus } from '../../leads/instant.ts';
import type { Deps, Paging, StoredEvent, Unrelayed } from '../../ports.ts';
import { Resting } from './legs.ts';
import { legsOf, type Relayed, relay } from './relay-events.ts';

/** The stream gets this long to do it itself. Elapsed. */
const PATIENCE = 'PT2M';
/** What the sweep takes over it relays after so long: no call of the stream that may have read it before lives longer. */
const TAKEN_OVER = 'PT1M';
const PAGE: Paging = { limit: 25 };

interface Leftovers {
  readonly at: Instant;
  readonly shards: number;
  readonly mayGoOn: () => boolean;
  /** People have looked: what is parked is tried again. */
  readonly again?: boolean | undefined;
}

/** `next`: when what is left is due; undefined when nothing is. */
type Left = Omit<Relayed, 'unbegun'> & { readonly next: Instant | undefined };

/** Relays what is due, the oldest first, page by page while there is time. */
export async function relayLeftovers(deps: Deps, leftovers: Leftovers): Promise<Left> {
  const { at, shards, mayGoOn, again = false } = leftovers;
  const counted = { relayed: 0, failed: 0, cut: 0 };
  const errors: unknown[] = [];
  const waiting: Instant[] = [];
  const resting = new Resting();
  if (again) await tryParkedAgain(deps, at);
  let shardsLeft: readonly { shard: number; cursor?: string | undefined }[] = Array.from(
    { length: shards },
    (_, shard) => ({ shard }),
  );
  while (shardsLeft.length > 0 && mayGoOn()) {
    const pages = await Promise.all(
      shardsLeft.map(async ({ shard, cursor }) => ({
        shard,
        ...(await deps.store.unrelayed(shard, { ...PAGE, cursor })),
      })),
    );
    const events = pages.flatMap(({ items }) => items).toSorted(inOrder);
    const due = events.filter((event) => dueAt(event) <= at);
    waiting.push(...events.map(dueAt).filter((next) => next > at));
    const left = due.length === 0 ? [] : await deps.store.leftOf(due);
    await takeOver(deps, left, at);
    // The index lags: some may have gone out, or wait for a later try.
    const begun = left.filter((event) => event.left !== undefined && dueAt(event) <= at);
    const page = await relay(deps, begun, { at, mayGoOn, resting });
    counted.relayed += page.relayed;
    counted.failed += page.failed;
    counted.cut += page.cut;
    errors.push(...page.errors);
    // Behind one that the index has later than now, none is due.
    shardsLeft = pages.filter(
      ({ cursor, items }) => cursor !== undefined && items.every((event) => placedAt(event) <= at),
    );
  }
  const parked = (await deps.store.unrelayed('parked', PAGE)).items.length;
  return { ...counted, parked, errors, next: earliest(...waiting) };
}

/** Where the index has it. */
function placedAt({ left, occurredAt }: Unrelayed): Instant {
  return earliest(...Object.values(left ?? {}).map(({ next }) => next)) ?? occurredAt;
}

/** When it is the sweep's. */
function dueAt(event: Unrelayed): Instant {
  return event.left ? placedAt(event) : plus(event.occurredAt, PATIENCE);
}

/** From now on they are the sweep's: the stream, when it comes at last, passes over what somebody has begun with. */
async function takeOver(deps: Deps, events: readonly Unrelayed[], at: Instant): Promise<void> {
  for (const event of events) {
    if (event.left !== undefined) continue;
    const next = plus(at, TAKEN_OVER);
    const left = legsOf(event).map(([leg, one]) => [leg, { ...one, next }]);
    await deps.store.takeOver(event, Object.fromEntries(left));
  }
}

/** A page of those that are parked gets all its tries anew; sweeping again does the next. */
async function tryParkedAgain({ store }: Deps, at: Instant): Promise<void> {
  for (const event of (await store.unrelayed('parked', PAGE)).items) {
    const left = legsOf(event).map(([leg, one]) => [leg, { ...one, tries: 0, next: at }]);
    await store.noteRelayed(event, Object.fromEntries(left));
  }
}

function inOrder(a: StoredEvent, b: StoredEvent): number {
  return a.occurredAt.localeCompare(b.occurredAt) || a.at - b.at || a.index - b.index;
}
