import { Entity as ElectroEntity } from 'electrodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as declared from '../../../functions/adapters/table/entities.ts';
import { Entity } from '../../../functions/adapters/table/entity.ts';

type Item = Record<string, unknown>;
interface Parameters_ {
  params(options: { table: string }): Item;
}
/** What the store uses of both. */
interface Keyed {
  create(item: Item): Parameters_;
  put(item: Item): Parameters_ & { where(condition: unknown): Parameters_ };
  delete(item: Item): { where(condition: unknown): Parameters_ };
  get(item: Item): Parameters_;
  query: Record<string, (key: Item) => Parameters_ & { between(a: Item, b: Item): Parameters_ }>;
}

const ours = Object.entries(declared).flatMap(([name, entity]) =>
  entity instanceof Entity ? [[name, entity as Entity<string>] as const] : [],
);

/** An item of that entity: with all its optional attributes or with none, as sparse indexes ask. */
function itemOf(entity: Entity<string>): fc.Arbitrary<Item> {
  const { attributes, indexes } = entity.declaration;
  const values = Object.entries(attributes).map(([name, { type }]) => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    return [name, type === 'number' ? fc.nat({ max: 20_000_000 }) : text] as const;
  });
  const required = Object.keys(attributes).filter((name) => attributes[name]?.required);
  const all = fc.record(Object.fromEntries(values));
  const isTornWithout = Object.values(indexes).some(({ pk, sk }) => {
    const needed = [...pk.composite, ...sk.composite].map((name) => required.includes(name));
    return new Set(needed).size > 1;
  });
  if (isTornWithout) return all;
  return fc.oneof(
    all,
    all.map((item) => Object.fromEntries(required.map((name) => [name, item[name]]))),
  );
}

function made(entity: Keyed, item: Item): unknown[] {
  const table = 'LeadTable';
  const seen = (a: { version: unknown }, c: { eq(a: unknown, b: number): string }) =>
    c.eq(a.version, 7);
  return [
    entity.create(item).params({ table }),
    entity.put(item).params({ table }),
    'version' in item && entity.put(item).where(seen).params({ table }),
    'version' in item && entity.delete(item).where(seen).params({ table }),
    entity.get(item).params({ table }),
  ];
}

describe.each(ours)('%s', (_name, entity) => {
  // ElectroDB reads the same declaration.
  const theirs = new ElectroEntity(entity.declaration as never) as unknown as Keyed;
  const own = entity as unknown as Keyed;

  it('writes and gets with the parameters that ElectroDB makes', () => {
    fc.assert(
      fc.property(itemOf(entity), (item) => {
        expect(made(own, item)).toEqual(made(theirs, item));
      }),
      { numRuns: 50 },
    );
  });

  it.each(Object.keys(entity.query))('asks %s with as many fields as are given', (query) => {
    const index = entity.declaration.indexes[query];
    const { pk, sk } = index ?? { pk: { composite: [] }, sk: { composite: [] } };
    const text = (names: readonly string[]) =>
      Object.fromEntries(
        names.map((name) => [
          name,
          entity.declaration.attributes[name]?.type === 'number' ? 12 : `${name} 1`,
        ]),
      );

    for (let given = 0; given <= sk.composite.length; given += 1) {
      const key = { ...text(pk.composite), ...text(sk.composite.slice(0, given)) };
      const asked = own.query[query]?.(key).params({ table: 'T' });
      expect(asked).toEqual(theirs.query[query]?.(key).params({ table: 'T' }));
    }
    const [first] = sk.composite;
    if (first === undefined || entity.declaration.attributes[first]?.type === 'number') return;
    const between = (one: Keyed) =>
      one.query[query]?.(text(pk.composite))
        .between({ [first]: '' }, { [first]: 'z' })
        .params({ table: 'T' });
    expect(between(own)).toEqual(between(theirs));
  });
});
