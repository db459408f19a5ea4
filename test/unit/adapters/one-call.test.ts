// What a call reads: items of one turn in one request, what it named with them, and nothing twice that may have changed.

import { describe, expect, it } from 'vitest';
import type { Item } from '../../../functions/adapters/table/keys.ts';
import { oneCall, together } from '../../../functions/adapters/table/one-call.ts';
import type { Table } from '../../../functions/adapters/table/table.ts';
import { MemoryFeed } from '../../../infra/emulator/memory/memory-feed.ts';
import { MemoryTable } from '../../../infra/local/memory/memory-table.ts';

const [one, other, none] = [row('one'), row('other'), row('none')];

function row(pk: string): Item {
  return { pk, sk: 'row' };
}

/** A table with two items, and what is asked of it. */
async function aTable({ fails = false } = {}) {
  const rows = new MemoryTable({ feed: new MemoryFeed(), now: () => 0 });
  for (const key of [one, other]) await rows.put({ ...key, said: 'first' });
  const asked: string[] = [];
  const note = (keys: readonly Item[]) => {
    asked.push(keys.map(({ pk }) => pk).join());
    if (fails) throw new Error('DynamoDB is away');
  };
  const counting: Table = {
    ...rows,
    get: async (key) => {
      note([key]);
      return rows.get(key);
    },
    getAll: async (keys) => {
      note(keys);
      return rows.getAll(keys);
    },
  };
  return { table: together(counting), rows, asked };
}

describe('items that a call asks for in one turn', () => {
  it('are read in one request, each once, whoever asks for them', async () => {
    const { table, asked } = await aTable();
    const later = async () => {
      await undefined;
      return table.get(other);
    };

    const read = await oneCall(() =>
      Promise.all([table.get(one), later(), table.getAll([one, none]), table.get(none)]),
    );

    expect(read).toMatchObject([one, other, [one], undefined]);
    expect(asked).toEqual(['one,none,other']);
  });

  it('are read alone where there is one', async () => {
    const { table, asked } = await aTable();

    await oneCall(async () => {
      await table.get(one);
      await table.get(other);
    });

    expect(asked).toEqual(['one', 'other']);
  });

  it('are not read for another call that runs at once, nor together outside of one', async () => {
    const { table, asked } = await aTable();

    await Promise.all([oneCall(() => table.get(one)), oneCall(() => table.get(other))]);
    await Promise.all([table.get(one), table.get(other)]);

    expect(asked).toEqual(['one', 'other', 'one', 'other']);
  });

  it('fail all when the request does, and are not there for nobody', async () => {
    const { table } = await aTable({ fails: true });

    const read = await oneCall(async () => {
      table.ahead([none]);
      return Promise.allSettled([table.get(one), table.get(other)]);
    });

    expect(read.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('items that a call reads ahead', () => {
  it('come with the next request, and are whose who asks first: who decides again reads again', async () => {
    const { table, rows, asked } = await aTable();

    const read = await oneCall(async () => {
      const own = table.get(one);
      table.ahead([one, other]);
      await own;
      await rows.put({ ...other, said: 'since' });
      return [await table.get(other), await table.get(other), await table.get(one)];
    });

    expect(read).toMatchObject([{ said: 'first' }, { said: 'since' }, { said: 'first' }]);
    expect(asked).toEqual(['one,other', 'other']);
  });

  it('are over when something was written, or was to be', async () => {
    const { table, rows } = await aTable();
    const given = { is: 'absent' } as const;

    const read = await oneCall(async () => {
      table.ahead([one]);
      await table.get(other);
      await rows.put({ ...one, said: 'since' });
      await table.transact([{ put: { ...one, said: 'lost' }, given }]).catch(() => {});
      return table.get(one);
    });

    expect(read).toMatchObject({ said: 'since' });
  });
});
