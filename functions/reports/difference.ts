// How figures move (reports.md, 3 and 4): each event changes what its lead counts for, and the difference belongs to its day. The sum of
// all differences up to a day is what was known that day, however long ago it was.

import { localDateOf } from '../leads/calendar/local-dates.ts';
import { present } from '../leads/present.ts';
import type { StoredEvent } from '../ports.ts';
import { type Fact, foldFact } from './facts/fact.ts';
import { tallyOf } from './figures/figures.ts';
import { addTally, type Tally } from './tally.ts';

/** What is folded of a scope, up to and with which event that changed it, and the day that its figures last moved. */
export interface Folded {
  readonly fact?: Fact | undefined;
  readonly at: number;
  readonly index: number;
  readonly day: string;
}

export const nothingFolded: Folded = { at: 0, index: -1, day: '' };

/** Differences by the day that they belong to. */
export type Moved = ReadonlyMap<string, Tally>;

/** Folds the events after what was folded, which come in the order of the story. Events of before, once more, change nothing. */
export function foldOn(
  before: Folded,
  events: Iterable<StoredEvent>,
  zone: string,
): { readonly folded: Folded; readonly moved: Moved } {
  const moved = new Map<string, Map<string, number>>();
  let { fact, day, at, index } = before;
  let tally: Tally | undefined;
  for (const event of events) {
    if (event.at < at || (event.at === at && event.index <= index)) continue;
    const next = foldFact(fact, event);
    // Events of which nothing is counted leave no trace: they are read once more, and a rebuild gives the same.
    if (next === fact) continue;
    ({ at, index } = event);
    tally ??= tallyOf(fact, zone);
    const after = tallyOf(next, zone);
    // Events written late, of an earlier instant, move what is known now.
    const today = localDateOf(zone, event.occurredAt);
    if (today > day) day = today;
    const difference = moved.get(day) ?? new Map<string, number>();
    addTally(difference, after);
    addTally(difference, tally, -1);
    if (difference.size > 0) moved.set(day, difference);
    else moved.delete(day);
    fact = next;
    tally = after;
  }
  return { folded: present({ fact, at, index, day }), moved };
}
