// The writes of an erasure: rows and events that are stored, without what they say of a person (4.13).

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { present } from '../../leads/present.ts';
import type { StoredEvent } from '../../ports.ts';
import type { Item } from './keys.ts';

/** The write of a row without what was personal in it, under the version read; none when nothing was, and for what only machines read. */
export function redactedRow(
  { pk, sk, version, row, __edb_e__: entity }: Item,
  redact: (row: unknown) => unknown,
  TableName: string,
): UpdateCommand | undefined {
  const before = JSON.parse(String(row));
  const after = redact(before);
  if (entity === 'token' || JSON.stringify(after) === JSON.stringify(before)) return undefined;
  const next = Number(version) + 1;
  const versioned = 'version' in before ? { ...Object(after), version: next } : after;
  return new UpdateCommand({
    TableName,
    Key: { pk, sk },
    UpdateExpression: 'SET #row = :row, #version = :next',
    ConditionExpression: '#version = :seen',
    ExpressionAttributeNames: { '#row': 'row', '#version': 'version' },
    ExpressionAttributeValues: {
      ':row': JSON.stringify(versioned),
      ':next': next,
      ':seen': version,
    },
  });
}

/** An event is what happened and stays; what it says of a person goes, and so do its messages, which were sent. */
export function redactedEvent(
  { pk, sk, row }: Item,
  redact: (row: unknown) => unknown,
  TableName: string,
): UpdateCommand | undefined {
  const { messages: _, ...event } = JSON.parse(String(row)) as StoredEvent;
  const changes = event.changes && redact(event.changes);
  const after = present({ ...event, data: redact(event.data), changes });
  if (JSON.stringify(after) === row) return undefined;
  return new UpdateCommand({
    TableName,
    Key: { pk, sk },
    UpdateExpression: 'SET #row = :row',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#row': 'row' },
    ExpressionAttributeValues: { ':row': JSON.stringify(after) },
  });
}
