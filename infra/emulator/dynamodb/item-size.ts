// How large is an item? By AWS's rules: UTF-8 bytes, where dynalite counts characters.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html

import type { AttributeValue, Item } from './item.ts';

export const MAX_ITEM_BYTES = 400 * 1024;

/** The size of an item in bytes. */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item))
    bytes += Buffer.byteLength(name) + valueBytes(value);
  return bytes;
}

function valueBytes(attribute: AttributeValue): number {
  const [[type, value] = []] = Object.entries(attribute);
  if (Array.isArray(value)) {
    if (type === 'L') return 3 + sum(value, (element) => 1 + valueBytes(element));
    return sum(value, (element) => scalarBytes(String(element), type?.charAt(0)));
  }
  if (typeof value === 'object' && value !== null) {
    const map = Object.entries(value);
    return 3 + sum(map, ([name, element]) => 1 + Buffer.byteLength(name) + valueBytes(element));
  }
  return typeof value === 'string' ? scalarBytes(value, type) : 1;
}

function scalarBytes(value: string, type: string | undefined): number {
  if (type === 'N') return 1 + Math.ceil(value.replace(/[-.]|^0+|0+$/g, '').length / 2);
  return type === 'B' ? Buffer.byteLength(value, 'base64') : Buffer.byteLength(value);
}

function sum<T>(values: readonly T[], bytes: (value: T) => number): number {
  return values.reduce((total, value) => total + bytes(value), 0);
}
