// What the store rests on, of whoever keeps its rows: conditions, orders, pages, and the log of changes (decision 0031).

import { describe, expect, it } from 'vitest';
import {
  asked,
  type Item,
  itemAt,
  keyAt,
  type List,
} from '../../../functions/adapters/table/keys.ts';
import type { Condition, Update, Write } from '../../../functions/adapters/table/table.ts';
import { LostRace } from '../../../functions/leads/errors.ts';
import { type Instant, instantOf } from '../../../functions/leads/instant.ts';
import { present } from '../../../functions/leads/present.ts';
import { type OpenTable, openTables } from '../../support/tables.ts';

const NOW = Date.UTC(2026, 8, 14, 2);
const at = (hour: number) => instantOf(NOW + hour * 3_600_000);

interface Known {
  readonly id: string;
  readonly version?: number;
  readonly state?: string;
  readonly next?: Instant;
  readonly storedAt?: Instant;
  readonly endsIn?: number;
  readonly text?: string;
}

function item({ id, version = 1, state, next, storedAt, endsIn, text = '' }: Known): Item {
  return itemAt(
    'lead',
    {
      own: [{ leadId: id }],
      due: next && [{ sweepShard: '0' }, { nextInstant: next }],
      listed: state === undefined ? undefined : [{ state }, { queueOrder: text, leadId: id }],
    },
    {
      version,
      row: JSON.stringify({ id, text }),
      ...present({
        storedAt,
        expiresAt: endsIn === undefined ? undefined : NOW / 1000 + endsIn,
      }),
    },
  );
}

const keyOf = (id: string) => keyAt('lead', [{ leadId: id }]);
const absent: Condition = { is: 'absent' };
const listed: List = { index: 'listed', of: { state: 'MQL' }, by: 'queueOrder' };
const due: List = { index: 'due', of: { sweepShard: '0' }, by: 'nextInstant' };
const ids = (items: readonly Item[]) => items.map(({ leadId }) => leadId);

