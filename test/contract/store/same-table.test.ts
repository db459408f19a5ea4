// Whatever is written and asked, in whatever order: the two keepers of the table answer alike, and log the same changes.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  asked,
  everythingOf,
  type Item,
  itemAt,
  keyAt,
  type List,
  type Range,
} from '../../../functions/adapters/table/keys.ts';
import type { Condition, Table, Update, Write } from '../../../functions/adapters/table/table.ts';
import { instantOf } from '../../../functions/leads/instant.ts';
import { present } from '../../../functions/leads/present.ts';
import { openTables } from '../../support/tables.ts';

const NOW = Date.UTC(2026, 8, 14, 2);
const INSTANTS = [instantOf(NOW), instantOf(NOW + 86_400_000)];

type Act =
  | { readonly do: 'transact'; readonly writes: readonly Write[] }
  | { readonly do: 'update'; readonly update: Update }
  | { readonly do: 'put'; readonly item: Item }
  | { readonly do: 'pass'; readonly seconds: number };

const id = fc.constantFrom('a', 'b', 'c', '的', '\u{1F600}');
const instant = fc.constantFrom(...INSTANTS);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Few ids, states and instants: most items stand beside others with the same keys in an index. */
const item = fc
  .record({
    id,
    cycle: fc.nat({ max: 2 }),
    version: fc.integer({ min: 1, max: 3 }),
    state: maybe(fc.constantFrom('MQL', 'SQL')),
    next: maybe(instant),
    storedAt: maybe(instant),
    endsIn: maybe(fc.constantFrom(0, 60)),
    unrelayed: maybe(fc.constant('s0')),
    legs: maybe(fc.constant('{}')),
    text: fc.constantFrom('x', 'y', 'ä'),
  })
  .map(({ id: leadId, cycle, version, state, next, storedAt, endsIn, unrelayed, legs, text }) =>
    itemAt(
      'offer',
      {
        own: [{ leadId }, { cycle, seq: 1 }],
        due: next && [{ sweepShard: '0' }, { nextInstant: next }],
        listed: state && [{ state }, { queueOrder: text }],
      },
      {
        version,
        row: JSON.stringify({ leadId, text }),
        ...present({ storedAt, unrelayed, legs }),
        ...present({ expiresAt: endsIn === undefined ? undefined : NOW / 1000 + endsIn }),
      },
    ),
  );
const key = fc
  .record({ leadId: id, cycle: fc.nat({ max: 2 }) })
  .map(({ leadId, cycle }) => keyAt('offer', [{ leadId }, { cycle, seq: 1 }]));
const given: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom('absent', 'present', 'untouched').map((is) => ({ is }) as Condition),
  fc.integer({ min: 1, max: 3 }).map((version) => ({ version })),
  instant.map((storedBefore) => ({ storedBefore })),
);
const write: fc.Arbitrary<Write> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ put: item, given }) },
  { weight: 1, arbitrary: fc.record({ delete: key, given }) },
  {
    weight: 1,
    arbitrary: fc.record({ count: key, slots: fc.constantFrom(['c1'], ['c1', 'c2']) }),
  },
);
const update: fc.Arbitrary<Update> = fc.record({
  key,
  set: fc.record({ row: fc.constant('{}'), version: fc.integer({ min: 1, max: 3 }) }),
  remove: fc.constantFrom([], ['unrelayed', 'legs'], ['duePk', 'dueSk']),
  // Stored items alone are updated (table.ts).
  given: given.filter((one) => !('storedBefore' in one) && !('is' in one && one.is === 'absent')),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('transact' as const),
      writes: fc.array(write, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('put' as const), item }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('update' as const), update }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.constant(45) }),
  },
);

const lists: readonly List[] = [
  { of: { leadId: 'a' }, by: 'cycle' },
  { index: 'listed', of: { state: 'MQL' }, by: 'queueOrder' },
  { index: 'listed', of: { state: 'SQL' }, by: 'queueOrder', backwards: true },
  { index: 'due', of: { sweepShard: '0' }, by: 'nextInstant' },
  { index: 'due', of: { sweepShard: '0' }, by: 'nextInstant', until: INSTANTS[0] ?? '' },
];
const ranges: readonly Range[] = [
  ...lists.map((list) => asked('offer', list)),
  ...['a', 'b', '的'].map(everythingOf),
];

/** All that lists say, page by page, with where each page ended. */
async function told(table: Table): Promise<unknown> {
  const walks = ranges.map(async (range) => {
    const pages: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await table.page(range, { limit: 2, cursor });
      cursor = page.cursor;
      pages.push([page.items, cursor && JSON.parse(cursor)]);
    } while (cursor !== undefined);
    return pages;
  });
  return Promise.all(walks);
}

async function play(keeper: 'memory' | 'dynamodb', acts: readonly Act[]): Promise<unknown> {
  const clock = { now: NOW };
  const { table, ground } = await openTables[keeper](() => clock.now);
  const perform = (one: Act): Promise<unknown> => {
    if (one.do === 'transact') return table.transact(structuredClone(one.writes));
    if (one.do === 'update') return table.update(one.update);
    if (one.do === 'put') return table.put(structuredClone(one.item));
    clock.now += one.seconds * 1000;
    return ground.expireDue();
  };
  const answers: unknown[] = [];
  for (const one of acts) {
    answers.push(await perform(one).catch((error: Error) => error.name));
  }
  const records = await ground.feed.read(0, 1000);
  // A table in memory has no name.
  const changes = records.map((record) => ({ ...record, eventSourceARN: '', userIdentity: '' }));
  return { answers, told: await told(table), changes };
}

it('writes, lists and logs alike in memory and over the protocol of DynamoDB', () =>
  fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25, size: 'max' }), async (acts) => {
      expect(await play('memory', acts)).toEqual(await play('dynamodb', acts));
    }),
    { numRuns: Number(process.env.TABLE_RUNS ?? 30), seed: 20260914 },
  ));
