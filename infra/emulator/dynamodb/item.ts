// The shapes that everything in this folder speaks of: items in DynamoDB's own JSON and what a table remembers.

/** One attribute value in wire form, e.g. `{ S: 'new' }`. */
export type AttributeValue = Readonly<Record<string, unknown>>;

/** An item, or the key of one, in wire form. */
export type Item = Readonly<Record<string, AttributeValue>>;

export type KeySchema = readonly { readonly AttributeName: string; readonly KeyType: string }[];

export interface SecondaryIndex {
  readonly IndexName: string;
  readonly KeySchema: KeySchema;
  readonly Projection: {
    readonly ProjectionType: string;
    readonly NonKeyAttributes?: readonly string[];
  };
}

export type StreamViewType = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** A table as DescribeTable tells it. */
export interface Table {
  readonly TableName: string;
  readonly TableArn: string;
  readonly KeySchema: KeySchema;
  readonly GlobalSecondaryIndexes?: readonly SecondaryIndex[];
  readonly LocalSecondaryIndexes?: readonly SecondaryIndex[];
  readonly StreamSpecification?: {
    readonly StreamEnabled: boolean;
    readonly StreamViewType?: StreamViewType;
  };
  readonly LatestStreamArn?: string;
  /** Kept with the table, shown by DescribeTimeToLive only. */
  readonly timeToLiveAttribute?: string;
}

/** One item as a write found it and as it left it; absent means there is none. */
export interface ItemChange {
  readonly table: Table;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Who wrote: the client, or DynamoDB itself when an item's time to live is over. */
  readonly by: 'client' | 'time-to-live';
}

/** All secondary indexes of a table, global ones first. */
export function indexesOf(table: Table): readonly SecondaryIndex[] {
  return [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
}

const SETS: readonly string[] = ['SS', 'NS', 'BS'];

/** Whether two items, or two values in wire form, are the same; the order within a set does not count. */
export function sameValue(a: unknown, b: unknown, type = ''): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    if (SETS.includes(type)) return a.every((element) => b.includes(element));
    return a.every((element, index) => sameValue(element, b[index]));
  }
  const others = new Map<string, unknown>(Object.entries(b));
  const entries = Object.entries(a);
  return (
    entries.length === others.size &&
    entries.every(([name, value]) => others.has(name) && sameValue(value, others.get(name), name))
  );
}
