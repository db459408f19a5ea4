// One order of a table in memory: the table's own, or that of an index.

import type { Range } from '../../../functions/adapters/table/keys.ts';
import { before } from '../../emulator/memory/sorted.ts';
import { isBehindTie, type Stored, sortable } from './stored-item.ts';

interface Entry {
  readonly sort: string;
  readonly stored: Stored;
}

/** Whose an item is in this order, and what it is sorted by. */
interface Place {
  readonly whose: string;
  readonly sort: string;
}

/** Sorts behind every text that begins so: no byte is as great. */
const BEHIND = '\u0100';

export class Order {
  readonly #names: [partition: string, sort: string];
  readonly #partitions: Map<string, Entry[]>;

  /** By the names of the attributes that are its keys. */
  constructor(
    partition: string,
    sort: string,
    entries: ReadonlyMap<string, readonly Entry[]> = new Map(),
  ) {
    this.#names = [partition, sort];
    this.#partitions = new Map([...entries].map(([whose, some]) => [whose, [...some]]));
  }

  copy(): Order {
    return new Order(...this.#names, this.#partitions);
  }

  /** Orders are sparse: an item without their keys is in none. */
  replace(old: Stored | undefined, stored: Stored | undefined): void {
    const [from, to] = [old && this.#placeOf(old), stored && this.#placeOf(stored)];
    const stays = from && to && from.whose === to.whose && from.sort === to.sort;
    if (from && old) this.#splice(from, old, stays ? stored : undefined);
    if (to && stored && !stays) this.#insert(to, stored);
  }

  /** Those of a range, from behind `start` on. Throws RangeError when that is not in it. */
  of({ partition, sort, backwards }: Range, start: Stored | undefined): Iterable<Stored> {
    const entries = this.#partitions.get(partition) ?? [];
    let [from, to] = boundsOf(entries, sort);
    if (start) {
      const place = this.#placeOf(start);
      if (place?.whose !== partition || !isWithin(place.sort, sort))
        throw new RangeError('the start is outside what is asked for');
      const at = indexOf(entries, place.sort, start);
      if (backwards) to = at;
      else from = isSame(entries[at]?.stored, start) ? at + 1 : at;
    }
    return walk(entries, [from, to], backwards);
  }

  /** Up to and with that sort key, in one partition. */
  upTo(whose: string, sort: string): readonly Stored[] {
    const entries = this.#partitions.get(whose) ?? [];
    return entries.slice(0, behind(entries, sort)).map(({ stored }) => stored);
  }

  #placeOf({ item }: Stored): Place | undefined {
    const [whose, sort] = [item[this.#names[0]], item[this.#names[1]]];
    if (typeof whose !== 'string' || typeof sort !== 'string') return undefined;
    return { whose, sort: sortable(sort) };
  }

  #splice({ whose, sort }: Place, old: Stored, stored: Stored | undefined): void {
    const entries = this.#partitions.get(whose) ?? [];
    const at = indexOf(entries, sort, old);
    if (stored) entries[at] = { sort, stored };
    else entries.splice(at, 1);
    if (entries.length === 0) this.#partitions.delete(whose);
  }

  #insert({ whose, sort }: Place, stored: Stored): void {
    const entries = this.#partitions.get(whose) ?? [];
    this.#partitions.set(whose, entries);
    entries.splice(indexOf(entries, sort, stored), 0, { sort, stored });
  }
}

function* walk(
  entries: readonly Entry[],
  [from, to]: readonly [number, number],
  backwards: Range['backwards'],
): Iterable<Stored> {
  for (let step = 0; step < to - from; step += 1) {
    const entry = entries[backwards ? to - 1 - step : from + step];
    if (entry) yield entry.stored;
  }
}

function isSame(one: Stored | undefined, other: Stored): boolean {
  return one?.pk === other.pk && one.sk === other.sk;
}

function indexOf(entries: readonly Entry[], sort: string, stored: Stored): number {
  return before(entries, (one) =>
    one.sort === sort ? isBehindTie(stored, one.stored) : one.sort < sort,
  );
}

function ahead(entries: readonly Entry[], sort: string): number {
  return before(entries, (one) => one.sort < sort);
}

function behind(entries: readonly Entry[], sort: string): number {
  return before(entries, (one) => one.sort <= sort);
}

function boundsOf(entries: readonly Entry[], sort: Range['sort']): [number, number] {
  if (!sort) return [0, entries.length];
  if ('is' in sort) return [ahead(entries, sortable(sort.is)), behind(entries, sortable(sort.is))];
  if ('begins' in sort) {
    const begins = sortable(sort.begins);
    return [ahead(entries, begins), ahead(entries, begins + BEHIND)];
  }
  return [ahead(entries, sortable(sort.from)), behind(entries, sortable(sort.to))];
}

function isWithin(text: string, sort: Range['sort']): boolean {
  if (!sort) return true;
  if ('is' in sort) return text === sortable(sort.is);
  if ('begins' in sort) return text.startsWith(sortable(sort.begins));
  return sortable(sort.from) <= text && text <= sortable(sort.to);
}
