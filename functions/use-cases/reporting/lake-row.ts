// An event of the bus as a row of the lake (reports.md, "For BI"): the columns of the export's table of events, and as there nothing that
// people wrote or were called.

import * as z from 'zod';
import { Instant } from '../../leads/instant.ts';
import type { StoredEvent } from '../../ports.ts';
import type { Value } from '../../reports/tables/columns.ts';
import { eventColumns, eventRow } from '../../reports/tables/event-table.ts';
import { impersonal } from '../identity/impersonal.ts';

/** As adapters/bus.ts puts it, in EventBridge's envelope. */
const Carried = z.object({
  'detail-type': z.string(),
  detail: z.object({
    metadata: z.object({
      id: z.string(),
      version: z.int(),
      schemaVersion: z.int(),
      occurredAt: Instant,
      scope: z.string(),
    }),
    about: z.looseObject({ actor: z.object({ kind: z.string(), sub: z.string() }) }),
    data: z.record(z.string(), z.unknown()),
  }),
});

/** Values by column; one that is not known is left out. Throws ZodError on what is no event of ours. */
export function lakeRow(carried: unknown): Readonly<Record<string, Value>> {
  const { 'detail-type': type, detail } = Carried.parse(carried);
  const { metadata, data } = detail;
  const { actor: by, ...about } = detail.about;
  const { version: at, ...told } = metadata;
  const index = Number(/-e\d+\.(\d+)$/.exec(told.id)?.[1] ?? 0);
  // Codec: what the bus put was one.
  const event = { ...told, at, index, type, by, about, data } as unknown as StoredEvent;
  const row = eventRow(impersonal(event));
  const values = eventColumns.map(({ name, of }) => [name, of(row)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== null));
}
