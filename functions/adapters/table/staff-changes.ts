// Counts of what changed of the desk, so that who keeps it in memory reads only that again: a transaction that writes a rep's row counts
// it in the slot of his id, all others of the staff in one that means everything; those are read together, for one unit. Policy and
// calendars have a count of their own.

import { hash } from 'node:crypto';
import type { Change, Commit, Kind } from '../../ports.ts';
import { type Item, keyAt, type List } from './keys.ts';
import type { Write } from './table.ts';

/** Slots in one item each are counted up one after another: several, so that few transactions meet in one. */
const SHELVES = 16;
const SLOTS = 32;

const RULES: ReadonlySet<Kind> = new Set(['policy', 'calendar']);
/** The item in which is counted what changed of policy and calendars. */
export const rulesChanges = keyAt('desk', [{ desk: 'changes' }, { kind: 'rules', id: '00' }]);

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

function written({ changes, alsoTold = [] }: Commit, kinds: ReadonlySet<Kind>): readonly Change[] {
  return [...changes, ...alsoTold.map(({ change }) => change)].filter(({ kind }) =>
    kinds.has(kind),
  );
}

/** The slots in which what a commit writes of the staff is counted. */
export function slotsOf(commit: Commit): readonly Slot[] {
  return [...new Set(written(commit, STAFF).map(slotOfChange))];
}

function slotOfChange({ kind, before, after }: Change): Slot {
  const isKnown = kind === 'rep' && before && after;
  return isKnown ? slotOf(after.repId) : EVERYTHING;
}

/** One write an item, unconditional. */
export function countWrites(commit: Commit): readonly Write[] {
  const byShelf = Map.groupBy(slotsOf(commit), (slot) => slot.slice(0, 2));
  const ofStaff = [...byShelf].map(([id, some]) => ({
    count: keyAt('desk', [{ desk: 'changes' }, { kind: 'shelf', id }]),
    slots: some.map((slot) => slot.slice(3)),
  }));
  const ofRules = written(commit, RULES).length > 0;
  return ofRules ? [...ofStaff, { count: rulesChanges, slots: ['whole'] }] : ofStaff;
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
