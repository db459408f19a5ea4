// Who works here, kept between the calls of a process: a company of thousands is read once, and then only what changed since.

import type { Desk, Rep, RoutingDesk } from '../../leads/desk/desk.ts';
import { poolsNow } from '../../leads/routing/fairness.ts';
import type { Kind, Rows } from '../../ports.ts';
import { asked } from './keys.ts';
import { reader } from './reads.ts';
import { keyOf } from './rows.ts';
import { type Counts, countsIn, EVERYTHING, type Slot, shelves, slotOf } from './staff-changes.ts';
import type { Table } from './table.ts';

type Staff = Pick<Desk, 'departments' | 'reps' | 'sdrs' | 'pools'>;

interface Known {
  readonly counts: Counts;
  readonly staff: Staff;
  /** Rows of the pools, as they are stored. */
  readonly pools: readonly Rows['pool'][];
  readonly bySlot: ReadonlyMap<Slot, readonly Rep[]>;
  readonly rosters: Map<string, Rows['roster'] | undefined>;
}

export function knownStaff(table: Table) {
  const { get, all } = reader(table);
  async function inStaff<K extends Kind>(kind: K): Promise<readonly Rows[K][]> {
    const items = await all(asked('desk', { of: { desk: 'staff' }, by: 'id', given: { kind } }));
    return items.map((item) => table.parse(kind, item));
  }
  let known: Known | undefined;

  /**
   * The counts are read first: a row that is written meanwhile is read once too often, never too seldom. What changed is read when
   * the caller has what it asked for `besides`: then it goes in one request with what that leads to.
   */
  async function now(besides?: Promise<unknown>): Promise<Known> {
    const [items] = await Promise.all([all(asked('desk', shelves)), besides]);
    const counts = countsIn(items);
    const isSame = known?.counts.get(EVERYTHING) === counts.get(EVERYTHING);
    known = known && isSame ? await caughtUp(known, counts) : await readAnew(counts);
    return known;
  }

  async function readAnew(counts: Counts): Promise<Known> {
    const [departments, reps, sdrs, pools] = await Promise.all([
      inStaff('department'),
      inStaff('rep'),
      inStaff('sdr'),
      inStaff('pool'),
    ]);
    return {
      counts,
      staff: { departments, reps, sdrs, pools: poolsNow(pools, reps) },
      pools,
      bySlot: Map.groupBy(reps, ({ repId }) => slotOf(repId)),
      rosters: new Map(),
    };
  }

  async function caughtUp(before: Known, counts: Counts): Promise<Known> {
    const changed = [...before.bySlot].filter(
      ([slot]) => counts.get(slot) !== before.counts.get(slot),
    );
    const keys = changed.flatMap(([, reps]) => reps.map((rep) => keyOf('rep', rep)));
    if (keys.length === 0) return { ...before, counts };
    const read = (await table.getAll(keys)).map((item) => table.parse('rep', item));
    const anew = new Map(read.map((rep) => [rep.repId, rep]));
    const reps = before.staff.reps.map((rep) => anew.get(rep.repId) ?? rep);
    const bySlot = new Map([...before.bySlot, ...Map.groupBy(read, ({ repId }) => slotOf(repId))]);
    const staff = { ...before.staff, reps, pools: poolsNow(before.pools, reps) };
    return { ...before, counts, staff, bySlot };
  }

  return {
    async staff(): Promise<Staff> {
      return (await now()).staff;
    },
    async withRosters(
      months: Promise<readonly string[]>,
    ): Promise<Staff & Pick<RoutingDesk, 'rosters'>> {
      const [{ staff, rosters: read }, wanted] = await Promise.all([now(months), months]);
      for (const month of wanted)
        if (!read.has(month)) read.set(month, await get('roster', { month }));
      return { ...staff, rosters: wanted.flatMap((month) => read.get(month) ?? []) };
    },
    rosters: () => inStaff('roster'),
    /** Rows that were not what they were taken for are read again, whatever the counts say: an older version beside this one counts nothing. */
    doubt(slots: readonly Slot[]): void {
      if (!known) return;
      const never = slots.map((slot) => [slot, -1] as const);
      known = { ...known, counts: new Map([...known.counts, ...never]) };
    },
  };
}
