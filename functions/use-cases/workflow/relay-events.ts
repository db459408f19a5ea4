// What was written goes out by up to five legs, each by itself: to the bus, to people, to executions that start or wait, to work that
// is left (architecture.md, rules 2 and 4). What fails in one is kept for that leg, and holds up nothing else.

import { LeadId, OfferId, OpportunityId } from '../../leads/ids.ts';
import type { Instant } from '../../leads/instant.ts';
import type { Deps, Leg, LegLeft, LegsLeft, StoredEvent, Unrelayed } from '../../ports.ts';
import { following } from './consequences.ts';
import { after, allOf, isDue, isParked, type Outcome, Resting } from './legs.ts';
import { tellMessages } from './tell-messages.ts';

/** So many are published in one call of the bus. A kill doubles no more than these. */
const TOGETHER = 10;

/** Who relays: the sweep at an instant of its own, the stream at the events' own; and whether there is time for another leg. */
export interface Relaying {
  readonly at?: Instant | undefined;
  readonly mayGoOn?: (() => boolean) | undefined;
  readonly resting?: Resting;
}

/** What came of it. */
export interface Relayed {
  /** Events that went out whole. */
  readonly relayed: number;
  /** Events of which something is left, but for those that only go on. */
  readonly failed: number;
  /** Events that nobody tries any more until people have looked. */
  readonly parked: number;
  /** Events that were told on the bus without their data, which were too long for it. */
  readonly cut: number;
  /** Events that there was no time to begin with. */
  readonly unbegun: readonly Unrelayed[];
  readonly errors: readonly unknown[];
}

/**
 * Relays events that nobody has begun with, and notes of each what is left. Each leg may happen twice, if a kill falls between it and
 * the note: names and ids make it harmless.
 */
export async function relayEvents(
  deps: Deps,
  events: readonly StoredEvent[],
  relaying: Relaying = {},
): Promise<Relayed> {
  const [one] = events;
  if (!one) return relay(deps, [], relaying);
  const reading = deps.store.leftOf(events);
  // What it takes to say what one of them says is read with it; of several the first would be told by the time of the last.
  const { scope: leadId, offerId, messages: [first] = [] } = one;
  if (first && events.length === 1) deps.store.readAhead({ leadId, offerId, told: first.to });
  const left = await reading;
  const unbegun = left.filter((event) => event.left === undefined);
  return relay(deps, unbegun, relaying);
}

/** Relays what is due of these events. */
export async function relay(
  deps: Deps,
  events: readonly Unrelayed[],
  { at, mayGoOn = () => true, resting = new Resting() }: Relaying,
): Promise<Relayed> {
  const counted = { relayed: 0, failed: 0, parked: 0, cut: 0 };
  const errors: unknown[] = [];
  let begun = 0;
  for (; begun < events.length && mayGoOn(); begun += TOGETHER) {
    const some = events.slice(begun, begun + TOGETHER);
    const published = await publish(deps, some, { at, resting });
    counted.cut += published.cut;
    for (const event of some) {
      const trying = { at: at ?? event.occurredAt, mayGoOn, resting, goesOn: at !== undefined };
      const left = await relayOne(deps, event, { ...trying, published, errors });
      await deps.store.noteRelayed(event, left);
      if (left === undefined) counted.relayed += 1;
      else if (Object.values(left).every(isParked)) counted.parked += 1;
      else if (Object.values(left).some(({ tries }) => tries > 0)) counted.failed += 1;
    }
  }
  return { ...counted, unbegun: events.slice(begun), errors };
}

interface Trying {
  readonly at: Instant;
  readonly mayGoOn: () => boolean;
  readonly resting: Resting;
  /** The sweep does page after page; the stream leaves all but the first to it. */
  readonly goesOn: boolean;
  readonly published: { readonly outcomeOf: (event: StoredEvent) => Outcome };
  readonly errors: unknown[];
}

async function relayOne(
  deps: Deps,
  event: Unrelayed,
  trying: Trying,
): Promise<LegsLeft | undefined> {
  const { at, errors, resting, published } = trying;
  const left: (readonly [Leg, LegLeft | undefined])[] = [];
  for (const [leg, before] of legsOf(event)) {
    if (!isDue(before, at)) {
      left.push([leg, before]);
      continue;
    }
    const isPublish = leg === 'publish';
    const outcome = isPublish
      ? published.outcomeOf(event)
      : await tryLeg(deps, event, { ...trying, leg, before });
    if (!isPublish) resting.note(leg, outcome);
    if (outcome.kind === 'failed') errors.push(outcome.error);
    left.push([leg, after(before, outcome, at)]);
  }
  return allOf(left);
}

