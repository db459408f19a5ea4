// What a later form says otherwise than is known: kept beside it until staff take it over or drop it (4.2; 4.8, facts of a later form).

import * as z from 'zod';
import { Instant } from './instant.ts';
import { id, ours } from './kept.ts';

export const Difference = z.object({
  /** The field that it is about, such as `phone` of a person or `employees` of a lead's company. */
  field: ours,
  value: z.union([z.string(), z.int()]),
  /** When it was said last. */
  at: Instant,
  /** The form that says so; absent for what came with a merge. */
  submissionId: id.optional(),
  /** Who sent the form, where that is not clear from whose row it is. */
  personId: id.optional(),
});
export type Difference = z.infer<typeof Difference>;

/** So many are kept of one row: whoever types known addresses into a form must not fill it up. */
const MOST = 20;

/** The list with these as its last: one that is said again stands there once, with its latest form. */
export function withDifferences(
  known: readonly Difference[],
  said: readonly Difference[],
): Difference[] {
  const once = new Map([...known, ...said].map((one) => [`${one.field} ${one.value}`, one]));
  return [...once.values()].toSorted((a, b) => a.at.localeCompare(b.at)).slice(-MOST);
}

/** The list without what staff have decided on. */
export function withoutFields(
  known: readonly Difference[],
  settled: readonly string[],
): Difference[] {
  return known.filter(({ field }) => !settled.includes(field));
}

/** The last word on a field. */
export function lastSaid(known: readonly Difference[], field: string): Difference | undefined {
  return known.findLast((one) => one.field === field);
}
