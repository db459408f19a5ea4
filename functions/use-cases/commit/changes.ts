// The changes of rows that a transaction makes, as the store's port takes them.

import type { Change, Kind, Rows } from '../../ports.ts';

/** A row that is not there yet. */
export function put<K extends Kind>(kind: K, after: Rows[K]): Change<K> {
  return { kind, after };
}

/** A row in the place of the one that was read; of one that was not found it is the first. */
export function replace<K extends Kind>(
  kind: K,
  before: Rows[K] | undefined,
  after: Rows[K],
): Change<K> {
  return { kind, before, after };
}

/** A row that goes. */
export function remove<K extends Kind>(kind: K, before: Rows[K]): Change<K> {
  return { kind, before };
}