describe.each(['memory', 'dynamodb'] as const)('the table in %s', (keeper) => {
  const open = () => openTables[keeper](() => NOW);
  const having = async (...rows: readonly Known[]): Promise<OpenTable> => {
    const opened = await open();
    for (const row of rows) await opened.table.put(item(row));
    return opened;
  };

  it('gives a row by its key, several by theirs, and nothing where nothing is', async () => {
    const { table } = await having({ id: 'a' }, { id: 'b' });

    expect(await table.get(keyOf('a'))).toEqual(item({ id: 'a' }));
    expect(await table.get(keyOf('c'))).toBeUndefined();
    expect(ids(await table.getAll([keyOf('b'), keyOf('c'), keyOf('a')])).toSorted()).toEqual([
      'a',
      'b',
    ]);
  });

  it.each<[string, Condition]>([
    ['that is there, as absent', absent],
    ['in a version that it no longer has', { version: 1 }],
    ['that was stored since', { storedBefore: at(0) }],
  ])('loses the race for a row %s, and writes nothing of the transaction', async (_case, given) => {
    const { table } = await having({ id: 'a', version: 2, storedAt: at(0) });
    const writes: readonly Write[] = [
      { put: item({ id: 'b' }), given: absent },
      { put: item({ id: 'a', version: 3 }), given },
    ];

    await expect(table.transact(writes)).rejects.toBeInstanceOf(LostRace);
    expect(await table.get(keyOf('b'))).toBeUndefined();
    expect((await table.get(keyOf('a')))?.version).toBe(2);
  });

  it.each<[string, Write]>([
    ['of a version that is none', { put: item({ id: 'z' }), given: { version: 1 } }],
    ['that deletes what is gone', { delete: keyOf('z'), given: { version: 1 } }],
  ])('loses the race with a write %s', async (_case, write) => {
    const { table } = await having({ id: 'a' });

    await expect(table.transact([write])).rejects.toBeInstanceOf(LostRace);
  });

  it('lets a receipt give way whose time is over, and writes one where none was', async () => {
    const { table } = await having({ id: 'a', storedAt: at(0) });
    const put = item({ id: 'a', version: 2 });

    await table.transact([{ put, given: { storedBefore: at(1) } }]);
    await table.transact([{ put: item({ id: 'b' }), given: { storedBefore: at(0) } }]);

    expect((await table.get(keyOf('a')))?.version).toBe(2);
    expect(await table.get(keyOf('b'))).toBeDefined();
  });

  it.each<[string, Omit<Update, 'key'>]>([
    ['a version that is no longer', { set: { row: '{}' }, given: { version: 1 } }],
    ['an event with which somebody has begun', { set: { legs: 'x' }, given: { is: 'untouched' } }],
  ])('loses the race with an update of %s', async (_case, update) => {
    const { table } = await open();
    await table.put({ ...item({ id: 'a', version: 2 }), unrelayed: 's0', legs: '{}' });

    await expect(table.update({ key: keyOf('a'), ...update })).rejects.toBeInstanceOf(LostRace);
  });

  it('never makes a row of an update', async () => {
    const { table } = await open();
    const update = { key: keyOf('a'), set: { row: '{}' }, given: { is: 'present' } } as const;

    await expect(table.update(update)).rejects.toBeInstanceOf(LostRace);
    expect(await table.get(keyOf('a'))).toBeUndefined();
  });

  it('counts up what was there and what was not, in one transaction with the rest', async () => {
    const { table } = await open();
    const count = { count: keyOf('counts'), slots: ['c1', 'c2'] };

    await table.transact([count]);
    await table.transact([
      { ...count, slots: ['c1'] },
      { put: item({ id: 'a' }), given: absent },
    ]);
    const lost = table.transact([count, { put: item({ id: 'a' }), given: absent }]);

    await expect(lost).rejects.toBeInstanceOf(LostRace);
    expect(await table.get(keyOf('counts'))).toEqual({ ...keyOf('counts'), c1: 2, c2: 1 });
  });

  it('takes a row out of a list when it has no place there any more', async () => {
    const { table } = await having(
      { id: 'a', next: at(1), state: 'MQL' },
      { id: 'b', next: at(2) },
    );

    await table.update({
      key: keyOf('a'),
      set: { version: 2 },
      remove: ['duePk', 'dueSk'],
      given: { version: 1 },
    });

    expect(ids((await table.page(asked('lead', due), { limit: 9 })).items)).toEqual(['b']);
    expect(ids((await table.page(asked('lead', listed), { limit: 9 })).items)).toEqual(['a']);
  });

  it('lists in the order of bytes, and goes on from where a page ended, either way', async () => {
    const texts = ['z', '的', '\u{1F600}', '\uFF21', 'a', 'Z', 'ä'];
    const { table } = await having(...texts.map((text) => ({ id: text, state: 'MQL', text })));
    const walk = async (list: List) => {
      const seen: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = await table.page(asked('lead', list), { limit: 2, cursor });
        seen.push(...ids(page.items));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return seen;
    };

    const sorted = ['Z', 'a', 'z', 'ä', '的', '\uFF21', '\u{1F600}'];
    expect(await walk(listed)).toEqual(sorted);
    expect(await walk({ ...listed, backwards: true })).toEqual(sorted.toReversed());
  });

  it('lists up to and with an instant, and gives of an index only what that holds', async () => {
    const { table } = await having(...[1, 2, 3].map((hour) => ({ id: `${hour}`, next: at(hour) })));
    const until = asked('lead', { ...due, until: at(2) });

    const { items } = await table.page(until, { limit: 9 });

    expect(ids(items)).toEqual(['1', '2']);
    expect(items[0]).not.toHaveProperty('row');
  });

  it('refuses the cursor of another list', async () => {
    const { table } = await having(
      { id: 'a', state: 'MQL' },
      { id: 'b', state: 'MQL' },
      { id: 'c', state: 'SQL' },
    );
    const { cursor } = await table.page(asked('lead', listed), { limit: 1 });
    const other = asked('lead', { ...listed, of: { state: 'SQL' } });

    await expect(table.page(other, { limit: 1, cursor })).rejects.toMatchObject({
      name: 'Invalid',
    });
  });

  it.each<[string, readonly Write[]]>([
    [
      'more than a hundred writes',
      Array.from({ length: 101 }, (_, n) => ({ put: item({ id: `${n}` }), given: absent })),
    ],
    [
      'two writes of one row',
      [1, 2].map((version) => ({ put: item({ id: 'a', version }), given: absent })),
    ],
    [
      'a row of more than 400 kB',
      [{ put: item({ id: 'a', text: '的'.repeat(140_000) }), given: absent }],
    ],
  ])('refuses %s', async (_case, writes) => {
    const { table } = await open();

    await expect(table.transact(writes)).rejects.toMatchObject({
      name: expect.stringMatching(/ValidationException|TransactionCanceledException/),
    });
    expect(await table.getAll([keyOf('a'), keyOf('1')])).toEqual([]);
  });

  it('forgets what has an end, and no sooner', async () => {
    const clock = { now: NOW };
    const { table, ground } = await openTables[keeper](() => clock.now);
    await table.put(item({ id: 'a', endsIn: 60 }));
    await table.put(item({ id: 'b' }));
    await table.put(item({ id: 'c', endsIn: 120, state: 'MQL' }));

    const soon = await ground.expireDue();
    clock.now += 60_000;
    const later = await ground.expireDue();
    clock.now += 60_000;
    const last = await ground.expireDue();

    expect([soon, later, last]).toEqual([0, 1, 1]);
    expect(ids(await table.getAll(['a', 'b', 'c'].map(keyOf)))).toEqual(['b']);
    expect((await table.page(asked('lead', listed), { limit: 9 })).items).toEqual([]);
  });
});
