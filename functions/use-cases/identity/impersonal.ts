// Events as they go to whoever reckons with them (reports.md, "For BI"): what people wrote or were called stays here, so that an erasure
// has nothing to take back.

import * as z from 'zod';
import { code } from '../../leads/kept.ts';
import { present } from '../../leads/present.ts';
import { redact } from '../../leads/redact.ts';
import type { StoredEvent } from '../../ports.ts';
import { schemaOf } from './erased-rows.ts';

/** To make a schema takes longer than to use it. */
const schemas = new Map<string, z.ZodType | undefined>();

function schemaNamed(name: string): z.ZodType | undefined {
  if (!schemas.has(name)) schemas.set(name, reserved(schemaOf(name)));
  return schemas.get(name);
}

/** Why somebody was erased is kept in an admin's own words, which go no further. */
function reserved(schema: z.ZodType | undefined): z.ZodType | undefined {
  const isErasure = schema instanceof z.ZodObject && 'erasureReason' in schema.shape;
  return isErasure ? schema.extend({ erasureReason: code }) : schema;
}

/** The event as an erasure leaves it. */
export function impersonal({
  messages: _,
  changes: _c,
  added: _a,
  ...event
}: StoredEvent): StoredEvent {
  const { data, type, about } = event;
  const told = { ...event, data: redact(data, schemaNamed(type)) };
  // Codec: what an erasure leaves has the same shape.
  return present({
    ...told,
    about: about && redact(about, schemaNamed('about')),
  }) as StoredEvent;
}
