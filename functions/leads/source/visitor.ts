// What a browser did before its user left a name: the first touch of a lead may be the page view before the form (A1-10, A1-11).

import * as z from 'zod';
import { type Instant, Instant as InstantSchema, millisOf, minus, plus } from '../instant.ts';
import { Source } from './source.ts';
import type { SourcePolicy } from './source-policy.ts';

/** So many visits go into the transaction of the form that they are joined to. */
const MOST_VISITS = 30;

const Visit = z.object({
  touchId: z.string(),
  at: InstantSchema,
  kind: z.string(),
  seconds: z.int().optional(),
  source: Source.omit({ touchId: true, at: true }),
});
export type Visit = z.infer<typeof Visit>;

/** `id` is the hash of the visitor id; nothing else of the person is here. */
export const Visitor = z.object({
  id: z.string(),
  version: z.int(),
  visits: z.array(Visit),
  /** The table's TTL. */
  forgetAt: InstantSchema,
});
export type Visitor = z.infer<typeof Visitor>;

/** The visitor with one more visit: the first one is the source and stays, of the others the latest are kept. */
export function withVisit(
  visitor: Visitor | undefined,
  visit: Visit,
  { id, days }: { readonly id: string; readonly days: number },
): Visitor {
  const before = (visitor?.visits ?? []).filter(({ touchId }) => touchId !== visit.touchId);
  const [first, ...others] = [...before, visit].toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const visits = [...(first ? [first] : []), ...others.slice(-(MOST_VISITS - 1))];
  const last = visits.at(-1) ?? visit;
  return { id, version: visitor?.version ?? 0, visits, forgetAt: plus(last.at, `P${days}D`) };
}

/** The visits that still count at `at`, earliest first. */
export function visitsSince(
  visitor: Visitor | undefined,
  at: Instant,
  { visitorLookBackDays }: Pick<SourcePolicy, 'visitorLookBackDays'>,
): readonly Visit[] {
  const since = minus(at, `P${visitorLookBackDays}D`);
  return (visitor?.visits ?? []).filter((visit) => millisOf(visit.at) >= millisOf(since));
}
