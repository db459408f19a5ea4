// What DynamoDB would refuse is refused here, too: nobody shall rest on more than there is.

import type { Item } from '../../../functions/adapters/table/keys.ts';
import type { Write } from '../../../functions/adapters/table/table.ts';
import { DynamoError } from '../../emulator/dynamodb/dynamo-error.ts';
import { keyed, keyText } from './stored-item.ts';

/** A page ends where it has so much. */
export const PAGE_BYTES = 1024 * 1024;

const MOST_MEMBERS = 100;
const ITEM_BYTES = 400 * 1024;

export function checkTransaction(writes: readonly Write[]): void {
  const keys = new Set(writes.map((write) => keyText(keyed(write))));
  if (writes.length === 0 || writes.length > MOST_MEMBERS)
    throw refused(`a transaction of ${writes.length} writes; it may have 1 to ${MOST_MEMBERS}`);
  if (keys.size < writes.length)
    throw refused('Transaction request cannot include multiple operations on one item');
}

export function checkItem(item: Item): void {
  const text = String(item.row);
  // A character has three bytes at most.
  if (text.length * 3 < ITEM_BYTES) return;
  const bytes = Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(String(value)),
    0,
  );
  if (bytes > ITEM_BYTES) throw refused('Item size has exceeded the maximum allowed size');
}

function refused(why: string): DynamoError {
  return new DynamoError('ValidationException', why);
}
