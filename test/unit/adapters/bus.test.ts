import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { eventBus } from '../../../functions/adapters/bus.ts';
import type { StoredEvent } from '../../../functions/ports.ts';

function busOverMock() {
  const client = new EventBridgeClient({ region: 'eu-central-1' });
  return { aws: mockClient(client), bus: eventBus({ client, bus: 'sales' }) };
}

/** So many events of one lead. */
function events(count: number): readonly StoredEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const told = {
      type: 'SdrTook',
      data: { sdrId: 'sdr-1' },
      messages: [],
      changes: { note: 'x' },
    };
    const by = { kind: 'system', sub: 'leadloop' };
    const at = index + 1;
    return {
      ...told,
      id: `lead_1-e${at}`,
      scope: 'lead_1',
      at,
      index: 0,
      by,
    } as unknown as StoredEvent;
  });
}

describe('the company’s bus', () => {
  it('takes ten events a call, each with the id by which a subscriber knows it again', async () => {
    const { aws, bus } = busOverMock();
    aws.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });

    await bus.publish(events(23));

    const sent = aws.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
    expect(sent.map((entries) => entries.length)).toEqual([10, 10, 3]);
    const ids = sent.flat().map(({ Detail }) => JSON.parse(Detail ?? '').metadata.id);
    expect(ids).toEqual(events(23).map(({ id }) => id));
  });

  it('is told neither messages nor the fields of rows', async () => {
    const { aws, bus } = busOverMock();
    aws.on(PutEventsCommand).resolves({});

    await bus.publish(events(1));

    const [entry] = aws.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
    expect(entry).toMatchObject({ EventBusName: 'sales', Source: 'leads', DetailType: 'SdrTook' });
    expect(JSON.parse(entry?.Detail ?? '')).toEqual({
      metadata: {
        id: 'lead_1-e1',
        version: 1,
        schemaVersion: 1,
        scope: 'lead_1',
        leadId: 'lead_1',
      },
      about: { actor: { kind: 'system', sub: 'leadloop' } },
      data: { sdrId: 'sdr-1' },
    });
  });

  it('names what it refused of a call, once it has asked for it again', async () => {
    const { aws, bus } = busOverMock();
    const answers = Array.from({ length: 10 }, (_, index) =>
      index < 2 ? { ErrorCode: 'InternalFailure' } : { EventId: `${index}` },
    );
    const second = [{ ErrorCode: 'InternalFailure' }, { EventId: 'x' }];
    aws
      .on(PutEventsCommand)
      .resolvesOnce({ FailedEntryCount: 2, Entries: answers })
      .resolvesOnce({ FailedEntryCount: 1, Entries: second })
      .resolvesOnce({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure' }] })
      .resolves({ FailedEntryCount: 0 });

    const { refused } = await bus.publish(events(12));

    const sizes = aws
      .commandCalls(PutEventsCommand)
      .map(({ args }) => args[0].input.Entries?.length);
    expect(sizes).toEqual([10, 2, 1, 2]);
    expect([...refused.keys()]).toEqual(['lead_1-e1']);
  });

  it.each(['ThrottlingException', 'TimeoutError'])(
    'says of each that it was not taken when AWS takes none: %s',
    async (name) => {
      const { aws, bus } = busOverMock();
      const error = Object.assign(new Error('told by EventBridge'), { name });
      aws.on(PutEventsCommand).rejects(error);

      const { refused } = await bus.publish(events(11));

      expect(refused.size).toBe(11);
      expect(new Set(refused.values())).toEqual(new Set([error]));
      expect(aws.commandCalls(PutEventsCommand)).toHaveLength(2);
    },
  );

  it('takes as many in one call as it has room for', async () => {
    const { aws, bus } = busOverMock();
    aws.on(PutEventsCommand).resolves({});
    const long = events(5).map((event) => ({ ...event, data: { note: 'x'.repeat(100_000) } }));

    await bus.publish(long as unknown as readonly StoredEvent[]);

    const sizes = aws
      .commandCalls(PutEventsCommand)
      .map(({ args }) => args[0].input.Entries?.length);
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('is told of an event that is too long for it without its data, and the next goes out whole', async () => {
    const { aws, bus } = busOverMock();
    aws.on(PutEventsCommand).resolves({});
    const [first, second] = events(2);
    const long = { ...first, data: { note: '中'.repeat(100_000) } } as unknown as StoredEvent;

    const { refused, cut } = await bus.publish([long, second as StoredEvent]);

    const details = aws
      .commandCalls(PutEventsCommand)
      .flatMap(({ args }) => args[0].input.Entries ?? [])
      .map(({ Detail = '' }) => JSON.parse(Detail));
    expect([refused.size, cut]).toEqual([0, 1]);
    expect(details).toMatchObject([
      { metadata: { id: 'lead_1-e1', tooLong: true }, data: {} },
      { metadata: { id: 'lead_1-e2' }, data: { sdrId: 'sdr-1' } },
    ]);
  });
});
