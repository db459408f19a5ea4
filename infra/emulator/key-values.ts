// What the moving parts ask of the store: named areas of JSON under ordered keys, and batches that are written whole.

export type Write =
  | { readonly area: string; readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly area: string; readonly type: 'del'; readonly key: string };

export interface KeyRange {
  readonly gte?: string;
  readonly gt?: string;
  readonly lt?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

interface KeyValue {
  readonly key: string;
  readonly value: unknown;
}

export interface KeyValues {
  /** The value, also of a write that is not committed yet. */
  get(area: string, key: string): unknown;
  /** Entries in order of their keys. */
  list(area: string, range?: KeyRange): Promise<readonly KeyValue[]>;
  /** Resolves when all of it is stored; a crash leaves all of it or nothing. */
  write(writes: readonly Write[]): Promise<void>;
}

/** The range of keys that begin with this text, which must not be empty. */
export function startingWith(prefix: string): KeyRange & { readonly gte: string } {
  const last = prefix.charCodeAt(prefix.length - 1);
  return { gte: prefix, lt: prefix.slice(0, -1) + String.fromCharCode(last + 1) };
}

/** A count as a key that sorts as the number does. */
export function orderedKey(count: number): string {
  return String(count).padStart(12, '0');
}
