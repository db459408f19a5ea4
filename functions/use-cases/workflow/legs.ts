// What is left of an event after a try: each leg by itself, with its count, its wait and its bound (decision 0028).

import type { Instant } from '../../leads/instant.ts';
import { present } from '../../leads/present.ts';
import { tryAgainAt } from '../../leads/try-again.ts';
import type { Leg, LegLeft, LegsLeft } from '../../ports.ts';

/** With the last of the waits that is about a week. */
const MOST_TRIES = 350;
/** When a service is away, what was not tried because of it waits as long as what has failed three times. */
const AWAY = 3;
/** So many refusals of AWS in a row, and the leg rests for the rest of the call. */
const REFUSALS = 3;

/** How one try of a leg ended. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'goesOn'; readonly from: string }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** It rests, or there was no time. */
  | { readonly kind: 'untried'; readonly away: boolean };

export function isParked(left: LegLeft): boolean {
  return left.next === undefined;
}

export function isDue(left: LegLeft | undefined, at: Instant): left is LegLeft {
  return left?.next !== undefined && left.next <= at;
}

/** What is left of a leg; undefined when it is done. */
export function after(before: LegLeft, outcome: Outcome, at: Instant): LegLeft | undefined {
  switch (outcome.kind) {
    case 'done':
      return undefined;
    case 'goesOn':
      return { tries: 0, next: at, from: outcome.from };
    case 'failed':
      return failed(before, outcome.error, at);
    case 'untried':
      return { ...before, next: outcome.away ? tryAgainAt(at, AWAY) : at };
    default:
      throw new TypeError(`no such outcome: ${JSON.stringify(outcome satisfies never)}`);
  }
}

function failed({ next: _, ...before }: LegLeft, error: unknown, at: Instant): LegLeft {
  const tries = before.tries + 1;
  // What was done of it is not done again.
  const { from = before.from } = Object(error) as { readonly from?: string };
  const left = { ...before, tries, ...present({ from }) };
  return tries >= MOST_TRIES ? left : { ...left, next: tryAgainAt(at, tries) };
}

/** Undefined when nothing is left of any leg. */
export function allOf(
  left: readonly (readonly [Leg, LegLeft | undefined])[],
): LegsLeft | undefined {
  const open = left.filter(([, one]) => one !== undefined);
  return open.length === 0 ? undefined : Object.fromEntries(open);
}

/** Which legs rest for the rest of this call: what AWS refuses again and again, it would refuse a hundred times, each for a second. */
export class Resting {
  readonly #refusals = new Map<Leg, number>();

  has(leg: Leg): boolean {
    return (this.#refusals.get(leg) ?? 0) >= REFUSALS;
  }

  note(leg: Leg, outcome: Outcome): void {
    if (outcome.kind === 'untried') return;
    const isRefusal = outcome.kind === 'failed' && isOfAws(outcome.error);
    this.#refusals.set(leg, isRefusal ? (this.#refusals.get(leg) ?? 0) + 1 : 0);
  }
}

/** The SDK marks what a service said, or that it did not answer; what is wrong with one event says nothing of the next. */
function isOfAws(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isOfAws);
  return error instanceof Error && '$metadata' in error;
}
