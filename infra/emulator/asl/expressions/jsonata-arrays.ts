import type { Expression } from 'jsonata';
import { type Meter, spend } from './jsonata-meter.ts';

// JSONata's $sort, $distinct, $append and $spread once more: the library's take time or memory that grows with the square of the
// number of items, and with nobody counting. Same results, same errors.

interface Focus {
  readonly environment?: { readonly base?: Meter };
}

type Compare = (a: unknown, b: unknown) => unknown;

/** Items that are copied for the price of one step. */
const ITEMS_A_STEP = 64;
/** The library's mark of a list that stands for its item when it has only one. */
const SEQUENCE = 'sequence';

function isSequence(items: readonly unknown[]): boolean {
  return SEQUENCE in items;
}

function asSequence(items: unknown[]): unknown[] {
  return Object.defineProperty(items, SEQUENCE, { enumerable: false, value: true });
}

function defaultCompare(items: readonly unknown[]): Compare {
  for (const type of ['number', 'string']) {
    if (items.every((item) => typeof item === type)) {
      return (a, b) => (a as number | string) > (b as number | string); // every item has that type
    }
  }
  throw Object.assign(new Error(), { code: 'D3070', index: 1 });
}

async function merge(left: unknown[], right: unknown[], after: Compare): Promise<unknown[]> {
  const merged: unknown[] = [];
  let [at, other] = [0, 0];
  while (at < left.length && other < right.length) {
    const answer = after(left[at], right[other]);
    // Waiting for what needs no waiting would take longer than sorting.
    const swap = answer instanceof Promise ? await answer : answer;
    if (swap) {
      merged.push(right[other]);
      other += 1;
    } else {
      merged.push(left[at]);
      at += 1;
    }
  }
  return merged.concat(left.slice(at), right.slice(other));
}

async function mergeSort(items: unknown[], after: Compare): Promise<unknown[]> {
  if (items.length <= 1) return items;
  const middle = Math.floor(items.length / 2);
  const left = await mergeSort(items.slice(0, middle), after);
  return merge(left, await mergeSort(items.slice(middle), after), after);
}

/** Stable; `after(a, b)` is true when `a` belongs after `b`. */
async function sort(items: unknown, after?: Compare): Promise<unknown> {
  if (!Array.isArray(items) || items.length <= 1) return items;
  return mergeSort([...items], after ?? defaultCompare(items));
}

/** Two values with the same text are deeply equal. */
function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === 0 ? 0 : value;
  return JSON.stringify(value, (_name, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function distinct(items: unknown): unknown {
  if (!Array.isArray(items) || items.length <= 1) return items;
  const seen = new Map<string, Set<unknown>>();
  const found = items.filter((item) => {
    const kind = typeof item;
    const known = seen.get(kind) ?? new Set();
    seen.set(kind, known);
    const text = canonical(item);
    const isNew = !known.has(text);
    known.add(text);
    return isNew;
  });
  return isSequence(items) ? asSequence(found) : found;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** The library's limit of an array holds for what comes out: the meter sees it. */
function append(this: Focus, first: unknown, second: unknown): unknown {
  if (first === undefined) return second;
  if (second === undefined) return first;
  const appended = listOf(first).concat(listOf(second));
  const meter = this.environment?.base;
  if (meter !== undefined) spend(meter, appended.length / ITEMS_A_STEP);
  return appended;
}

function pairs(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(pairs);
  if (typeof value !== 'object' || value === null || '_jsonata_lambda' in value) return [value];
  return Object.entries(value).map(([name, inner]) => Object.fromEntries([[name, inner]]));
}

function spread(value: unknown): unknown {
  const isList = Array.isArray(value) && value.length > 0;
  if (isList) return pairs(value);
  const isObject = typeof value === 'object' && value !== null && !('_jsonata_lambda' in value);
  return isObject ? asSequence(pairs(value)) : value;
}

type Implementation = Parameters<Expression['registerFunction']>[1];

/** What takes the place of the library's own, with its signatures. */
export const ARRAY_FUNCTIONS: readonly (readonly [string, Implementation, string])[] = [
  ['sort', sort, '<af?:a>'],
  ['distinct', distinct, '<x:x>'],
  // The published type of `this` lacks what the library keeps there.
  ['append', append as (...args: unknown[]) => unknown, '<xx:a>'],
  ['spread', spread, '<x-:a<o>>'],
];
