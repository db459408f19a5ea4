import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { businessCounts, create, relayedOf } from '../../../../functions/handlers/relay-events.ts';
import { freshDeps } from '../../../support/store.ts';

function inserted(type: string, n: number, marks: object = { unrelayed: 's0' }): DynamoDBRecord {
  const event = { id: `lead_x-e${n}`, scope: 'lead_x', at: n, index: 0, type, data: {}, by: {} };
  const item = { __edb_e__: 'event', row: JSON.stringify(event), ...marks };
  return {
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: String(n),
      NewImage: marshall(item) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'],
    },
  } as DynamoDBRecord;
}

const stream: DynamoDBStreamEvent = {
  Records: ['OfferMade', 'OfferMade', 'LeadTouched', 'Accepted'].map((type, index) =>
    inserted(type, index + 1),
  ),
};

describe('the stream', () => {
  it('is counted by the events that somebody watches', () => {
    expect(businessCounts(stream)).toEqual({ OfferMade: 2, Accepted: 1 });
  });

  it('is counted up to the record that failed: those before it never come again', () => {
    const answer = { batchItemFailures: [{ itemIdentifier: '3' }] };

    expect(businessCounts(relayedOf(stream, answer))).toEqual({ OfferMade: 2 });
  });

  it('of a restored table tells nothing again: events that were relayed have no mark', async () => {
    const published: unknown[] = [];
    const publish = async (events: readonly unknown[]) => {
      published.push(...events);
      return { refused: new Map(), cut: 0 };
    };
    const deps = await freshDeps({ bus: { publish } });

    const answer = await create(deps)({ Records: [inserted('OfferMade', 1, {})] });

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(published).toEqual([]);
  });
});
