// Keys of LeadTable as text: `$leadloop#leadId_lead_01…` says whose an item is, `$offer_1#cycle_00000002#seq_00000013` what it is and
// its place there. No letter of it may change, nor the names of the `__edb_` attributes: stored rows and the stream's filter have them.

import { present } from '../../leads/present.ts';

export type Item = Record<string, unknown>;
export type Fields = Readonly<Record<string, string | number>>;

/** The attributes of the table's own keys, and of each index's. */
export const attributes = {
  own: ['pk', 'sk'],
  due: ['duePk', 'dueSk'],
  unrelayed: ['unrelayedPk', 'unrelayedSk'],
  listed: ['listPk', 'listSk'],
  account: ['accountPk', 'accountSk'],
} as const;
export type Index = keyof typeof attributes;

/** Numbers in keys have so many digits, to sort as they count. */
const digits: Readonly<Record<string, number>> = { cycle: 8, seq: 8, at: 8, index: 2 };

/** Where an item is: whose it is, and what it is sorted by there. */
export type Place = readonly [whose: Fields, by?: Fields];
/** An item is in the table and in those indexes that it has a place in. */
export type Places = { readonly [Name in Index]?: Place | undefined };

function padded([name, value]: readonly [string, string | number]): string {
  const digit = typeof value === 'number' ? String(value).padStart(digits[name] ?? 0, '0') : value;
  return `#${name}_${digit}`;
}

function partition(whose: Fields): string {
  return `$leadloop${Object.entries(whose).map(padded).join('')}`;
}

function sorted(entity: string, by: Fields): string {
  return `$${entity}_1${Object.entries(by).map(padded).join('')}`;
}

export function keysIn(index: Index, entity: string, [whose, by = {}]: Place): Item {
  const [pk, sk] = attributes[index];
  return { [pk]: partition(whose), [sk]: sorted(entity, by) };
}

/** The key that reads, writes or deletes the item. */
export function keyAt(entity: string, own: Place): Item {
  return keysIn('own', entity, own);
}

/** An item: its keys, the fields they are made of, and what it holds besides. */
export function itemAt(entity: string, places: Places, holds: Item): Item {
  // Codec: Object.entries forgets which names there were.
  const placed = Object.entries(present(places)) as [Index, Place][];
  const parts = placed.map(([index, place]) => ({
    ...place[0],
    ...place[1],
    ...keysIn(index, entity, place),
  }));
  return Object.assign({}, ...parts, holds, { __edb_e__: entity, __edb_v__: '1' });
}

/** Items of one entity that belong together, in an index or in the table itself. */
export interface List {
  readonly index?: Index;
  readonly of: Fields;
  /** The field they are sorted by; nothing sorts them without. */
  readonly by?: string;
  /** Those only whose fields before `by` are so. */
  readonly given?: Fields;
  /** Those only from this number of `by` on. */
  readonly from?: number | undefined;
  /** Those only up to and with this value of `by`. */
  readonly until?: string;
  /** The greatest first. */
  readonly backwards?: true;
  /** What was written a moment ago may be missing. */
  readonly mayLag?: true;
}

/** Sorts behind all that keys are made of. */
const BEHIND_ALL = '~';

/** The same as a table is asked for it: one partition of one order, and which sort keys of it. */
export interface Range extends Pick<List, 'backwards' | 'mayLag'> {
  readonly index: Index;
  readonly partition: string;
  readonly sort?:
    | { readonly is: string }
    | { readonly begins: string }
    | { readonly from: string; readonly to: string };
}

export function asked(entity: string, list: List): Range {
  const { index = 'own', of, by, given, from, until, backwards, mayLag } = list;
  const upTo = (value: string | number) =>
    sorted(entity, by === undefined ? {} : { ...given, [by]: value });
  const begins = upTo('');
  const isRange = from !== undefined || until !== undefined;
  const range = { from: upTo(from ?? ''), to: upTo(until ?? BEHIND_ALL) };
  const beginning = isRange ? range : { begins };
  const sort = by === undefined ? { is: begins } : beginning;
  return present({ index, partition: partition(of), sort, backwards, mayLag });
}

/** The keys of an item of a list: what a page that starts behind it begins with. */
export function keysOf(item: Item, index: Index = 'own'): Item {
  const names = [...attributes.own, ...attributes[index]];
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}

/** All that belongs to a lead, of whatever entity. */
export function everythingOf(leadId: string): Range {
  return { index: 'own', partition: partition({ leadId }) };
}
