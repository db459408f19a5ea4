// An item as a table in memory keeps it, and its place among those that an index sorts alike.

import { hash } from 'node:crypto';
import type { Item } from '../../../functions/adapters/table/keys.ts';
import type { Write } from '../../../functions/adapters/table/table.ts';
import { present } from '../../../functions/leads/present.ts';

export interface Stored {
  readonly item: Item;
  readonly pk: string;
  readonly sk: string;
}

/** As DynamoDB is told, what is undefined is not there. */
export function stored(item: Item): Stored {
  return { item: Object.freeze(present(item)), pk: String(item.pk), sk: String(item.sk) };
}

/** What has the keys of the item that is written. */
export function keyed(write: Write): Item {
  if ('put' in write) return write.put;
  return 'delete' in write ? write.delete : write.count;
}

/** The item with one more in each of those slots. */
export function counted(item: Item, slots: readonly string[]): Item {
  const counts = slots.map((slot) => [slot, Number(item[slot] ?? 0) + 1]);
  return { ...item, ...Object.fromEntries(counts) };
}

export function keyText({ pk, sk }: Item): string {
  return `${pk}\n${sk}`;
}

/** DynamoDB sorts texts by their bytes in UTF-8: this one sorts like it by its characters. */
export function sortable(text: string): string {
  return isAscii(text) ? text : Buffer.from(text).toString('latin1');
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return false;
  return true;
}

/** At AWS items with the same keys in an index come in no stated order; here in that of the offline DynamoDB, by a hash of their own keys. */
export function isBehindTie(one: Stored, other: Stored): boolean {
  if (one.pk === other.pk && one.sk === other.sk) return false;
  return tieOf(one) > tieOf(other);
}

const ties = new WeakMap<Stored, string>();

function tieOf(one: Stored): string {
  const { pk, sk } = one;
  const known = ties.get(one);
  if (known !== undefined) return known;
  const tie = `${hashOf(pk, sk)}/${inTable(one)}`;
  ties.set(one, tie);
  return tie;
}

/** Where the offline DynamoDB has an item among all of its table. */
export function inTable({ pk, sk }: Stored): string {
  return `${hashOf(pk)}/${sortable(pk)}/${sortable(sk)}`;
}

function hashOf(...keys: readonly string[]): string {
  return hash('md5', `Outliers${keys.join('')}`).slice(0, 6);
}
