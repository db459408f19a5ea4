// Each morning everybody of staff is told what waits for him (A0-12, A3-12): once a day, however often and however late somebody comes to
// do it, and nothing where nothing waits.

import { localDateOf } from '../../leads/calendar/local-dates.ts';
import { digestOf } from '../../leads/digest/digest.ts';
import { type DigestDay, digestDue, nextDigestAt } from '../../leads/digest/digest-day.ts';
import { isAway, type Recipient, recipientsOf } from '../../leads/digest/recipients.ts';
import { LostRace } from '../../leads/errors.ts';
import { type Instant, minus, plus } from '../../leads/instant.ts';
import type { Section } from '../../leads/messages/digest-lines.ts';
import { rulesOf } from '../../leads/rules.ts';
import { type Deps, type Receipt, system } from '../../ports.ts';
import { toldEvents } from '../commit/told-events.ts';
import { entriesFor, type Run } from './entries-for.ts';
import { weekInFigures } from './week-in-figures.ts';
import { whatWaits } from './what-waits.ts';

/** So many people are looked after at a time. */
const AT_ONCE = 10;
/** A week's digest is remembered for longer than its week. */
const REMEMBERED = 'P10D';

export interface SentDigests {
  readonly sent: number;
  /** People whose digest went wrong: theirs is tried again at the next tick. */
  readonly failed: number;
  /** When somebody may be due next, for a clock that skips. */
  readonly idleUntil: Instant | null;
}

export interface Sending {
  readonly at: Instant;
  /** Whether there is time for some more people. */
  readonly mayGoOn?: (() => boolean) | undefined;
}

/** Keeps in mind who has had his digest today, so that a tick reads nothing of him; the receipts know it too. */
export function digestSender(deps: Deps): (sending: Sending) => Promise<SentDigests> {
  const settled = new Map<string, string>();
  return (sending) => sendDigests(deps, sending, settled);
}

/**
 * 1. Find who is due by his own calendar and clock, is there, and has not had it.
 * 2. Gather what waits for him; where nothing does, note only that he was looked after.
 * 3. Write the digest's event with its message, and the receipt that it is done, in one: whoever comes second writes nothing.
 */
async function sendDigests(
  deps: Deps,
  { at, mayGoOn = () => true }: Sending,
  settled: Map<string, string>,
): Promise<SentDigests> {
  const desk = await deps.store.desk();
  const rules = rulesOf(desk.policy, desk.calendars);
  const { digest: policy } = rules.policy;
  const everybody = recipientsOf(desk, rules);
  const due = everybody.filter(
    (one) =>
      digestDue(one, at, policy) &&
      settled.get(one.to) !== localDateOf(one.zone, at) &&
      !isAway(one, at),
  );
  const { store } = deps;
  const read = { waits: whatWaits(store), week: weekInFigures(deps, { at }) };
  const run: Run = { at, rules, store, desk, ...read };
  const errors: unknown[] = [];
  let sent = 0;
  let left = due;
  for (; left.length > 0 && mayGoOn(); left = left.slice(AT_ONCE)) {
    const some = left.slice(0, AT_ONCE);
    const outcomes = await Promise.allSettled(some.map((one) => digestFor(deps, one, run)));
    for (const [index, outcome] of outcomes.entries()) {
      const { to, zone } = some[index] as Recipient;
      if (outcome.status === 'rejected') errors.push(outcome.reason);
      else settled.set(to, localDateOf(zone, at));
      if (outcome.status === 'fulfilled' && outcome.value) sent += 1;
    }
  }
  const isDone = left.length === 0 && errors.length === 0;
  const next = nextDigestAt(
    everybody.map(({ zone }) => zone),
    at,
    policy,
  );
  const result = { sent, failed: errors.length, idleUntil: isDone ? (next ?? null) : at };
  if (errors.length > 0) throw new DigestsNotSent(errors, result);
  return result;
}

/** Whether one went out to him now. */
async function digestFor(deps: Deps, to: Recipient, run: Run): Promise<boolean> {
  const { store } = deps;
  const { at, rules } = run;
  const first = digestDue(to, at, rules.policy.digest);
  if (!first) return false;
  const [ofDay, ofWeek] = [receiptId(to, first.day), receiptId(to, `week-${first.week}`)];
  const [today, thisWeek] = await Promise.all([store.receipt(ofDay), store.receipt(ofWeek)]);
  if (today || (thisWeek && localDateOf(to.zone, thisWeek.storedAt) === first.day)) return false;
  const weeklyCame = thisWeek !== undefined;
  const due = digestDue(to, at, rules.policy.digest, { weeklyCame });
  if (!due) return false;
  const sections = digestOf(await entriesFor(to, due, run), due.digest, {
    most: rules.policy.digest.lines,
  });
  const id = due.digest === 'weekly' ? ofWeek : ofDay;
  return write(deps, { to, due, id, at, sections });
}

function receiptId({ to }: Recipient, day: string): string {
  return `digest|${to}|${day}`;
}

interface Writing {
  readonly to: Recipient;
  readonly due: DigestDay;
  readonly id: string;
  readonly at: Instant;
  readonly sections: readonly Section[] | undefined;
}

async function write(
  { store }: Pick<Deps, 'store'>,
  { to: { to }, due: { digest, day }, id, at, sections }: Writing,
): Promise<boolean> {
  const receipt: Receipt = {
    id,
    bodyHash: '',
    storedAt: at,
    keptUntil: plus(at, REMEMBERED),
    // None gives way: a receipt of that name is of this very day or week.
    replaces: minus(at, REMEMBERED),
    body: null,
  };
  const facts =
    sections &&
    ([
      { type: 'DigestSent', data: { to, digest, day, sections: sections.map(({ name }) => name) } },
    ] as const);
  const says = digest === 'weekly' ? 'weeklyDigest' : 'dailyDigest';
  try {
    await store.commit({
      changes: [],
      receipt,
      ...(facts && sections
        ? {
            scope: `digest_${to}-${day}`,
            events: toldEvents(facts, system(at, id), {
              messages: [{ id, to, says: { name: says, sections } }],
            }),
          }
        : {}),
    });
    return sections !== undefined;
  } catch (error) {
    // Two at once: the other one has written it.
    if (error instanceof LostRace) return false;
    throw error;
  }
}

/** Digests that could not be made or written: the others went out. */
export class DigestsNotSent extends AggregateError {
  override readonly name = 'DigestsNotSent';
  readonly result: SentDigests;
  constructor(errors: readonly unknown[], result: SentDigests) {
    super(errors, `${errors.length} digests were not sent: ${errors.slice(0, 5).join('; ')}`);
    this.result = result;
  }
}
