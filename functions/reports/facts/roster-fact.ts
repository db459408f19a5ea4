// What reports know of the roster of a month: who may get leads in it (A3-7).

import type { StoredEvent } from '../../ports.ts';

export interface RosterFact {
  readonly kind: 'roster';
  readonly month: string;
  readonly reps: readonly { readonly repId: string; readonly department?: string | undefined }[];
}

/** The list as it was published last. */
export function foldRoster(
  before: RosterFact | undefined,
  event: StoredEvent,
): RosterFact | undefined {
  if (event.type !== 'RosterPublished') return before;
  const { month, repIds, departments } = event.data;
  const reps = repIds.map((repId, index) => ({ repId, department: departments?.[index] }));
  return { kind: 'roster', month, reps };
}
