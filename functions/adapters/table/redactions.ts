// The writes of an erasure: rows and events that are stored, without what they say of a person (4.13).

import { present } from '../../leads/present.ts';
import type { Redact, StoredEvent } from '../../ports.ts';
import type { Item } from './keys.ts';
import type { Update } from './table.ts';

/** The write of a row without what was personal in it, under the version read; none when nothing was, and for what only machines read. */
export function redactedRow(
  { pk, sk, version, row, __edb_e__: entity }: Item,
  redact: Redact,
): Update | undefined {
  const before = JSON.parse(String(row));
  const after = redact(before, String(entity));
  if (entity === 'token' || JSON.stringify(after) === JSON.stringify(before)) return undefined;
  const next = Number(version) + 1;
  const versioned = 'version' in before ? { ...Object(after), version: next } : after;
  return {
    key: { pk, sk },
    set: { row: JSON.stringify(versioned), version: next },
    given: { version: Number(version) },
  };
}

/** An event is what happened and stays; what it says of a person goes, and so do its messages, which were sent. */
export function redactedEvent({ pk, sk, row }: Item, redact: Redact): Update | undefined {
  const { messages: _, ...event } = JSON.parse(String(row)) as StoredEvent;
  const after = present({
    ...event,
    data: redact(event.data, event.type),
    changes: event.changes && redact(event.changes, 'lead'),
    added: event.added && redact(event.added, 'lead'),
    about: event.about && redact(event.about, 'about'),
  });
  if (JSON.stringify(after) === row) return undefined;
  return {
    key: { pk, sk },
    set: { row: JSON.stringify(after) },
    given: { is: 'present' },
  };
}
