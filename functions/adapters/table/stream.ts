// The events among the table's changes: items of the event entity, as they were first written.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { StoredEvent } from '../../ports.ts';
import { storedEvent } from './rows.ts';

/**
 * Events inserted by these records, in their order. Other rows are passed over, and so are events that were relayed long ago and
 * come back with a restored table: they lack the mark that every new event has.
 */
export function eventsIn({ Records }: DynamoDBStreamEvent): readonly StoredEvent[] {
  return Records.flatMap(({ eventName, dynamodb }) => {
    const image = dynamodb?.NewImage;
    const isNew = image?.unrelayed !== undefined;
    if (eventName !== 'INSERT' || image?.__edb_e__?.S !== 'event' || !isNew) return [];
    // Codec: the types of the event and of the SDK name the same wire format.
    const item = unmarshall(image as Record<string, AttributeValue>);
    return [storedEvent(item)];
  });
}