/** The legs that are left; of an event that nobody has begun with, those that it has. */
export function legsOf(event: Unrelayed): readonly (readonly [Leg, LegLeft])[] {
  // Codec: Object.entries forgets which names there were.
  if (event.left) return Object.entries(event.left) as [Leg, LegLeft][];
  const has: Readonly<Record<Leg, boolean>> = {
    publish: true,
    tell: event.messages !== undefined && event.messages.length > 0,
    start: following(event, 'start') !== undefined,
    wake: following(event, 'wake') !== undefined || isNewsToSomebody(event),
    work: following(event, 'work') !== undefined,
  };
  const fresh = { tries: 0, next: event.occurredAt };
  return (Object.keys(has) as Leg[]).filter((leg) => has[leg]).map((leg) => [leg, fresh]);
}

/** What a leg does. Throws when it fails; returns where it goes on. */
const legs: Readonly<
  Record<
    Exclude<Leg, 'publish'>,
    (deps: Deps, event: StoredEvent, from?: string) => Promise<string | undefined>
  >
> = {
  tell: async (deps, event, from) => {
    await tellMessages(deps, event, from);
    return undefined;
  },
  start: async (deps, event) => following(event, 'start')?.(deps, event),
  wake: async (deps, event, from) => {
    if (from === undefined && isNewsToSomebody(event)) await wakeExecutions(deps, event);
    return following(event, 'wake')?.(deps, event, from);
  },
  work: async (deps, event, from) => following(event, 'work')?.(deps, event, from),
};

async function tryLeg(
  deps: Deps,
  event: StoredEvent,
  {
    leg,
    before,
    mayGoOn,
    resting,
    goesOn,
  }: Trying & { readonly leg: Exclude<Leg, 'publish'>; readonly before: LegLeft },
): Promise<Outcome> {
  const isAway = resting.has(leg);
  if (isAway || !mayGoOn()) return { kind: 'untried', away: isAway };
  let { from } = before;
  try {
    do from = await legs[leg](deps, event, from);
    while (from !== undefined && goesOn && mayGoOn());
  } catch (error) {
    return { kind: 'failed', error };
  }
  return from === undefined ? { kind: 'done' } : { kind: 'goesOn', from };
}

/** All of them in one call. When the bus is away it says so of each, in one go. */
async function publish(
  { bus }: Deps,
  events: readonly Unrelayed[],
  { at, resting }: { readonly at: Instant | undefined; readonly resting: Resting },
): Promise<Trying['published'] & { readonly cut: number }> {
  if (resting.has('publish')) return { outcomeOf: () => ({ kind: 'untried', away: true }), cut: 0 };
  const due = events.filter((event) =>
    legsOf(event).some(([leg, left]) => leg === 'publish' && isDue(left, at ?? event.occurredAt)),
  );
  if (due.length === 0) return { outcomeOf: () => ({ kind: 'done' }), cut: 0 };
  const { refused, cut } = await bus.publish(due);
  const outcomeOf = ({ id }: StoredEvent): Outcome =>
    refused.has(id) ? { kind: 'failed', error: refused.get(id) } : { kind: 'done' };
  for (const event of due) resting.note('publish', outcomeOf(event));
  return { outcomeOf, cut };
}

/**
 * Whether a waiting execution may not know it yet. What the system did was done by the execution itself, or by the sweep for a
 * row that was overdue: then the execution's own wait is over too.
 */
function isNewsToSomebody({ index, at, scope, by, waitGoesOn }: StoredEvent): boolean {
  // Nobody waits for a row that was not there.
  const isAwaited = index === 0 && at > 1 && scope.startsWith('lead_');
  return isAwaited && by.kind !== 'system' && !waitGoesOn;
}

/** Wakes the executions of this lead that wait and have not seen what this event tells. */
async function wakeExecutions(deps: Deps, event: StoredEvent): Promise<void> {
  const tokens = await deps.store.tokensOf(LeadId.parse(event.scope));
  for (const token of tokens) {
    const told = toldTo(token.id, event);
    if (told !== undefined && told > token.seen) await deps.executions.wake(token.taskToken);
  }
}

/** The version that the event tells of the row this execution waits on; undefined when it is another offer's. */
function toldTo(
  execution: string,
  { at, offerId, offerVersion, opportunityId, opportunityVersion }: StoredEvent,
): number | undefined {
  if (OfferId.safeParse(execution).success) return execution === offerId ? offerVersion : undefined;
  const inItsFirstRun = execution.replace(/-r\d+$/, '');
  if (OpportunityId.safeParse(inItsFirstRun).success)
    return inItsFirstRun === opportunityId ? opportunityVersion : undefined;
  return at;
}
