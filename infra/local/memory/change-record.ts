// A change of an item as the table's stream tells it.

import type { Item } from '../../../functions/adapters/table/keys.ts';
import { REGION } from '../../emulator/arns.ts';
import type { Stored } from './stored-item.ts';

/** One item as a write found it and as it left it; absent means there is none. */
export interface Change {
  readonly before: Stored | undefined;
  readonly after: Stored | undefined;
}

/** Like AWS: a write that leaves the item as it was is no change. */
export function isChange({ before, after }: Change): boolean {
  const names = new Set([...Object.keys(before?.item ?? {}), ...Object.keys(after?.item ?? {})]);
  return [...names].some((name) => before?.item[name] !== after?.item[name]);
}

/** Its record, with the sequence number that it will get. */
export function recordOf({ before, after }: Change, now: number) {
  return (sequence: number) => {
    const SequenceNumber = String(sequence).padStart(21, '0');
    return {
      eventID: SequenceNumber.padStart(32, '0'),
      eventName: nameOf({ before, after }),
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: REGION,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(now / 1000),
        Keys: wired({ pk: (after ?? before)?.pk, sk: (after ?? before)?.sk }),
        ...(after ? { NewImage: wired(after.item) } : {}),
        SequenceNumber,
        StreamViewType: 'NEW_IMAGE',
      },
    };
  };
}

function nameOf({ before, after }: Change): 'INSERT' | 'MODIFY' | 'REMOVE' {
  if (after === undefined) return 'REMOVE';
  return before === undefined ? 'INSERT' : 'MODIFY';
}

/** Attributes of items are texts and numbers. */
function wired(item: Item) {
  const attributes = Object.entries(item).map(([name, value]) => [
    name,
    typeof value === 'number' ? { N: String(value) } : { S: String(value) },
  ]);
  return Object.fromEntries(attributes);
}
