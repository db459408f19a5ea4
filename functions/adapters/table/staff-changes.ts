// Counts of what changed of the staff, so that who keeps the desk in memory reads only that again: a transaction that writes a rep's row
// counts it in the slot of his id, all others in one that means everything. All counts together are read for one unit.

import { hash } from 'node:crypto';
import type { Change, Commit, Kind } from '../../ports.ts';
import { type Item, keyAt, type List } from './keys.ts';
import type { Write } from './table.ts';

/** Slots in one item each are counted up one after another: several, so that few transactions meet in one. */
const SHELVES = 16;
const SLOTS = 32;

const STAFF: ReadonlySet<Kind> = new Set(['rep', 'sdr', 'department', 'pool', 'roster']);

/** Such as `07.c12`. */
export type Slot = `${string}.${string}`;
export type Counts = ReadonlyMap<Slot, number>;

/** Counted where a row came or went, or is no rep's: rare, and then everything is read again. */
export const EVERYTHING: Slot = '00.whole';

export const shelves: List = { of: { desk: 'changes' }, by: 'id', given: { kind: 'shelf' } };

export function slotOf(repId: string): Slot {
  const [first = 0, second = 0] = hash('sha256', repId, 'buffer');
  return `${String(first % SHELVES).padStart(2, '0')}.c${second % SLOTS}`;
}

/** The slots in which what a commit writes of the staff is counted. */
export function slotsOf({ changes, alsoTold = [] }: Commit): readonly Slot[] {
  const written = [...changes, ...alsoTold.map(({ change }) => change)];
  return [...new Set(written.filter(({ kind }) => STAFF.has(kind)).map(slotOfChange))];
}

function slotOfChange({ kind, before, after }: Change): Slot {
  const isKnown = kind === 'rep' && before && after;
  return isKnown ? slotOf(after.repId) : EVERYTHING;
}

/** One write an item, unconditional. */
export function countWrites(slots: readonly Slot[]): readonly Write[] {
  const byShelf = Map.groupBy(slots, (slot) => slot.slice(0, 2));
  return [...byShelf].map(([id, some]) => ({
    count: keyAt('desk', [{ desk: 'changes' }, { kind: 'shelf', id }]),
    slots: some.map((slot) => slot.slice(3)),
  }));
}

export function countsIn(items: readonly Item[]): Counts {
  const counts = items.flatMap((item) => {
    const shelf = String(item.sk).slice(-2);
    return Object.entries(item).map(
      ([name, count]) => [`${shelf}.${name}` as const, Number(count)] as const,
    );
  });
  return new Map(counts);
}
