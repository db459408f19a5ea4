import { describe, expect, it } from 'vitest';
import { itemOf } from '../../../functions/adapters/table/rows.ts';
import { tableStore } from '../../../functions/adapters/table/store.ts';
import type { Table } from '../../../functions/adapters/table/table.ts';
import { Rep } from '../../../functions/leads/desk/desk.ts';
import { LostRace } from '../../../functions/leads/errors.ts';
import { MemoryFeed } from '../../../infra/emulator/memory/memory-feed.ts';
import { MemoryTable } from '../../../infra/local/memory/memory-table.ts';
import { aRep, NOW } from '../../support/routing-builders.ts';

function aRow(id: string, over: Partial<Rep> = {}): Rep {
  return Rep.parse({ ...aRep(id), version: 1, email: `${id}@leadloop.example`, ...over });
}

/** A company of so many reps, which two functions know, each by itself; the items that one of them reads are counted. */
async function aCompany(many: number) {
  const table = new MemoryTable({ feed: new MemoryFeed(), now: () => 0 });
  const reads = { items: 0 };
  const counting: Table = {
    ...table,
    page: async (range, paging) => {
      const page = await table.page(range, paging);
      reads.items += page.items.length;
      return page;
    },
    getAll: async (keys) => {
      reads.items += keys.length;
      return table.getAll(keys);
    },
  };
  const [mine, theirs] = [tableStore(counting), tableStore(table)];
  for (let n = 0; n < many; n += 1)
    await theirs.commit({ changes: [{ kind: 'rep', after: aRow(`rep-${n}`) }] });
  const read = async () => {
    reads.items = 0;
    const { reps } = await mine.desk();
    return { reps, items: reads.items };
  };
  const change = async (store: typeof mine, id: string, over: Partial<Rep>) => {
    const before = (await theirs.desk()).reps.find(({ repId }) => repId === id);
    if (!before) throw new Error(`no rep ${id}`);
    await store.commit({ changes: [{ kind: 'rep', before, after: { ...before, ...over } }] });
  };
  return { table, mine, theirs, read, change };
}

function called({ reps }: { readonly reps: readonly Rep[] }, id: string) {
  return reps.find(({ repId }) => repId === id)?.name;
}

describe('the staff that a function knows', () => {
  it('is read once; afterwards what others changed of it, and nothing while nobody did', async () => {
    const { read, change, theirs } = await aCompany(300);

    const first = await read();
    const second = await read();
    await change(theirs, 'rep-7', { name: 'Ann' });
    const third = await read();

    expect([first.items >= 300, second.items <= 16, third.items <= 24]).toEqual([true, true, true]);
    expect([called(first, 'rep-7'), called(third, 'rep-7')]).toEqual(['rep-7', 'Ann']);
    expect(third.reps).toHaveLength(300);
  });

  it('has who is new, and a turn that was dealt elsewhere', async () => {
    const { read, change, theirs, mine } = await aCompany(3);
    await read();
    const north = { level: 1, served: 1, offers: 1, ownerOffers: 0, creditedBack: 0, in: true };

    await theirs.commit({ changes: [{ kind: 'rep', after: aRow('new') }] });
    await theirs.commit({
      changes: [
        { kind: 'pool', after: { department: 'north', version: 0, turns: 0, members: {} } },
      ],
    });
    await change(theirs, 'new', { standings: { north } });

    expect((await read()).reps.map(({ repId }) => repId)).toContain('new');
    expect((await mine.desk()).pools).toMatchObject([{ turns: 1, members: { new: north } }]);
  });

  it('has the rosters of the month and the one before, as they are now', async () => {
    const { mine, theirs } = await aCompany(1);
    const roster = (month: string, repIds: readonly string[]) =>
      ({ month, repIds, publishedBy: 'ops', publishedAt: NOW, version: 1 }) as never;
    for (const month of ['2026-07', '2026-08', '2026-10'])
      await theirs.commit({ changes: [{ kind: 'roster', after: roster(month, []) }] });
    const months = async () => (await mine.deskAt(NOW)).rosters.map(({ month }) => month);

    const before = await months();
    await theirs.commit({ changes: [{ kind: 'roster', after: roster('2026-09', ['rep-0']) }] });

    expect([before, await months()]).toEqual([['2026-08'], ['2026-09', '2026-08']]);
  });

  it('is read again where it was not as it was taken for: an older version beside this one counts nothing', async () => {
    const { table, read, mine } = await aCompany(3);
    const before = (await read()).reps.find(({ repId }) => repId === 'rep-1');
    await table.put(itemOf('rep', aRow('rep-1', { name: 'Bob' }), 2));
    const after = { ...before, name: 'Cat' } as Rep;

    const stale = called(await read(), 'rep-1');
    const lost = mine.commit({ changes: [{ kind: 'rep', before, after }] });

    expect(stale).toBe('rep-1');
    await expect(lost).rejects.toThrow(LostRace);
    expect(called(await read(), 'rep-1')).toBe('Bob');
  });
});
