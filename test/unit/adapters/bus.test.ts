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

  it('fails when it took some events and not others, and goes no further: they are relayed again', async () => {
    const { aws, bus } = busOverMock();
    aws.on(PutEventsCommand).resolvesOnce({ FailedEntryCount: 2 }).resolves({});

    await expect(bus.publish(events(12))).rejects.toThrow('the bus refused 2 of 10 events');
    expect(aws.commandCalls(PutEventsCommand)).toHaveLength(1);
  });

  it.each(['ThrottlingException', 'TimeoutError'])('fails as AWS does: %s', async (name) => {
    const { aws, bus } = busOverMock();
    const error = Object.assign(new Error('told by EventBridge'), { name });
    aws.on(PutEventsCommand).rejects(error);

    await expect(bus.publish(events(1))).rejects.toBe(error);
  });
});
